import { describe, expect, it } from 'vitest';
import { didYouMean, nearestWord } from '../../src/config/did-you-mean.ts';

describe('did you mean', () => {
  it.each([
    ['z_inn', 'z_in'],
    ['zIn', 'z_in'],
    ['Z-IN', 'z_in'],
    ['slippage', 'slippage_bps'],
    ['ols-beta', 'ols_beta'],
  ])('%s means %s', (word, meant) => {
    expect(nearestWord(word, ['z_in', 'z_out', 'z_stop', 'ols_beta', 'slippage_bps'])).toBe(meant);
  });

  it('has no suggestion for a word that is like no other', () => {
    expect(nearestWord('leverage', ['z_in', 'ols_beta'])).toBeNull();
    expect(didYouMean('leverage', ['z_in', 'ols_beta'])).toBe('');
    expect(didYouMean('z', [])).toBe('');
  });
});
