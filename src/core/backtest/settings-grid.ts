import type { Direction, SpreadModel, StrategySettings, Thresholds } from '../domain/settings.ts';

/** Numbers from `from` in steps of `step`, up to and including `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Numbers to try, in this order. */
export type GridValues = readonly number[] | Range;

/** What to try for each setting, in the words of the settings. What is absent keeps its value. */
export interface Grid {
  readonly windows?: { readonly olsBeta?: GridValues; readonly zscore?: GridValues; readonly kalman?: GridValues };
  readonly thresholds?: { readonly zIn?: GridValues; readonly zOut?: GridValues; readonly zStop?: GridValues };
  readonly strategy?: { readonly model?: readonly SpreadModel[]; readonly direction?: readonly Direction[] };
}

/**
 * Every combination of a grid's values over `base`, each setting once.
 *
 * The order is that of nested loops over model, direction, olsBeta (kalman under that model), zscore, zIn, zOut, zStop, the last one
 * turning fastest and the values of each as given; so settings that share their features stand together. Left out are
 * combinations that break 0 ≤ zOut < zIn, or zIn < zStop when reverting; residuals of two bars, which are all zero; and those that
 * came before. Following has no stop: its zStop is always that of `base`, and a list of stops does not multiply it; nor does a
 * list of windows that the model does not read.
 *
 * @returns complete settings; none when no combination holds
 * @throws RangeError when a range has no positive step or an end that is not finite
 */
export function settingsGrid(base: StrategySettings, grid: Grid): readonly StrategySettings[] {
  const { windows = {}, thresholds = {}, strategy = {} } = grid;
  const zIns = gridValues(thresholds.zIn, base.thresholds.zIn);
  const zOuts = gridValues(thresholds.zOut, base.thresholds.zOut);
  const zStops = gridValues(thresholds.zStop, base.thresholds.zStop);
  const settings = new Map<string, StrategySettings>();
  for (const model of strategy.model ?? [base.strategy.model]) {
    for (const direction of strategy.direction ?? [base.strategy.direction]) {
      const read = model === 'kalman' ? 'kalman' : 'olsBeta';
      for (const bars of gridValues(windows[read], base.windows[read])) {
        for (const zscore of gridValues(windows.zscore, base.windows.zscore)) {
          const stops = direction === 'follow' ? [base.thresholds.zStop] : zStops;
          // Two bars lie on their line: every residual is zero.
          if (model === 'residual' && bars < 3) continue;
          for (const levels of combined(zIns, zOuts, stops)) {
            if (!holds(levels, direction)) continue;
            const key = [model, direction, bars, zscore, levels.zIn, levels.zOut, levels.zStop].join(' ');
            if (settings.has(key)) continue;
            settings.set(key, {
              ...base,
              windows: { ...base.windows, [read]: bars, zscore },
              thresholds: levels,
              strategy: { ...base.strategy, model, direction },
            });
          }
        }
      }
    }
  }
  return [...settings.values()];
}

/** The numbers that a list or range names, ascending or as listed, free of binary dust; `otherwise` alone when absent. */
export function gridValues(values: GridValues | undefined, otherwise: number): readonly number[] {
  if (values === undefined) return [otherwise];
  if (!('step' in values)) return values;
  const { from, to, step } = values;
  if (!(step > 0) || !Number.isFinite(from) || !Number.isFinite(to)) {
    throw new RangeError(`not a range: from ${from} to ${to} in steps of ${step}`);
  }
  // 0.1 · 3 is a little more than 0.3, which is still inside.
  const count = Math.max(0, Math.floor((to - from) / step + 1e-9) + 1);
  return Array.from({ length: count }, (_, k) => Number((from + k * step).toPrecision(12)));
}

const combined = (zIns: readonly number[], zOuts: readonly number[], zStops: readonly number[]): Thresholds[] =>
  zIns.flatMap((zIn) => zOuts.flatMap((zOut) => zStops.map((zStop) => ({ zIn, zOut, zStop }))));

const holds = ({ zIn, zOut, zStop }: Thresholds, direction: Direction): boolean =>
  zOut >= 0 && zOut < zIn && (direction === 'follow' || zIn < zStop);
