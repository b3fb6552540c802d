import type { ExchangeTrade } from '../core/domain/exchange-trade.ts';

/** Which family of export a file belongs to. */
export type TradeFileFormat = 'binance-spot' | 'binance-futures' | 'kraken' | 'named-columns';

export interface TradeFileContent {
  readonly format: TradeFileFormat;
  /** Without it all fees are 0. */
  readonly hasFees: boolean;
  readonly trades: readonly ExchangeTrade[];
}

/** Reads an exchange's trade exports. */
export interface TradeFile {
  /**
   * All rows of a file, in its order.
   * @throws AppError `storage` when it cannot be read; `data` when it is of no known family, or naming every malformed row
   */
  read(path: string): TradeFileContent;
}
