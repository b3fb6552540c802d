const DAYS_PER_YEAR = 365;

/** Mean of daily P&L fractions ÷ their spread × √365. NaN without a spread. */
export const annualRatio = (mean: number, spread: number): number =>
  spread > 0 ? (mean / spread) * Math.sqrt(DAYS_PER_YEAR) : NaN;

/** Annualised Sharpe ratio of daily P&L fractions: mean / sample std × √365. NaN when flat or shorter than two days. */
export function sharpe(pnl: Float64Array): number {
  const n = pnl.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += pnl[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const deviation = pnl[i] - mean;
    squares += deviation * deviation;
  }
  return annualRatio(mean, Math.sqrt(squares / (n - 1)));
}

/** Annualised Sortino ratio: mean / √(mean of squared losses, over all days) × √365. NaN when no day loses. */
export function sortino(pnl: Float64Array): number {
  const n = pnl.length;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    sum += pnl[i];
    const loss = Math.min(0, pnl[i]);
    squares += loss * loss;
  }
  return annualRatio(sum / n, Math.sqrt(squares / n));
}

/** Calmar ratio: mean daily P&L × 365 / largest drawdown. NaN without a drawdown. */
export function calmar(pnl: Float64Array, maxDrawdown: number): number {
  let sum = 0;
  for (let i = 0; i < pnl.length; i++) sum += pnl[i];
  return calmarRatio(sum / pnl.length, maxDrawdown);
}

/** @param mean of the daily P&L fractions */
export const calmarRatio = (mean: number, maxDrawdown: number): number =>
  maxDrawdown > 0 ? (mean * DAYS_PER_YEAR) / maxDrawdown : NaN;
