import type { StrategySettings } from '../domain/settings.ts';

/** What a grid can turn, under the names the settings file has for it. */
export const GRID_AXES = ['direction', 'model', 'ols_beta', 'kalman', 'zscore', 'z_in', 'z_out', 'z_stop'] as const;

export type GridAxis = (typeof GRID_AXES)[number];
export type AxisValue = string | number;

/** Where a setting stands on an axis. One that follows has no stop, one that does not read a window has none of it. */
export function axisValue({ strategy, windows, thresholds }: StrategySettings, axis: GridAxis): AxisValue {
  switch (axis) {
    case 'direction':
      return strategy.direction;
    case 'model':
      return strategy.model;
    case 'ols_beta':
      return strategy.model === 'kalman' ? 'none' : windows.olsBeta;
    case 'kalman':
      return strategy.model === 'kalman' ? windows.kalman : 'none';
    case 'zscore':
      return windows.zscore;
    case 'z_in':
      return thresholds.zIn;
    case 'z_out':
      return thresholds.zOut;
    case 'z_stop':
      return strategy.direction === 'follow' ? 'none' : thresholds.zStop;
  }
}

/** One figure over two settings, all others taken together by the median. */
export interface HeatMap {
  readonly rowAxis: GridAxis;
  readonly columnAxis: GridAxis;
  /** Numbers ascending, words as they came. */
  readonly rows: readonly AxisValue[];
  readonly columns: readonly AxisValue[];
  /** Median of the cell's settings, row by row; NaN where there is none, or none with a value. */
  readonly cells: readonly (readonly number[])[];
}

/** The axes that at least one of some settings reads. */
export const readAxes = (settings: readonly StrategySettings[]): GridAxis[] =>
  GRID_AXES.filter((axis) => settings.some((one) => axisValue(one, axis) !== 'none'));

/** The axes along which some settings differ. */
export function variedAxes(settings: readonly StrategySettings[]): GridAxis[] {
  return GRID_AXES.filter((axis) => axisValues(settings, axis).length > 1);
}

/** @param values one for each setting; NaN ones are left out of the medians */
export function heatMap(
  settings: readonly StrategySettings[],
  values: readonly number[],
  rowAxis: GridAxis,
  columnAxis: GridAxis,
): HeatMap {
  const rows = axisValues(settings, rowAxis);
  const columns = axisValues(settings, columnAxis);
  const cells = rows.map(() => columns.map((): number[] => []));
  settings.forEach((one, index) => {
    if (Number.isNaN(values[index])) return;
    cells[rows.indexOf(axisValue(one, rowAxis))][columns.indexOf(axisValue(one, columnAxis))].push(values[index]);
  });
  return { rowAxis, columnAxis, rows, columns, cells: cells.map((row) => row.map(median)) };
}

function axisValues(settings: readonly StrategySettings[], axis: GridAxis): AxisValue[] {
  const values = [...new Set(settings.map((one) => axisValue(one, axis)))];
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  return [...numbers, ...values.filter((value) => typeof value === 'string')];
}

function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
