import type { CandleCache } from '../../ports/candle-cache.ts';
import type { Logger } from '../../ports/logger.ts';
import type { CandleFiles } from './candle-files.ts';
import type { FundingFiles } from './funding-files.ts';

/**
 * Candles and funding rates as Parquet datasets, `<venue>_<symbol>_<timeframe>.parquet/<YYYY-MM>.parquet`, one sealed file
 * a month. A damaged file is moved to `_set-aside`, never read and never deleted. Reads and writes touch only the months
 * concerned, so their cost does not grow with history.
 *
 * Every method throws AppError `storage` when a file or folder cannot be read or written.
 * @param options `isReadOnly`: nothing on disk is changed by reading, not even for the better; merging is not to be called
 */
export function parquetCache(
  folder: string,
  log: Logger,
  { isReadOnly = false }: { readonly isReadOnly?: boolean } = {},
): CandleCache {
  let opened: Promise<CandleFiles & FundingFiles> | null = null;
  const files = (): Promise<CandleFiles & FundingFiles> => (opened ??= openFiles(folder, log, isReadOnly));
  return {
    lastTs: async (series) => (await files()).lastTs(series),
    firstTs: async (series) => (await files()).firstTs(series),
    read: async (series, from, to) => (await files()).read(series, { from, to }),
    merge: async (series, candles, asked) => (await files()).merge(series, candles, asked ?? null),
    readFunding: async (venue, symbol, from, to) => (await files()).readFunding(venue, symbol, { from, to }),
    mergeFunding: async (venue, symbol, rates) => {
      (await files()).mergeFunding(venue, symbol, rates);
    },
  };
}

/** The Parquet code is loaded with the first file, not with the program. */
async function openFiles(folder: string, log: Logger, isReadOnly: boolean): Promise<CandleFiles & FundingFiles> {
  const { openCacheFiles } = await import('./cache-files.ts');
  return openCacheFiles(folder, log, isReadOnly);
}
