import type { Candle } from '../core/domain/candle.ts';
import type { MarketRules } from '../core/domain/market-rules.ts';
import type { EpochMs } from '../core/domain/time.ts';

/** A stretch of bars: `from` inclusive, `to` exclusive, both open times. */
export interface CandleRequest {
  readonly symbol: string;
  readonly timeframe: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Where candles come from. */
export interface CandleSource {
  /** Names the venue in file names and tickets. */
  readonly venue: string;
  /** The venue's own clock, or null when it has none to ask. */
  serverTime(): Promise<EpochMs | null>;
  /**
   * Trading rules of the symbols, in the given order.
   * @param mode `isOffline`: only what is known without asking the venue, however old; what is not known is left out
   * @throws AppError `venue` naming the symbols the venue does not trade, with the nearest ones it does
   */
  marketRules(symbols: readonly string[], mode?: { readonly isOffline: boolean }): Promise<readonly MarketRules[]>;
  /**
   * The bars asked for, page by page, ascending over all pages. Every row is checked (`candleFault`); one bad row
   * fails its page. Hours the venue does not have are simply absent; rows outside the request are dropped.
   * @throws AppError `venue` when it cannot be reached or refuses, `data` when what it sent is unusable
   */
  pages(request: CandleRequest): AsyncIterable<readonly Candle[]>;
}
