import { pairName, type Pair } from '../core/domain/pair.ts';
import { decisiveSettings } from '../core/domain/decisive-settings.ts';
import type { StrategySettings } from '../core/domain/settings.ts';

/** The market a trial belongs to in the ledger. */
export const marketName = (venue: string, pair: Pair, timeframe: string): string =>
  `${venue} ${pairName(pair)} ${timeframe}`;

/** The setting a trial stands for in the ledger, whatever stretch of history it was tried on. */
export const settingKey = (settings: StrategySettings): string => JSON.stringify(decisiveSettings(settings));
