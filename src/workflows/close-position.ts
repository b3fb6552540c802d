import { AppError } from '../core/domain/app-error.ts';
import type { Fill, FillLedger } from '../core/domain/fill.ts';
import { baseOf, LEGS, pairName } from '../core/domain/pair.ts';
import type { EpochMs } from '../core/domain/time.ts';
import { closingFills, closingOrders, type ClosingOrder, type ClosingPrice } from '../core/fills/closing.ts';
import { priceFault } from '../core/fills/fill-faults.ts';
import { realPositions, type RealPosition } from '../core/fills/real-position.ts';
import type { Clock } from '../ports/clock.ts';
import { namedPair } from './named-pair.ts';
import { marksOf, priceOf, ticketsOf, type RealBookPorts } from './real-book.ts';
import { pastTime } from './record-fill.ts';

/** Values by instrument, or by base currency where one instrument of that base is held. */
export type ByInstrument = ReadonlyMap<string, number>;

export interface CloseRequest {
  /** The pair's name, or a part of it that fits one pair alone. */
  readonly pair: string;
  /** What the closing orders were done at; null to say what they would be, and book nothing. */
  readonly done: {
    readonly prices: ByInstrument;
    /** USD an order, or for all of them together. */
    readonly fees: ByInstrument | number;
    /** Null: now. */
    readonly at: EpochMs | null;
  } | null;
  readonly isForced: boolean;
}

export interface CloseResult {
  readonly pair: string;
  /** What was held before. */
  readonly position: RealPosition;
  readonly orders: readonly ClosingOrder[];
  /** Null when nothing was to be booked. */
  readonly booked: readonly Fill[] | null;
  readonly after: RealPosition;
}

/**
 * Flattens what the recorded fills say is really held of a pair. The paper book is not touched: it goes on as the backtest would.
 * @throws AppError `usage` when there is no such pair, a price is missing or absurd, or names nothing that is held
 */
export function closePosition(ports: RealBookPorts & { readonly clock: Clock }, request: CloseRequest): CloseResult {
  const tickets = ticketsOf(ports.store);
  const pair = namedPair(tickets, request.pair);
  const own = tickets.filter((ticket) => pairName(ticket.pair) === pair);
  const marks = new Map([[pair, priceOf(marksOf(ports.store, own), pair)]]);
  const positionIn = (ledger: FillLedger): RealPosition => realPositions(own, ledger, marks)[0];
  const { done } = request;
  if (done === null) {
    const position = positionIn(ports.fills.ledger());
    return { pair, position, orders: closingOrders(position), booked: null, after: position };
  }
  const now = ports.clock.now();
  const at = pastTime(done.at ?? now, now);
  const { change, fills, ledger } = ports.fills.record(now, (before) => {
    const position = positionIn(before);
    const orders = closingOrders(position);
    if (position.state !== 'open') return { position, orders, fills: [] };
    const prices = closingPrices(position, orders, done, request.isForced);
    return { position, orders, fills: closingFills(position, prices, at) };
  });
  return { pair, position: change.position, orders: change.orders, booked: fills, after: positionIn(ledger) };
}

/** A price and a fee for every order, and for what round trips hold against each other where one is given. */
function closingPrices(
  { open }: RealPosition,
  orders: readonly ClosingOrder[],
  { prices, fees }: NonNullable<CloseRequest['done']>,
  isForced: boolean,
): ReadonlyMap<string, ClosingPrice> {
  const held = open.flatMap(({ legs }) => LEGS.flatMap((leg) => legs[leg].holdings));
  const instruments = [...new Set(held.map(({ instrument }) => instrument))];
  const priceOf = namedValues('--price', instruments, prices);
  const feeOf = typeof fees === 'number' ? null : namedValues('--fee', instruments, fees);
  const traded = orders.reduce(
    (usd, { holding, quantity }) => usd + quantity * (priceOf.get(holding.instrument) ?? 0),
    0,
  );
  const closing = new Map(Array.from(priceOf, ([instrument, price]) => [instrument, { price, feeUsd: 0 }]));
  for (const { holding, quantity } of orders) {
    const { instrument, mark } = holding;
    const price = priceOf.get(instrument);
    if (price === undefined) throw new AppError('usage', `nothing recorded: --price ${instrument}=… is missing`);
    const fault = isForced ? null : priceFault(instrument, price, mark);
    if (fault !== null)
      throw new AppError('usage', `nothing recorded: ${fault}; repeat it with --force if it is right`);
    const feeUsd = typeof fees === 'number' ? (fees * quantity * price) / traded : (feeOf?.get(instrument) ?? 0);
    closing.set(instrument, { price, feeUsd });
  }
  return closing;
}

/** The values by the instruments they are named for. */
function namedValues(flag: string, instruments: readonly string[], values: ByInstrument): ReadonlyMap<string, number> {
  return new Map(
    Array.from(values, ([name, value]) => {
      const wanted = name.toUpperCase();
      const fitting = instruments.includes(wanted) ? [wanted] : instruments.filter((one) => baseOf(one) === wanted);
      if (fitting.length === 1) return [fitting[0], value];
      throw new AppError(
        'usage',
        `nothing recorded: ${flag} ${name} names nothing that is held, or several: ${instruments.join(', ')}`,
      );
    }),
  );
}
