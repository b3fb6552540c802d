import { alignCandles, type AlignedCandles } from '../core/domain/aligned-candles.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { CandleColumns, CandleSeries } from '../core/domain/candle.ts';
import type { Legs } from '../core/domain/pair.ts';
import { isoMinute, type EpochMs } from '../core/domain/time.ts';
import { joined, NOTHING_REFRESHED, refreshSeries, type Refreshed } from './refresh-series.ts';
import type { ScanPorts } from './scan-options.ts';

type FramePorts = Pick<ScanPorts, 'source' | 'cache' | 'store' | 'clock' | 'log'>;

export interface LoadedFrame {
  readonly candles: AlignedCandles;
  /** What asking again for missing hours brought, by symbol. */
  readonly repaired: ReadonlyMap<string, Refreshed>;
}

/**
 * The aligned frame of both legs over the bars with `from ≤ ts ≤ newest`.
 *
 * Every hour missing before a leg's last bar is asked for a second time, once: it may have been late, or lain in a damaged
 * file. What the venue still does not have is remembered as a confirmed gap, and only then filled or dropped.
 * @throws AppError `data` when the newest bar is missing, or, offline, when a cache file is damaged
 */
export async function loadFrame(
  ports: FramePorts,
  legs: Legs<CandleSeries>,
  from: EpochMs,
  newest: EpochMs,
  barMs: number,
  isOffline: boolean,
): Promise<LoadedFrame> {
  const [x, y] = await Promise.all([
    loadLeg(ports, legs.x, from, newest, barMs, isOffline),
    loadLeg(ports, legs.y, from, newest, barMs, isOffline),
  ]);
  for (const [series, { candles }] of [[legs.x, x] as const, [legs.y, y] as const]) {
    const last = candles.ts.at(-1);
    if (last !== newest) throw newestMissing(series, last, newest, isOffline);
  }
  return {
    candles: alignCandles(x.candles, y.candles, barMs),
    repaired: new Map([
      [legs.x.symbol, x.repaired],
      [legs.y.symbol, y.repaired],
    ]),
  };
}

interface LoadedLeg {
  readonly candles: CandleColumns;
  readonly repaired: Refreshed;
}

async function loadLeg(
  ports: FramePorts,
  series: CandleSeries,
  from: EpochMs,
  newest: EpochMs,
  barMs: number,
  isOffline: boolean,
): Promise<LoadedLeg> {
  const { cache, store, clock, log } = ports;
  const end = newest + barMs;
  const { candles, damaged } = await cache.read(series, from, end);
  if (isOffline) {
    if (damaged.length > 0) {
      throw new AppError(
        'data',
        `cached candles of ${series.symbol} from ${isoMinute(damaged[0].from)} are damaged (${damaged[0].reason}); run without --offline to fetch them again`,
      );
    }
    return { candles, repaired: NOTHING_REFRESHED };
  }
  const confirmed = store.confirmedGaps(series, from, end);
  const missing = missingBars(candles, from, barMs).filter((ts) => !confirmed.has(ts));
  if (missing.length === 0) return { candles, repaired: NOTHING_REFRESHED };

  let repaired = NOTHING_REFRESHED;
  for (const [first, last] of stretches(missing, barMs)) {
    repaired = joined(repaired, await refreshSeries(ports, series, first, last + barMs));
  }
  const again = await cache.read(series, from, end);
  const stillMissing = missingBars(again.candles, from, barMs).filter((ts) => !confirmed.has(ts));
  store.confirmGaps(series, stillMissing, clock.now());
  log.info('asked again for missing bars', {
    symbol: series.symbol,
    missing: missing.length,
    found: repaired.added,
    confirmed_gaps: stillMissing.length,
  });
  return { candles: again.candles, repaired };
}

/** Grid times from `from` up to the last cached bar that have no candle. */
function missingBars({ ts }: CandleColumns, from: EpochMs, barMs: number): EpochMs[] {
  const missing: EpochMs[] = [];
  let expected = from;
  for (const time of ts) {
    for (; expected < time; expected += barMs) missing.push(expected);
    expected = time + barMs;
  }
  return missing;
}

/** Runs of missing bars, those a page apart or less taken together: [first, last] of each. */
function stretches(missing: readonly EpochMs[], barMs: number): [EpochMs, EpochMs][] {
  const runs: [EpochMs, EpochMs][] = [];
  for (const ts of missing) {
    const run = runs.at(-1);
    if (run !== undefined && ts - run[1] <= 500 * barMs) run[1] = ts;
    else runs.push([ts, ts]);
  }
  return runs;
}

function newestMissing(series: CandleSeries, last: EpochMs | undefined, newest: EpochMs, isOffline: boolean): AppError {
  const where = last === undefined ? 'there is none at all' : `the last one is ${isoMinute(last)}`;
  const remedy = isOffline ? 'run without --offline to fetch it' : 'nothing is decided; the next run catches up';
  return new AppError(
    'data',
    `the newest closed bar ${isoMinute(newest)} of ${series.symbol} is missing at ${series.venue} (${where}): ${remedy}`,
    { facts: { symbol: series.symbol, bar: isoMinute(newest) } },
  );
}
