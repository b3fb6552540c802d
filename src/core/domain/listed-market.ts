/** A spot market as a venue lists it. */
export interface ListedMarket {
  /** Unified symbol, `BTC/USDT`. */
  readonly symbol: string;
  readonly isActive: boolean;
  /** US dollars that changed hands in the last 24 hours; null where the venue does not say, or names no price of the quote currency. */
  readonly dollarVolume24h: number | null;
}
