import { describe, expect, it } from 'vitest';
import { mistakes } from './settings-folder.ts';

/** What is wrong, the file, and every line that must be told, in order. */
const BROKEN: readonly (readonly [what: string, yaml: string, lines: readonly string[]])[] = [
  ['a misspelt key', 'thresholds: {z_on: 2}', ['thresholds.z_on: unknown setting; did you mean "z_in"?']],
  [
    'a key in another spelling',
    'windows: {olsBeta: 200}',
    ['windows.olsBeta: unknown setting; did you mean "ols_beta"?'],
  ],
  ['a misspelt section', 'treshold: {z_in: 2}', ['treshold: unknown setting; did you mean "thresholds"?']],
  ['a key in the wrong section', 'fee_bps: 10', ['fee_bps: unknown setting; did you mean "costs.fee_bps"?']],
  ['a key that resembles none', 'leverage: 5', ['leverage: unknown setting']],
  [
    'several unknown keys at once',
    'costs: {fee: 1, slipage_bps: 2}',
    [
      'costs.fee: unknown setting; did you mean "fee_bps"?',
      'costs.slipage_bps: unknown setting; did you mean "slippage_bps"?',
    ],
  ],
  ['text for a number', 'thresholds: {z_in: two}', ['thresholds.z_in: expected a number, found text "two"']],
  ['a quoted number', 'costs: {fee_bps: "10"}', ['costs.fee_bps: expected a number, found text "10"']],
  ['nothing for a number', 'thresholds:\n  z_in:\n', ['thresholds.z_in: expected a number, found nothing']],
  ['infinity', 'risk: {account_usd: .inf}', ['risk.account_usd: expected a number, found Infinity']],
  ['not a number', 'risk: {account_usd: .nan}', ['risk.account_usd: expected a number, found NaN']],
  ['a number for text', 'timeframe: 60', ['timeframe: expected text, found 60']],
  ['a value for a section', 'windows: 200', ['windows: expected a section with keys of its own, found 200']],
  ['a list for a section', 'costs: [10, 5]', ['costs: expected a section with keys of its own, found a list of 2']],
  ['a fraction of a bar', 'windows: {zscore: 99.5}', ['windows.zscore: expected a whole number, found 99.5']],
  [
    'windows that are too short',
    'windows: {ols_beta: 1, zscore: 1, adv: 0, realized_vol: -5}',
    [
      'windows.ols_beta: must be at least 2, found 1',
      'windows.zscore: must be at least 2, found 1',
      'windows.adv: must be at least 2, found 0',
      'windows.realized_vol: must be at least 2, found -5',
    ],
  ],
  [
    'a window whose last bar always lies on its line',
    'strategy: {model: residual}\nwindows: {ols_beta: 2}',
    ['windows.ols_beta: must be at least 3 with model residual, found 2: two bars leave no residual'],
  ],
  ['z_out not below z_in', 'thresholds: {z_out: 2}', ['thresholds.z_out: must be below z_in (2), found 2']],
  ['z_in not below z_stop', 'thresholds: {z_in: 3.5}', ['thresholds.z_stop: must be above z_in (3.5), found 3.5']],
  [
    'thresholds in reverse',
    'thresholds: {z_in: 2, z_out: 3, z_stop: 1}',
    ['thresholds.z_out: must be below z_in (2), found 3', 'thresholds.z_stop: must be above z_in (2), found 1'],
  ],
  [
    'z_out not below z_in when following',
    'strategy: {direction: follow}\nthresholds: {z_out: 4, z_in: 3}',
    ['thresholds.z_out: must be below z_in (3), found 4'],
  ],
  ['a negative threshold', 'thresholds: {z_out: -1}', ['thresholds.z_out: must be at least 0, found -1']],
  ['negative costs', 'costs: {fee_bps: -1}', ['costs.fee_bps: must be at least 0, found -1']],
  [
    'costs of the whole price',
    'costs: {slippage_bps: 10000}',
    ['costs.slippage_bps: must be below 10000, found 10000'],
  ],
  ['a fraction above one', 'risk: {max_adv_frac: 5}', ['risk.max_adv_frac: must be at most 1, found 5']],
  ['an account of nothing', 'risk: {account_usd: 0}', ['risk.account_usd: must be above 0, found 0']],
  [
    'both ways to size',
    'risk: {target_sigma_usd: 200, target_sigma_frac: 0.005}',
    ['risk.target_sigma_frac: give either target_sigma_usd or target_sigma_frac, not both'],
  ],
  [
    'no way to size',
    'risk: {target_sigma_usd: null}',
    ['risk.target_sigma_usd: is empty, and so is target_sigma_frac; give one of them'],
  ],
  [
    'a smallest leg above the largest',
    'risk: {min_notional_usd_per_leg: 100, max_notional_usd_per_leg: 50}',
    ['risk.min_notional_usd_per_leg: must not be above max_notional_usd_per_leg (50), found 100'],
  ],
  [
    'a percentile above 100',
    'filters: {max_spread_vol_percentile: 120}',
    ['filters.max_spread_vol_percentile: must be at most 100, found 120'],
  ],
  [
    'a direction that does not exist',
    'strategy: {direction: revrt}',
    ['strategy.direction: expected "revert" or "follow", found text "revrt"; did you mean "revert"?'],
  ],
  [
    'a model that does not exist',
    'strategy: {model: fixed_beta}',
    [
      'strategy.model: expected "fixed-beta" or "rolling-beta" or "residual" or "kalman", found text "fixed_beta"; did you mean "fixed-beta"?',
    ],
  ],
  [
    'a filter without noise',
    'windows: {kalman: 3}\nstrategy: {model: kalman, kalman_noise: {alpha: -1, beta: 0, observation: 0}}',
    [
      'windows.kalman: must be at least 4, found 3',
      'strategy.kalman_noise.alpha: must be at least 0, found -1',
      'strategy.kalman_noise.observation: must be above 0, found 0',
    ],
  ],
  [
    'a timeframe that is none',
    'timeframe: hourly',
    ['timeframe: "hourly" is not a timeframe; write it like 15m, 1h or 1d'],
  ],
  [
    'a timeframe that is too long',
    'timeframe: 1w',
    ['timeframe: "1w" is not a timeframe; write it like 15m, 1h or 1d'],
  ],
  ['more than a day', 'timeframe: 2d', ['timeframe: "2d" is longer than a day, the longest that is supported']],
  [
    'a grace longer than a bar',
    'timeframe: 1m\nclose_grace_seconds: 60',
    ['close_grace_seconds: must be shorter than a bar of 1m, found 60'],
  ],
  [
    'an exchange in capitals',
    'exchange: Binance',
    ['exchange: "Binance" is not an exchange id of small letters and digits; did you mean "binance"?'],
  ],
  [
    'an exchange that is a list',
    'exchange: [binance]',
    ['exchange: expected a ccxt id such as binance, or {id, options}'],
  ],
  ['an option beside the options', 'exchange: {id: binance, timeout: 5000}', ['exchange.timeout: unknown setting']],
  ['one symbol', 'symbols: {base: [BTC/USDT]}', ['symbols.base: expected two symbols: [x, y]']],
  ['three symbols', 'symbols: {base: [A/USDT, B/USDT, C/USDT]}', ['symbols.base: expected two symbols: [x, y]']],
  [
    'symbols without a quote currency',
    'symbols: {base: [BTC, ETH/USDT]}',
    ['symbols.base[0]: "BTC" is not a symbol of the form BASE/QUOTE; write it like "BTC/USDT" or set BASE_QUOTE'],
  ],
  ['a symbol that is a number', 'pairs: [[BTC/USDT, 5]]', ['pairs[0][1]: expected text, found 5']],
  [
    'the same symbol twice',
    'pairs: [[BTC/USDT, BTC/USDT]]',
    ['pairs[0]: both legs are BTC/USDT; a pair needs two symbols'],
  ],
  [
    'the same pair twice',
    'pairs: [[BTC/USDT, ETH/USDT], [BTC/USDT, SOL/USDT], [BTC/USDT, ETH/USDT]]',
    ['pairs[2]: BTC/USDT and ETH/USDT stand here twice'],
  ],
  [
    'legs in different currencies',
    'symbols: {base: [BTC/USDT, ETH/EUR]}',
    ['symbols.base: BTC/USDT and ETH/EUR have different quote currencies; both legs need the same'],
  ],
  [
    'symbols and pairs',
    'symbols: {base: [BTC/USDT, ETH/USDT]}\npairs: [[BTC/USDT, SOL/USDT]]',
    ['pairs: give either symbols (one pair) or pairs (several), not both'],
  ],
  ['no pair at all', 'pairs: []', ['pairs: must name a pair']],
  ['an empty path', 'paths: {cache: ""}', ['paths.cache: must not be empty']],
  [
    'a webhook that is no address, which is not shown',
    'notifications: {slack_webhook: T000/B000/secret}',
    ['notifications.slack_webhook: must be a web address, https://...; leave it empty to switch Slack off'],
  ],
  [
    'a webhook on a disk',
    'notifications: {slack_webhook: "file:///etc/passwd"}',
    ['notifications.slack_webhook: must be a web address, https://...; leave it empty to switch Slack off'],
  ],
  [
    'a webhook that is a number, which is not shown',
    'notifications: {slack_webhook: 7}',
    ['notifications.slack_webhook: expected text'],
  ],
  ['too short a history', 'history_bars: 1', ['history_bars: must be at least 2, found 1']],
  ['a scalar in place of settings', 'binance', ['expected settings such as "timeframe: 1h", found one value']],
  ['a list in place of settings', '- binance', ['expected settings such as "timeframe: 1h", found a list of 1']],
];

describe('a broken config', () => {
  it.each(BROKEN)('with %s is told by path, with a hint where there is one', (_what, yaml, lines) => {
    expect(mistakes({ yaml })).toEqual(lines);
  });

  it('gives all its mistakes at once, whatever their kind', () => {
    const yaml = `
exchange: Kraken
symbols: {base: [BTC/USDT, ETH/EUR]}
timeframe: 1 hour
windows: {ols_beta: many, zscor: 100}
thresholds: {z_in: 1, z_out: 2}
strategy: {direction: follw}
costs: {fee_bps: -1}
notifications: {slack_webhook: nowhere}
paths: {cache: "\${NOT_SET}"}
`;
    expect(mistakes({ yaml, env: { TIMEZONE: 'Mars' } }).map((line) => line.split(':')[0])).toEqual([
      'paths.cache',
      'windows.ols_beta',
      'windows.zscor',
      'strategy.direction',
      'costs.fee_bps',
      'exchange',
      'timeframe',
      'thresholds.z_out',
      'notifications.slack_webhook',
      'symbols.base',
      'TIMEZONE',
    ]);
  });
});

const NOT_YAML: readonly (readonly [what: string, yaml: string, line: RegExp])[] = [
  ['an open bracket', 'timeframe: 1h\nsymbols: {base: [A, B}\n', /^line 2, column \d+: /],
  ['a repeated key', 'timeframe: 1h\ncosts: {fee_bps: 1}\ntimeframe: 4h\n', /^line 3, column 1: .*unique/],
  ['a tab for indentation', 'costs:\n\tfee_bps: 1\n', /^line 2, column \d+: .*[Tt]ab/],
  ['an unknown tag', 'timeframe: !hour 1\n', /^line 1, column 12: .*tag/],
  ['two documents', 'timeframe: 1h\n---\ntimeframe: 4h\n', /^line 2, column \d+: .*document/],
  ['an alias that leads nowhere', 'timeframe: *tf\n', /alias/i],
  ['an indentation that fits nowhere', 'costs:\n    fee_bps: 1\n  slippage_bps: 2\n', /^line 3, column \d+: /],
];

describe('a file that is no YAML', () => {
  it.each(NOT_YAML)('because of %s is told with line and column', (_what, yaml, line) => {
    expect(mistakes({ yaml }).join('\n')).toMatch(line);
  });

  it('is told without a piece of it, which may be a secret', () => {
    for (const yaml of [
      'key: sk-very-secret: 1\n',
      'a: "sk-very-secret\n',
      'a: [sk-very-secret\nb: 1\n',
      '} sk-very-secret',
    ]) {
      expect(mistakes({ yaml }).join('\n')).not.toContain('sk-very');
    }
  });

  it('cannot unfold without end', () => {
    const layers = 'bcdefghi'.split('').map((name, i) => {
      const previous = 'abcdefgh'[i] ?? 'a';
      return `${name}: &${name} [${`*${previous},`.repeat(9)}]`;
    });
    expect(mistakes({ yaml: `a: &a [x,x,x]\n${layers.join('\n')}\n` }).join()).toMatch(/alias/i);
  });

  it('cannot reach into the prototype of the settings', () => {
    expect(mistakes({ yaml: '__proto__: {timeframe: 4h}\n' })).toEqual(['__proto__: unknown setting']);
  });
});
