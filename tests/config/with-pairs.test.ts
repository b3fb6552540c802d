import { describe, expect, test } from 'vitest';
import { withPairs } from '../../src/config/with-pairs.ts';

const SOL = { x: 'BTC/USDT', y: 'SOL/USDT' };
const LTC = { x: 'ETH/USDT', y: 'LTC/USDT' };

describe('adding pairs to a settings file', () => {
  test('turns the one pair of symbols into the first of the list, and keeps comments and numbers as written', () => {
    const text = `# mine\nexchange: binance\nsymbols:\n  base: ["BTC/USDT", "ETH/USDT"]\nfilters:\n  min_adv_usd: 5_000_000 # USD\n`;
    const { text: extended, added } = withPairs(text, [SOL]);
    expect(added).toEqual([SOL]);
    expect(extended).toBe(
      '# mine\nexchange: binance\nfilters:\n  min_adv_usd: 5_000_000 # USD\npairs:\n  - [ BTC/USDT, ETH/USDT ]\n  - [ BTC/USDT, SOL/USDT ]\n',
    );
  });

  test('appends to a list that is there', () => {
    const { text } = withPairs('pairs: [["BTC/USDT", "ETH/USDT"]] # two legs\n', [SOL, LTC]);
    expect(text).toBe(
      'pairs: [ [ "BTC/USDT", "ETH/USDT" ], [ BTC/USDT, SOL/USDT ], [ ETH/USDT, LTC/USDT ] ] # two legs\n',
    );
  });

  test('writes a pair once, in whichever order it is there, and touches nothing when there is nothing to add', () => {
    const text = 'pairs:\n  - [SOL/USDT, BTC/USDT]\n';
    expect(withPairs(text, [SOL])).toEqual({ text, added: [] });
    expect(withPairs(text, [SOL, LTC]).added).toEqual([LTC]);
  });

  test('starts a list in an empty file', () => {
    expect(withPairs('', [SOL]).text).toBe('pairs:\n  - [ BTC/USDT, SOL/USDT ]\n');
  });

  test('refuses a file with mistakes', () => {
    expect(() => withPairs('pairs: [', [SOL])).toThrow('run statarb config check');
    expect(() => withPairs('- a\n', [SOL])).toThrow('run statarb config check');
    expect(() => withPairs('pairs: {a: 1}\n', [SOL])).toThrow('is no list');
  });
});
