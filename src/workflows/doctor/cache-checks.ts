import type { CandleSeries } from '../../core/domain/candle.ts';
import { isoMinute } from '../../core/domain/time.ts';
import type { CacheInspection } from '../../ports/cache-inspection.ts';
import type { Clock } from '../../ports/clock.ts';
import { ok, warn, type Check, type Finding } from './check-line.ts';

const STALE_BARS = 3;

/** Whether the cached candles can be read, and how old they are; `statarb data doctor` looks closer. */
export const cacheCheck = (
  cache: CacheInspection,
  clock: Clock,
  series: readonly CandleSeries[],
  barMs: number,
): Check => ({ check: 'cache', look: () => series.flatMap((one) => seriesFindings(cache, clock, one, barMs)) });

function seriesFindings(cache: CacheInspection, clock: Clock, series: CandleSeries, barMs: number): readonly Finding[] {
  const months = cache.months(series);
  const findings: Finding[] = months
    .filter(({ damage }) => damage !== null)
    .map(({ path, damage }) =>
      warn(
        `${path} is damaged: ${damage ?? ''}`,
        'the next scan or `statarb fetch` sets it aside and fetches it again',
      ),
    );
  for (const { path } of cache.setAside(series).filter(({ pending }) => pending !== null)) {
    findings.push(warn(`what lay in ${path} has not been fetched again`, 'statarb fetch'));
  }
  const last = months.flatMap(({ rows }) => rows?.ts.at(-1) ?? []).at(-1);
  if (last === undefined) return [...findings, ok(`${series.symbol}: nothing cached yet, the first scan fetches it`)];
  const age = (clock.now() - last) / barMs;
  const text = `${series.symbol}: newest bar ${isoMinute(last)}, ${age.toFixed(1)} bars ago`;
  return [...findings, age < STALE_BARS ? ok(text) : warn(text, 'statarb scan, or statarb fetch')];
}
