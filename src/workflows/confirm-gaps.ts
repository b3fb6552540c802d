import type { CandleSeries } from '../core/domain/candle.ts';
import { timeframeMs } from '../core/domain/time.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock } from '../ports/clock.ts';
import type { CycleStore } from '../ports/cycle-store.ts';
import type { FetchedSymbol, MissingStretch } from './fetch-history.ts';
import { joined, refreshSeries } from './refresh-series.ts';

export interface ConfirmPorts {
  readonly source: CandleSource;
  readonly cache: CandleCache;
  readonly clock: Clock;
  /** Called when there is something to confirm. */
  readonly openStore: () => Promise<Pick<CycleStore, 'confirmedGaps' | 'confirmGaps' | 'close'>>;
}

/**
 * Asks a second time for what a fetch found missing between bars that are there, as a scan does; what the venue still does not
 * have is remembered as a confirmed gap.
 * @returns the fetched symbols with what that brought
 * @throws AppError `venue`, `data` or `storage`
 */
export async function confirmGaps(
  ports: ConfirmPorts,
  timeframe: string,
  fetched: readonly FetchedSymbol[],
): Promise<readonly FetchedSymbol[]> {
  const results: FetchedSymbol[] = [];
  for (const symbol of fetched) {
    const series = { venue: ports.source.venue, symbol: symbol.symbol, timeframe };
    const inner = await innerStretches(ports.cache, series, symbol.missingStretches);
    results.push(inner.length === 0 ? symbol : await confirmSeries(ports, series, symbol, inner));
  }
  return results;
}

/** Those with a bar on either side: before the listing and after the newest bar nothing is a gap. */
async function innerStretches(
  cache: CandleCache,
  series: CandleSeries,
  stretches: readonly MissingStretch[],
): Promise<readonly MissingStretch[]> {
  if (stretches.length === 0) return [];
  const [first, last] = [await cache.firstTs(series), await cache.lastTs(series)];
  if (first === null || last === null) return [];
  return stretches.filter(({ from, to }) => first < from && last >= to);
}

async function confirmSeries(
  ports: ConfirmPorts,
  series: CandleSeries,
  fetched: FetchedSymbol,
  inner: readonly MissingStretch[],
): Promise<FetchedSymbol> {
  const barMs = timeframeMs(series.timeframe);
  const store = await ports.openStore();
  try {
    let result: FetchedSymbol = fetched;
    for (const stretch of inner) {
      const { from, to } = stretch;
      const known = store.confirmedGaps(series, from, to);
      if (known.size === (to - from) / barMs) continue;
      const refreshed = await refreshSeries(ports, series, from, to);
      const { candles } = await ports.cache.read(series, from, to);
      const found = new Set(candles.ts);
      const missing = gridTimes(from, to, barMs).filter((ts) => !found.has(ts));
      store.confirmGaps(series, missing, ports.clock.now());
      result = {
        ...result,
        ...joined(result, refreshed),
        missing: result.missing - found.size,
        missingStretches: result.missingStretches.filter((one) => one !== stretch || missing.length > 0),
      };
    }
    return result;
  } finally {
    store.close();
  }
}

const gridTimes = (from: number, to: number, barMs: number): readonly number[] =>
  Array.from({ length: (to - from) / barMs }, (_, k) => from + k * barMs);
