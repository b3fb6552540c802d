import type { SettingFigures } from './setting-figures.ts';

/**
 * Order of settings from best to worst: by Sharpe ratio after costs, those without one (flat) last, ties by net P&L, then as
 * they came.
 * @returns indices of `figures`
 */
export function sweepRanking(figures: readonly SettingFigures[]): number[] {
  const sharpeOf = (index: number): number => {
    const { sharpe } = figures[index];
    return Number.isNaN(sharpe) ? -Infinity : sharpe;
  };
  return Array.from(figures, (_, index) => index).sort((a, b) => {
    const [first, second] = [sharpeOf(a), sharpeOf(b)];
    if (first !== second) return first < second ? 1 : -1;
    return figures[b].net - figures[a].net || a - b;
  });
}
