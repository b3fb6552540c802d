import { AppError } from '../core/domain/app-error.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import type { BacktestVerdict } from '../core/domain/ticket.ts';
import type { ScanPorts } from './scan-options.ts';
import { settingKey } from './trial-names.ts';

/** The latest verdict on a market, or null. A ledger that cannot be read is told and holds nothing up. */
export async function latestVerdict(
  { verdictOf, log }: Pick<ScanPorts, 'verdictOf' | 'log'>,
  market: string,
  settings: StrategySettings,
): Promise<BacktestVerdict | null> {
  try {
    return await verdictOf(market, settingKey(settings));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn(`the verdicts of earlier backtests cannot be read: ${error.message}`);
    return null;
  }
}
