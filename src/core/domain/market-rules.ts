/** What a venue says about trading one symbol. `null` where the venue does not say. */
export interface MarketRules {
  readonly symbol: string;
  readonly kind: 'spot' | 'perpetual' | 'other';
  /** Smallest step of a quantity, in base units. */
  readonly lotStep: number | null;
  /** Smallest quantity of one order, in base units. */
  readonly minQuantity: number | null;
  /** Smallest step of a price, in quote units. */
  readonly tickSize: number | null;
  /** Smallest value of one order, in quote units. */
  readonly minNotional: number | null;
}
