import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filledInConfig } from '../../src/config/filled-in-config.ts';
import { load } from './settings-folder.ts';

const SHIPPED = readFileSync(new URL('../../config.yaml', import.meta.url), 'utf8');
const ANSWERS = { exchange: 'kraken', pair: ['BTC/USD', 'ETH/USD'], timeframe: '15m', accountUsd: 1234.5 } as const;
const DEFAULTS = { exchange: 'binance', pair: ['BTC/USDT', 'ETH/USDT'], timeframe: '1h', accountUsd: 40_000 } as const;

describe('the shipped settings with answers filled in', () => {
  it('load to the answers, and to the defaults in all else', () => {
    const config = load({ yaml: filledInConfig(SHIPPED, ANSWERS) });
    expect(config.exchange.id).toBe('kraken');
    expect(config.pairs).toEqual([{ x: 'BTC/USD', y: 'ETH/USD' }]);
    expect(config.timeframe).toBe('15m');
    expect(config.settings.risk.accountUsd).toBe(1234.5);
    const { windows, thresholds, costs } = load({ yaml: '' }).settings;
    expect(config.settings).toMatchObject({ windows, thresholds, costs });
  });

  it('keep every comment, blank line and other value', () => {
    const lines = SHIPPED.split('\n');
    const filled = filledInConfig(SHIPPED, ANSWERS).split('\n');
    expect(filled).toHaveLength(lines.length);
    const changed = lines.flatMap((line, k) => (line === filled[k] ? [] : [[line, filled[k]]]));
    expect(changed).toEqual([
      ['exchange: binance', "exchange: 'kraken'"],
      ["  base: ['BTC/USDT', 'ETH/USDT']", "  base: ['BTC/USD', 'ETH/USD']"],
      ["timeframe: '1h'", "timeframe: '15m'"],
      [
        '  account_usd: 40000 # USD; paper account at the start, sizes do not compound',
        '  account_usd: 1234.5 # USD; paper account at the start, sizes do not compound',
      ],
    ]);
  });

  it('are the shipped settings, byte for byte, when the answers are the defaults', () => {
    expect(filledInConfig(SHIPPED, DEFAULTS)).toBe(SHIPPED);
  });

  it('take an answer for text, whatever it looks like', () => {
    const odd = `1e5: "#'"`;
    const yaml = filledInConfig(SHIPPED, { ...ANSWERS, pair: [`${odd}/USD`, '${HOME}/USD'] });
    expect(yaml).toContain(`'1e5: "#''"/USD'`);
  });

  it('need a file that has the keys', () => {
    expect(() => filledInConfig('exchange: binance\n', ANSWERS)).toThrow(RangeError);
  });
});
