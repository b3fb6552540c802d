import type { SettingFigures } from '../backtest/setting-figures.ts';
import { GRID_AXES, axisValue, type AxisValue, type GridAxis } from '../backtest/heat-map.ts';
import type { TriedSetting } from '../backtest/sweep-result.ts';
import type { FigureUnit } from './figure-text.ts';

/** Figures of a sweep as they are called in its tables and files, and printed. */
export const SWEEP_FIGURES: readonly {
  readonly id: string;
  readonly name: string;
  readonly unit: FigureUnit;
  readonly value: (figures: SettingFigures) => number;
}[] = [
  { id: 'sharpe', name: 'Sharpe', unit: 'ratio', value: ({ sharpe }) => sharpe },
  { id: 'net', name: 'net', unit: 'usd', value: ({ net }) => net },
  { id: 'gross', name: 'gross', unit: 'usd', value: ({ gross }) => gross },
  { id: 'fees', name: 'fees', unit: 'usd', value: ({ fees }) => fees },
  { id: 'slippage', name: 'slippage', unit: 'usd', value: ({ slippage }) => slippage },
  { id: 'funding', name: 'funding', unit: 'usd', value: ({ funding }) => funding },
  { id: 'max_drawdown', name: 'max drawdown', unit: 'share', value: ({ maxDrawdown }) => maxDrawdown },
  { id: 'trades', name: 'trades', unit: 'count', value: ({ trades }) => trades },
  { id: 'trades_per_week', name: 'trades a week', unit: 'ratio', value: ({ tradesPerWeek }) => tradesPerWeek },
  { id: 'win_rate', name: 'win rate', unit: 'share', value: ({ winRate }) => winRate },
  { id: 'stops', name: 'stops', unit: 'count', value: ({ stops }) => stops },
  { id: 'avg_hold_bars', name: 'average hold', unit: 'bars', value: ({ avgHoldBars }) => avgHoldBars },
  { id: 'exposure', name: 'exposure', unit: 'share', value: ({ exposure }) => exposure },
  { id: 'breakeven_cost_bps', name: 'break-even cost', unit: 'bps', value: ({ breakevenCostBps }) => breakevenCostBps },
];

/** Where a tried setting stands on every axis of a grid. */
export const settingPlace = ({ settings }: TriedSetting): Readonly<Record<GridAxis, AxisValue>> =>
  Object.fromEntries(GRID_AXES.map((axis) => [axis, axisValue(settings, axis)])) as Record<GridAxis, AxisValue>;
