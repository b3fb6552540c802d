import type { ListedMarket } from '../core/domain/listed-market.ts';

/** What a venue trades. */
export interface MarketList {
  /**
   * Its spot markets in this quote currency, each once, also those that are not traded now, in no order.
   * @throws AppError `venue` when it cannot be reached, refuses, or has none, `data` when what it sent is unusable
   */
  spotMarkets(quote: string): Promise<readonly ListedMarket[]>;
}
