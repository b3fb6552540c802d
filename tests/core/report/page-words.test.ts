import { expect, test } from 'vitest';
import { pageWords } from '../../../src/core/report/page-words.ts';

test.each([
  ['z -1.31, needs < -2 or > 2', 'z\u00a0−1.31, needs <\u00a0−2 or >\u00a02'],
  ['net -$310.50 (before -1.91)', 'net −$310.50 (before −1.91)'],
  ['-4 % of z', '−4 % of z'],
  ['beta-neutral since 2024-03-01, 55-65 %', 'beta-neutral since 2024-03-01, 55-65 %'],
])('%s', (words, set) => {
  expect(pageWords(words)).toBe(set);
});
