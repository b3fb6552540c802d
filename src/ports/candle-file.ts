import type { Candle } from '../core/domain/candle.ts';
import type { FundingRate } from '../core/domain/funding.ts';

/** Why a row of a file was not taken. */
export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
}

/** What a file held. rows = kept + duplicates + rejected. */
export interface CandleFileReport {
  readonly format: 'binance-klines' | 'cryptodatadownload' | 'named-columns' | 'funding';
  readonly rows: number;
  readonly kept: number;
  /** Rows that repeat another one exactly. */
  readonly duplicates: number;
  /** The first rejected rows; `rejectedByReason` counts them all. */
  readonly rejected: readonly RejectedRow[];
  readonly rejectedByReason: Readonly<Record<string, number>>;
}

/** Candles or funding rates, whichever the file held; ascending, checked, no two with one time. */
export interface CandleFileContent {
  readonly candles: readonly Candle[];
  readonly funding: readonly FundingRate[];
  readonly report: CandleFileReport;
}

/** Reads market data that people have in files. */
export interface CandleFile {
  /**
   * @param expected the symbol the file is said to hold, and the length of its bars
   * @throws AppError `storage` when it cannot be read, `data` when it holds something else than was expected
   */
  read(path: string, expected: { readonly symbol: string; readonly barMs: number }): CandleFileContent;
}
