import type { Logger } from '../../ports/logger.ts';
import { removeLeftovers } from '../atomic-file.ts';
import { candleFiles, type CandleFiles } from './candle-files.ts';
import { fundingFiles, type FundingFiles } from './funding-files.ts';
import { monthMemo } from './month-memo.ts';

/** Both halves of the cache, which share what was decoded last. Unless nothing may be written, what killed runs left behind is removed. */
export function openCacheFiles(folder: string, log: Logger, isReadOnly: boolean): CandleFiles & FundingFiles {
  if (!isReadOnly) removeLeftovers(folder);
  const memo = monthMemo();
  return { ...candleFiles(folder, memo, log, isReadOnly), ...fundingFiles(folder, memo, log, isReadOnly) };
}
