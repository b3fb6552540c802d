import type { CandleColumns } from '../domain/candle.ts';
import { randomSource, standardNormal } from '../stats/random.ts';
import type { DiscoveryGround } from './discovery-result.ts';
import { pairMeter, type MeterOptions } from './pair-meter.ts';
import type { PairRow } from './pair-row.ts';

/** Figures that mean little without what independent random walks show in the same window under the same rules. */
export const CALIBRATED = ['trace', 'halfLife', 'hurst', 'crossings', 'entriesPerWeek', 'winRate'] as const;
export type CalibratedFigure = (typeof CALIBRATED)[number];

/** Each figure of every pair of random walks, ascending, without those that are not defined. */
export type NullCalibration = Readonly<Record<CalibratedFigure, readonly number[]>>;

/** Pairs of random walks that a percentile is read from: it is then within 5 points, 19 times of 20. */
export const NULL_WALKS = 400;
/** Changes with the figures' own definitions. */
export const NULL_VERSION = 1;
const WALK_VOL = 0.006;
/** Dollars a bar: no rule is short of volume on a random walk. */
const AMPLE_VOLUME = 1e12;
const START_PRICE = 100;

/** The figures of pairs `first` to `first + pairs − 1` of independent random walks with as many bars as the formation window. */
export function nullRows(
  { formationBars, barMs }: { readonly formationBars: number; readonly barMs: number },
  options: MeterOptions,
  first: number,
  pairs: number,
): PairRow[] {
  const ts = Float64Array.from({ length: formationBars }, (_, t) => t * barMs);
  const carried = new Uint8Array(formationBars);
  return Array.from({ length: pairs }, (_, k) => {
    const symbols = [0, 1].map((leg) => {
      // Below the seeds of other draws of the run, and never the same for two walks.
      const uniform = randomSource(options.seed * 2 ** 32 + 2 * (first + k) + leg);
      return { symbol: String(leg), candles: walkCandles(ts, uniform), carried };
    });
    const ground: DiscoveryGround = { barMs, ts, formationBars, symbols };
    return pairMeter(ground, options)(0, 1);
  });
}

export function nullCalibration(rows: readonly PairRow[]): NullCalibration {
  const columns = CALIBRATED.map((figure) => {
    // JSON, in which it is kept, knows no infinity.
    const known = Float64Array.from(rows, (row) => Math.min(row[figure], Number.MAX_VALUE)).filter(isNumber);
    return [figure, [...known.sort()]] as const;
  });
  return Object.fromEntries(columns) as Record<CalibratedFigure, readonly number[]>;
}

/** Whether a value read from outside is what `nullCalibration` makes. */
export function isNullCalibration(value: unknown): value is NullCalibration {
  if (typeof value !== 'object' || value === null) return false;
  const columns = value as Readonly<Record<string, unknown>>;
  return CALIBRATED.every((figure) => {
    const column = columns[figure];
    return Array.isArray(column) && column.every((one) => Number.isFinite(one));
  });
}

/** Share of random walks whose figure lies below this one, ties counted half; NaN of NaN and without walks. */
export function nullPercentile(calibration: NullCalibration, figure: CalibratedFigure, value: number): number {
  const walks = calibration[figure];
  if (Number.isNaN(value) || walks.length === 0) return NaN;
  const wanted = Math.min(value, Number.MAX_VALUE);
  let below = 0;
  let equal = 0;
  for (const walk of walks) {
    if (walk < wanted) below++;
    else if (walk === wanted) equal++;
  }
  return (below + equal / 2) / walks.length;
}

const isNumber = (value: number): boolean => !Number.isNaN(value);

function walkCandles(ts: Float64Array, uniform: () => number): CandleColumns {
  const close = new Float64Array(ts.length);
  const open = new Float64Array(ts.length);
  let log = 0;
  for (let t = 0; t < ts.length; t++) {
    open[t] = START_PRICE * Math.exp(log);
    log += WALK_VOL * standardNormal(uniform);
    close[t] = START_PRICE * Math.exp(log);
  }
  const high = open.map((value, t) => Math.max(value, close[t]));
  const low = open.map((value, t) => Math.min(value, close[t]));
  return { ts, open, high, low, close, volume: close.map((price) => AMPLE_VOLUME / price) };
}
