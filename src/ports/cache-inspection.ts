import type { SetAsideMonth, StoredMonth } from '../core/data-quality/series-quality.ts';
import type { CandleSeries } from '../core/domain/candle.ts';

/** Looks at the files of the candle cache as they are; nothing is moved, mended or fetched. */
export interface CacheInspection {
  /** The series' month files, ascending, with their rows unchecked. @throws AppError `storage` when the folder cannot be read */
  months(series: CandleSeries): readonly StoredMonth[];
  /** Spot symbols of a venue that have candles of this timeframe, in alphabetical order. */
  spotSymbols(venue: string, timeframe: string): readonly string[];
  /** Its files that were found damaged before. */
  setAside(series: CandleSeries): readonly SetAsideMonth[];
}
