import type { EpochMs } from './time.ts';

/** One row of an exchange's trade export, before anybody knows which ticket it belongs to. */
export interface ExchangeTrade {
  readonly file: string;
  readonly line: number;
  /** Where it was traded, or null when the file does not say. */
  readonly venue: string | null;
  readonly at: EpochMs;
  /** As the exchange writes it: `BTCUSDT`, `XXBTZUSD`, `ETH/USDT:USDT`. Printable, and no longer than a symbol can be. */
  readonly symbol: string;
  /** Which market the export is of, where that is known. */
  readonly market: 'spot' | 'perpetual' | null;
  readonly action: 'buy' | 'sell';
  readonly quantity: number;
  readonly price: number;
  /** Positive when paid. A null currency is the quote currency. */
  readonly fee: { readonly amount: number; readonly currency: string | null };
  /** The exchange's id of the trade, or one made from the row's values. */
  readonly externalId: string;
}
