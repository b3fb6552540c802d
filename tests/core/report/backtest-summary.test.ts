import { describe, expect, test } from 'vitest';
import { backtestSummary } from '../../../src/core/report/backtest-summary.ts';
import { figureText, intervalText } from '../../../src/core/report/figure-text.ts';
import { sampleBacktest, sampleWalkForward } from '../../support/sample-backtest.ts';

const result = sampleBacktest();
const unstyled = (_: string, text: string): string => text;

describe('the summary for the terminal', () => {
  const lines = backtestSummary(result, unstyled).split('\n');

  test('says the verdict first', () => {
    expect(lines[0]).toBe(result.verdict.sentence);
  });

  test('shows every gate on one line, with its columns under each other', () => {
    const rows = result.verdict.gates.map(({ label }) => lines.find((line) => line.includes(` ${label} `)) ?? '');
    expect(rows.map((row) => row.startsWith('✓ pass'))).toEqual(result.verdict.gates.map(({ pass }) => pass));
    const ends = result.verdict.gates.map(({ threshold }, i) => rows[i].lastIndexOf(threshold) + threshold.length);
    expect(new Set(ends).size).toBe(1);
    expect(rows.at(-1)).toContain(' – ');
  });

  test('shows the figures of the result with their intervals', () => {
    const { metrics, intervals } = result;
    const net = lines.find((line) => line.startsWith('Net P&L'));
    expect(net).toContain(figureText(metrics.net, 'usd'));
    expect(net).toContain(intervalText(intervals.net, 'usd'));
    const sharpe = lines.find((line) => line.startsWith('Sharpe ratio'));
    expect(sharpe).toContain(figureText(metrics.sharpe, 'ratio'));
    expect(sharpe).toContain(intervalText(intervals.sharpe, 'ratio'));
  });

  test('tells the walk-forward when there was one', () => {
    expect(lines.join('\n')).not.toContain('Walk-forward, ');
    const walked = backtestSummary({ ...result, walkForward: sampleWalkForward(result) }, unstyled);
    expect(walked.split('\n').at(-1)).toMatch(/^Walk-forward, anchored, 3 folds, out of sample: net −\$1,624\.80/);
  });

  test('colours the level, the marks and nothing that carries a number', () => {
    const styled: string[] = [];
    backtestSummary(result, (name, text) => {
      styled.push(`${name}:${text}`);
      return text;
    });
    expect(styled).toContain('yellow:NOT PROVEN:');
    expect(styled).toContain('green:✓ pass');
    expect(styled).toContain('red:✕ fail');
  });

  test('takes control characters out of text from outside', () => {
    const hostile = backtestSummary({ ...result, venue: 'bin\u001b[2Jance\r\n' }, unstyled);
    expect(hostile).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
