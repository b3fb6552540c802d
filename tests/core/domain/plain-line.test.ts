import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLine } from '../../../src/core/domain/plain-line.ts';
import { HOSTILE } from '../../support/hostile-texts.ts';

describe('a text from outside as one line', () => {
  it.each([
    ['BTC/USDT at 61000.5', 'BTC/USDT at 61000.5'],
    ['β = 1.58 ≈ 1.6', 'β = 1.58 ≈ 1.6'],
    ['first\r\nBcc: x', 'first Bcc: x'],
    ['a\u2028b\u0085c\td', 'a b c d'],
    ['\u001b[2Jhome', ' [2Jhome'],
    ['12\u202e34', '12 34'],
    ['\ud83d half', '\ufffd half'],
    ['\ud83d\ude80 whole', '\ud83d\ude80 whole'],
    ['ends\n', 'ends'],
  ])('%j is %j', (text, line) => {
    expect(plainLine(text)).toBe(line);
  });

  it('has nothing that breaks a line, moves a cursor or turns the writing, and stays as it is a second time', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)), (text) => {
        const line = plainLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Surrogate}\u2028-\u202e\u2066-\u2069]/u);
        expect(plainLine(line)).toBe(line);
      }),
    );
  });
});
