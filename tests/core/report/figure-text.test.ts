import { expect, test } from 'vitest';
import {
  dayText,
  figureText,
  gateText,
  intervalText,
  minuteText,
  significant,
  wholeDollars,
} from '../../../src/core/report/figure-text.ts';

test('each figure is printed in its unit', () => {
  expect(figureText(-40_044.9, 'usd')).toBe('−$40,044.90');
  expect(figureText(0.0998, 'percent')).toBe('9.98 %');
  expect(figureText(0.5531, 'share')).toBe('55.3 %');
  expect(figureText(-1.239, 'ratio')).toBe('−1.24');
  expect(figureText(56_952, 'count')).toBe('56,952');
  expect(figureText(7.04, 'bps')).toBe('7.0 bps');
  expect(figureText(33, 'bars')).toBe('33.0 bars');
  expect(figureText(42, 'times')).toBe('42.0 ×');
  expect(wholeDollars(-1204.4)).toBe('−$1,204');
  expect(significant(-0.07123456, 4)).toBe('−0.07123');
});

test('what cannot be computed is a dash, and what rounds to zero has no sign', () => {
  expect(figureText(NaN, 'usd')).toBe('–');
  expect(figureText(Infinity, 'ratio')).toBe('∞');
  expect(figureText(-0.001, 'usd')).toBe('$0.00');
  expect(wholeDollars(-0)).toBe('$0');
  expect(wholeDollars(NaN)).toBe('–');
  expect(intervalText({ low: NaN, high: NaN }, 'usd')).toBe('–');
  expect(dayText(NaN)).toBe('–');
  expect(minuteText(NaN)).toBe('–');
});

test('a gate shows the digits that decide it', () => {
  expect(gateText(0.9496, 'ratio')).toBe('0.9496');
  expect(gateText(1.357, 'ratio')).toBe('1.36');
  expect(gateText(1.6711e-76, 'ratio')).toBe('1.671e-76');
  expect(gateText(0, 'ratio')).toBe('0');
});
