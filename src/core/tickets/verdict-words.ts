import type { BacktestVerdict } from '../domain/ticket.ts';

/** The stretch a verdict judged, and whether it was on the settings in force: `Backtest 2018-01-01 to 2024-06-30, these settings: …`. */
export function verdictInWords(verdict: BacktestVerdict | null): string {
  if (verdict === null) return 'No backtest of this pair yet: run `statarb backtest` before trusting it';
  const day = (ts: number): string => new Date(ts).toISOString().slice(0, 10);
  const whose = verdict.isSameSettings ? 'these settings' : 'other settings';
  return `Backtest ${day(verdict.from)} to ${day(verdict.to)}, ${whose}: ${verdict.sentence}`;
}

/** The line that stands first where the latest backtest says that the rule loses; null where it does not. */
export function verdictWarning(verdict: BacktestVerdict | null): string | null {
  if (verdict?.level !== 'NOT TRADEABLE') return null;
  return `${verdict.sentence} (latest backtest${verdict.isSameSettings ? '' : ', of other settings'})`;
}
