import { AppError } from '../../core/domain/app-error.ts';
import { candleFault, sameValues } from '../../core/domain/candle.ts';
import type { Candle } from '../../core/domain/candle.ts';
import { isoMinute } from '../../core/domain/time.ts';
import type { CcxtVenue } from './ccxt-venue.ts';

/**
 * Makes a venue hand over every row it received. ccxt's own version sorts, drops rows before `since` (and those without a
 * time) and cuts to `limit`, so that bad rows would never be seen. Venues with a version of their own keep it.
 */
export function keepEveryRow(venue: CcxtVenue): void {
  if (prototypesWith(venue, 'parseOHLCVs') > 1) return;
  venue.parseOHLCVs = (rows, market) => {
    if (!Array.isArray(rows)) return rows;
    return rows.map((row: unknown) => (typeof row === 'object' && row !== null ? venue.parseOHLCV(row, market) : row));
  };
}

/**
 * The candles of one answer, ascending, each time once. Rows may come in any order, and twice with the same values.
 * @param rows what `fetchOHLCV` returned: `[ts, open, high, low, close, volume]` each, if the venue behaves
 * @param what names the series in errors: `candles of BTC/USDT 1h`
 * @throws AppError `data`, retryable, when anything is not a candle or one bar comes twice with different values
 */
export function checkedCandles(rows: unknown, barMs: number, venue: string, what: string): Candle[] {
  const fail = (fault: string): AppError =>
    new AppError('data', `${venue} sent bad ${what}: ${fault}; nothing of that answer is kept`, {
      retryable: true,
      facts: { venue, what, fault },
    });
  if (!Array.isArray(rows)) throw fail(`a list of bars was due, not ${describe(rows)}`);
  const candles = rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw fail(`a row is ${describe(row)}`);
    const [ts, open, high, low, close, volume] = [0, 1, 2, 3, 4, 5].map((i) => number(row[i]));
    const candle: Candle = { ts, open, high, low, close, volume };
    const fault = candleFault(candle, barMs);
    if (fault !== null) throw fail(Number.isSafeInteger(candle.ts) ? `${timeOf(candle.ts)}: ${fault}` : fault);
    return candle;
  });
  candles.sort((a, b) => a.ts - b.ts);
  return candles.filter((candle, i) => {
    const before = i === 0 ? null : candles[i - 1];
    if (before?.ts !== candle.ts) return true;
    if (sameValues(before, candle)) return false;
    throw fail(`the bar ${timeOf(candle.ts)} comes twice with different values`);
  });
}

const number = (cell: unknown): number => (typeof cell === 'number' ? cell : NaN);

/** A time from outside may lie beyond what a date can hold. */
const timeOf = (ts: number): string => (Math.abs(ts) <= 8.64e15 ? isoMinute(ts) : String(ts));

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function prototypesWith(object: object, name: string): number {
  let count = 0;
  for (let type: unknown = Object.getPrototypeOf(object); type !== null; type = Object.getPrototypeOf(type)) {
    if (Object.hasOwn(type as object, name)) count += 1;
  }
  return count;
}
