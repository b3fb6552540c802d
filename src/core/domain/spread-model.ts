import type { SpreadModel, StrategySettings, Windows } from './settings.ts';

/** The windows that beta and z come from, as they are told with a decision: `kalman` under that model alone. */
export type SpreadWindows = Pick<Windows, 'olsBeta' | 'zscore'> & Partial<Pick<Windows, 'kalman'>>;

/** Whether the model's spread is y − beta · x − alpha, and not y − beta · x. */
export const subtractsAlpha = (model: SpreadModel): boolean => model === 'residual' || model === 'kalman';

export function spreadWindows({ windows, strategy }: Pick<StrategySettings, 'windows' | 'strategy'>): SpreadWindows {
  const { olsBeta, zscore, kalman } = windows;
  return strategy.model === 'kalman' ? { olsBeta, zscore, kalman } : { olsBeta, zscore };
}

/** Bars that beta comes from. */
export const betaWindow = ({ olsBeta, kalman }: SpreadWindows): number => kalman ?? olsBeta;

/** The windows in the words of the config file: those that the model reads. */
export const spreadWindowsJson = ({ olsBeta, zscore, kalman }: SpreadWindows): Readonly<Record<string, number>> =>
  kalman === undefined ? { ols_beta: olsBeta, zscore } : { kalman, zscore };
