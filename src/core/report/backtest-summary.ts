import type { BacktestResult } from '../backtest/backtest-result.ts';
import type { VerdictLevel } from '../backtest/verdict.ts';
import { counted } from '../domain/decimal-text.ts';
import { pairName } from '../domain/pair.ts';
import { alignedLines } from './aligned-lines.ts';
import { dayText, figureText, gateText, intervalText } from './figure-text.ts';
import { FIGURES, figureInterval, HEADLINES, verdictReason } from './figures.ts';

type SummaryStyle = (name: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string) => string;

const COLOURS: Readonly<Record<VerdictLevel, 'green' | 'yellow' | 'red'>> = {
  TRADEABLE: 'green',
  'NOT PROVEN': 'yellow',
  'NOT TRADEABLE': 'red',
};

/**
 * A backtest for the terminal: the verdict, its gates, the figures with their intervals. Lines are joined by newlines, without
 * one at the end; control characters of text from outside are taken out.
 *
 * @param style colours a text, or returns it as it is
 */
export function backtestSummary(result: BacktestResult, style: SummaryStyle): string {
  const { verdict, metrics, pair, venue, timeframe, walkForward } = result;
  const what = [pairName(pair), venue, timeframe, `${dayText(metrics.from)} to ${dayText(metrics.to)}`];
  const shown = [...HEADLINES, ...FIGURES.filter((figure) => !HEADLINES.includes(figure))];
  const figures = shown.map((figure): string[] => {
    const interval = figureInterval(figure, result);
    const value = figureText(figure.value(metrics), figure.unit);
    return [figure.name, value, interval === null ? '' : intervalText(interval, figure.unit)];
  });
  const gates = verdict.gates.map(({ label, value, threshold, randomWalk, unit, pass }): string[] => [
    pass ? '✓ pass' : '✕ fail',
    plain(label),
    gateText(value, unit),
    plain(threshold),
    randomWalk === null ? '' : gateText(randomWalk, unit),
  ]);
  const tone = (text: string): string => style(text.startsWith('✓') ? 'green' : 'red', text);
  return [
    `${style('bold', style(COLOURS[verdict.level], `${verdict.level}:`))} ${style('bold', plain(verdictReason(verdict)))}`,
    style('dim', plain(`${what.join(' · ')} · ${figureText(metrics.bars, 'count')} bars`)),
    '',
    ...alignedLines([['', 'gate', 'value', 'needed', 'random walk'], ...gates], 'llrrr', (line, row) =>
      row === 0 ? style('dim', line) : line.replace(/^[✓✕] \w+/, tone),
    ),
    '',
    ...alignedLines([['figure', 'value', '95 % interval'], ...figures], 'lrr', (line, row) =>
      row === 0 ? style('dim', line) : row <= HEADLINES.length ? style('bold', line) : line,
    ),
    ...(walkForward === null
      ? []
      : [
          '',
          `Walk-forward, ${walkForward.scheme}, ${counted(walkForward.folds.length, 'fold')}, out of sample: net ${figureText(walkForward.net, 'usd')}, Sharpe ${figureText(walkForward.sharpe, 'ratio')}, max drawdown ${figureText(walkForward.maxDrawdown, 'share')}, ${counted(walkForward.trades.length, 'trade')}`,
        ]),
  ].join('\n');
}

const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
