import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { Legs } from '../domain/pair.ts';
import type { Book, ClosedTrade, Position } from '../domain/position.ts';
import type { EpochMs } from '../domain/time.ts';

/**
 * The paper account at the closes of the bars from index `from` on, USD, worked back from where it stands now: what is realised,
 * less the net of every trade that had not ended yet, plus the mark of the position held then. The entry fee of a closed trade
 * is taken to be its share of what was traded; funding counts when the trade ends.
 *
 * @param book as it stood at the close of the last bar
 * @param trades every trade that ended after the close of bar `from`; earlier ones change nothing
 */
export function paperCurve(
  candles: AlignedCandles,
  from: number,
  book: Book,
  trades: readonly ClosedTrade[],
): Float64Array {
  const held: Held[] = [...trades.map(heldTrade), ...(book.position === null ? [] : [heldPosition(book.position)])];
  const realised = book.cash + (book.position === null ? 0 : costBasis(book.position));
  const size = Math.max(0, candles.ts.length - from);
  const curve = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const i = from + k;
    const ts = candles.ts[i];
    let worth = realised;
    for (const { since, until, net, quantity, price, carriedUsd } of held) {
      if (until <= ts) continue;
      worth -= net;
      if (since > ts) continue;
      worth += quantity.x * (candles.x.close[i] - price.x) + quantity.y * (candles.y.close[i] - price.y) + carriedUsd;
    }
    curve[k] = worth;
  }
  return curve;
}

interface Held {
  /** Filled at the opens of these bars. */
  readonly since: EpochMs;
  readonly until: EpochMs;
  /** What it brought in the end, which is part of what is realised; 0 while it is open. */
  readonly net: number;
  readonly quantity: Legs<number>;
  readonly price: Legs<number>;
  /** Entry fees (negative) and funding. */
  readonly carriedUsd: number;
}

function heldTrade({ entryTs, exitTs, net, quantity, entryPrice, exitPrice, fees }: ClosedTrade): Held {
  const traded = (price: Legs<number>): number => Math.abs(quantity.x) * price.x + Math.abs(quantity.y) * price.y;
  const share = traded(entryPrice) / (traded(entryPrice) + traded(exitPrice));
  return { since: entryTs, until: exitTs, net, quantity, price: entryPrice, carriedUsd: -fees * share };
}

function heldPosition({ filledOn, fills: { x, y }, fundingUsd }: Position): Held {
  return {
    since: filledOn,
    until: Infinity,
    net: 0,
    quantity: { x: x.quantity, y: y.quantity },
    price: { x: x.price, y: y.price },
    carriedUsd: fundingUsd - x.feeUsd - y.feeUsd,
  };
}

/** What opening it took out of the account, less the funding it has brought in. */
const costBasis = ({ fills: { x, y }, fundingUsd }: Position): number =>
  x.quantity * x.price + y.quantity * y.price + x.feeUsd + y.feeUsd - fundingUsd;
