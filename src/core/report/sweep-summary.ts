import { readAxes } from '../backtest/heat-map.ts';
import type { SweepResult } from '../backtest/sweep-result.ts';
import { dayText, figureText } from './figure-text.ts';
import { settingPlace, SWEEP_FIGURES } from './sweep-columns.ts';

type SummaryStyle = (name: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string) => string;

const COLOURS = { 'WORTH A WALK-FORWARD': 'green', 'NOT PROVEN': 'yellow', 'NOTHING FOUND': 'red' } as const;
const SHOWN = ['sharpe', 'net', 'max_drawdown', 'trades', 'win_rate'];
const ROWS = 15;

/**
 * A sweep for the terminal: its sentence, the evidence, the best settings. Lines are joined by newlines, without one at the end.
 * @param style colours a text, or returns it as it is
 */
export function sweepSummary(result: SweepResult, style: SummaryStyle): string {
  const { verdict, evidence, ranking, asked, isPartial } = result;
  const figures = SWEEP_FIGURES.filter(({ id }) => SHOWN.includes(id));
  const axes = readAxes(ranking.map(({ settings }) => settings));
  const rows = ranking
    .slice(0, ROWS)
    .map((tried, rank) => [
      String(rank + 1),
      ...figures.map(({ value, unit }) => figureText(value(tried.figures), unit)),
      ...axes.map((axis) => String(settingPlace(tried)[axis])),
      tried.figures.ruinedAt === null ? '' : `ruined ${dayText(tried.figures.ruinedAt)}`,
    ]);
  const heads = ['#', ...figures.map(({ name }) => name), ...axes, ''];
  const table = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padStart(widths[column]))
      .join('  ')
      .trimEnd();
  return [
    `${style('bold', style(COLOURS[verdict.level], `${verdict.level}:`))} ${style('bold', verdict.reason)}`,
    ...(isPartial ? [style('yellow', `Interrupted: ${ranking.length} of ${asked} settings were tried.`)] : []),
    '',
    style('dim', line(heads)),
    ...rows.map(line),
    ...(ranking.length > ROWS ? [style('dim', `and ${ranking.length - ROWS} more`)] : []),
    '',
    `deflated Sharpe of the best  ${figureText(evidence.deflatedSharpe, 'ratio')}  (${evidence.trials} trials on this market; 0.95 is asked)`,
    `probability of overfitting   ${figureText(evidence.pbo, 'ratio')}  (over ${evidence.pboSettings} settings; below 0.5 is asked)`,
  ].join('\n');
}
