import type { Revision } from '../core/domain/candle.ts';
import { mergeCandles } from '../core/domain/candle-merge.ts';
import { isoUtc } from '../core/domain/time.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { ScanPorts } from './scan-options.ts';

/**
 * The same cache with every revision recorded before the revised bar replaces the cached one. After a crash in between it is
 * found again and recorded again, which changes nothing; the other order would lose it.
 */
export function recordingCache(ports: Pick<ScanPorts, 'cache' | 'store' | 'clock' | 'log'>): CandleCache {
  const { cache, store, clock } = ports;
  return {
    ...cache,
    async merge(series, candles, asked) {
      const last = candles.at(-1);
      if (last !== undefined) {
        const cached = await cache.read(series, candles[0].ts, last.ts + 1);
        const revisions = mergeCandles(cached.candles, candles).changed.map((bar) => ({ series, ...bar }));
        if (revisions.length > 0) store.recordRevisions(revisions, clock.now());
        for (const revision of revisions) warn(ports, revision);
      }
      return cache.merge(series, candles, asked);
    },
  };
}

function warn({ log }: Pick<ScanPorts, 'log'>, { series, before, after }: Revision): void {
  log.warn('the venue revised a bar', {
    symbol: series.symbol,
    bar: isoUtc(after.ts),
    close_before: before.close,
    close: after.close,
  });
}
