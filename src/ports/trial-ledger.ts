import type { BacktestVerdict } from '../core/domain/ticket.ts';

/** One setting tried on one market: what a search for good settings must be charged with. */
export interface Trial {
  /** Same market, same key: venue, pair and timeframe. */
  readonly market: string;
  /** Same setting, same key: trying it again, on whatever stretch, adds nothing. */
  readonly setting: string;
  /** Sharpe ratio per day (not annualised) of the trial, or null when it was flat. */
  readonly dailySharpe: number | null;
}

/** Every backtest, sweep and walk-forward ever run here, so that the deflated Sharpe ratio knows how many were tried. */
export interface TrialLedger {
  record(trials: readonly Trial[]): void;
  /** How many distinct settings were tried on a market, and the sample variance of their daily Sharpe ratios (0 for fewer than two). */
  summary(market: string): { readonly count: number; readonly variance: number };
  /** Replaces what was known of this setting on this market. */
  recordVerdict(market: string, setting: string, verdict: Omit<BacktestVerdict, 'isSameSettings'>): void;
  /** The verdict on this setting, else the latest one on the market, or null. */
  verdict(market: string, setting: string): BacktestVerdict | null;
  close(): void;
}
