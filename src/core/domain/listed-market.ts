/** A spot market as a venue lists it. */
export interface ListedMarket {
  /** Unified symbol, `BTC/USDT`. */
  readonly symbol: string;
  readonly isActive: boolean;
  /** Quote currency that changed hands in the last 24 hours; null where the venue does not say. */
  readonly dollarVolume24h: number | null;
}
