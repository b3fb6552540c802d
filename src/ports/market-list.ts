import type { ListedMarket } from '../core/domain/listed-market.ts';

/** What a venue trades. */
export interface MarketList {
  /**
   * Its spot markets in this quote currency, in no order.
   * @throws AppError `venue` when it cannot be reached or refuses, `data` when what it sent is unusable
   */
  spotMarkets(quote: string): Promise<readonly ListedMarket[]>;
}
