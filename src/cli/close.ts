import { AppError } from '../core/domain/app-error.ts';
import type { Costs } from '../core/domain/settings.ts';
import { isoMinute } from '../core/domain/time.ts';
import { closedNetUsd, closingCosts, type ClosingOrder } from '../core/fills/closing.ts';
import { fillJson, realPositionJson } from '../core/fills/pnl-json.ts';
import { holdingWords, type RealPosition } from '../core/fills/real-position.ts';
import { price as priceText, usd } from '../core/tickets/format.ts';
import { closePosition, type CloseResult } from '../workflows/close-position.ts';
import type { CommandContext } from './command-context.ts';
import type { Output } from './output.ts';
import { parseNumber, parsePositive } from './parse-number.ts';
import { parseTime } from './parse-time.ts';
import { withRealBook } from './real-book-session.ts';

export interface CloseFlags {
  /** `SYMBOL=number`, several times. */
  readonly price?: readonly string[];
  /** The same, or one number for all orders together. */
  readonly fee?: readonly string[];
  readonly at?: string;
  readonly force: boolean;
}

/** `statarb close`: the orders that flatten what is really held, or the fills they became. */
export async function close(context: CommandContext, pair: string, flags: CloseFlags): Promise<number> {
  const { output } = context;
  const { price, fee, at } = flags;
  if (price === undefined && (fee !== undefined || at !== undefined)) {
    throw new AppError('usage', '--fee and --at go with --price: without prices nothing is booked');
  }
  const done =
    price === undefined
      ? null
      : {
          prices: named('--price', price, parsePositive),
          fees: feesOf(fee ?? []),
          at: at === undefined ? null : parseTime('--at', at),
        };
  return withRealBook(context, { isReadOnly: done === null }, (ports, { config }) => {
    const result = closePosition(ports, { pair, done, isForced: flags.force });
    print(output, result, config.settings.costs, fee !== undefined);
    return 0;
  });
}

/** `BTC/USDT=61000` as a name and a number. */
function named(
  flag: string,
  texts: readonly string[],
  parse: (flag: string, text: string) => number,
): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const text of texts) {
    const [name, value] = text.split('=');
    if (text.split('=').length !== 2) {
      throw new AppError('usage', `${flag} ${text} is not of the form BTC/USDT=61000.5`);
    }
    if (values.has(name)) throw new AppError('usage', `${flag} ${name} is given twice`);
    values.set(name, parse(`${flag} ${name}=`, value));
  }
  return values;
}

function feesOf(texts: readonly string[]): ReadonlyMap<string, number> | number {
  if (texts.length === 0) return 0;
  const [first] = texts;
  return texts.length === 1 && !first.includes('=') ? parseNumber('--fee', first) : named('--fee', texts, parseNumber);
}

function print(output: Output, result: CloseResult, costs: Costs, hasFees: boolean): void {
  const { pair, position, orders, booked, after } = result;
  const estimate = closingCosts(orders, costs);
  const netUsd =
    booked === null ? position.netUsd - estimate.feesUsd - estimate.slippageUsd : closedNetUsd(position, booked);
  output.json({
    pair,
    orders: orders.map(({ holding, action, quantity, notionalUsd }) => ({
      instrument: holding.instrument,
      action,
      quantity,
      mark: holding.mark,
      notional_usd: notionalUsd,
    })),
    estimate: { fees_usd: estimate.feesUsd, slippage_usd: estimate.slippageUsd },
    net_usd: orders.length === 0 && booked === null ? null : netUsd,
    booked: booked?.map(fillJson) ?? null,
    real: realPositionJson(after),
    paper_touched: false,
  });
  if (position.state !== 'open') {
    output.line(`${output.style('bold', pair)}  nothing is held: there is nothing to close`);
    return;
  }
  output.line(
    `${output.style('bold', pair)}  held since ${isoMinute(position.since)}: ${holdingWords(position.holdings)}`,
  );
  if (booked === null) {
    for (const order of orders) output.line(`  ${orderWords(order)}`);
    output.line(
      `est. fees ${usd(estimate.feesUsd)}, est. slippage ${usd(estimate.slippageUsd)}; P&L then ${usd(netUsd)}, fees included`,
    );
    const held = orders.length > 0 ? orders.map(({ holding }) => holding.instrument) : heldAgainst(position);
    if (orders.length === 0) output.line('  nothing to trade: the open round trips hold it against each other');
    output.line(`done? statarb close ${pair} ${held.map((name) => `--price ${name}=…`).join(' ')} --fee …`);
  } else {
    for (const { no, action, quantity, instrument, price, feeUsd } of booked) {
      output.line(
        `fill ${String(no)} booked: ${action.toUpperCase()} ${exact(quantity)} ${instrument} at ${priceText(price)}, fee ${usd(feeUsd)}`,
      );
    }
    if (!hasFees) output.line(output.style('yellow', 'note: no --fee was given: recorded as $0.00'));
    output.line(`now ${holdingWords(after.holdings)}; P&L ${usd(netUsd)}, fees included`);
  }
  output.line('The paper book is not touched: it goes on as the backtest would.');
}

/** What open round trips hold, whether or not it cancels out. */
const heldAgainst = ({ open }: RealPosition): string[] => [
  ...new Set(open.flatMap(({ legs }) => [...legs.y.holdings, ...legs.x.holdings]).map(({ instrument }) => instrument)),
];

const orderWords = ({ holding, action, quantity, notionalUsd }: ClosingOrder): string =>
  `${action.toUpperCase()} ${exact(quantity)} ${holding.instrument} ≈ ${usd(notionalUsd)} at ${priceText(holding.mark)}`;

/** All digits that were recorded, without the dust of binary sums. */
const exact = (quantity: number): string => String(Number(quantity.toPrecision(12)));
