import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { load, settingsErrorOf, settingsFolder } from './settings-folder.ts';

const STARTER = `exchange: binance
symbols: {base: ["BTC/USDT", "ETH/USDT"]}
timeframe: "1h"
windows: {ols_beta: 200, zscore: 100}
thresholds: {z_in: 2.0, z_out: 0.5, z_stop: 3.5}
risk: {target_sigma_usd: 200.0, max_notional_usd_per_leg: 25000, max_adv_frac: 0.05}
costs: {fee_bps: 10, slippage_bps: 5}
filters: {min_adv_usd: 5_000_000, max_realized_vol_annual: 2.0}
notifications: {slack_webhook: "\${NOTIFY_SLACK_WEBHOOK}"}
`;

const WEBHOOK = 'https://hooks.slack.example/services/T000/B000/abcdefghijklmnop';

describe('the starter config', () => {
  it('loads as it is written, with Slack off while the webhook is unset', () => {
    const config = load({ yaml: STARTER });
    expect(config.exchange).toEqual({ id: 'binance', options: {} });
    expect(config.pairs).toEqual([{ x: 'BTC/USDT', y: 'ETH/USDT' }]);
    expect(config.timeframe).toBe('1h');
    expect(config.settings).toEqual({
      windows: { olsBeta: 200, zscore: 100, adv: 30, realizedVol: 168, spreadVol: 720, kalman: 500 },
      thresholds: { zIn: 2, zOut: 0.5, zStop: 3.5 },
      strategy: { model: 'fixed-beta', direction: 'revert', kalmanNoise: null },
      risk: {
        accountUsd: 40_000,
        targetSigmaUsd: 200,
        maxNotionalUsdPerLeg: 25_000,
        minNotionalUsdPerLeg: 10,
        maxAdvFrac: 0.05,
      },
      costs: { feeBps: 10, slippageBps: 5 },
      filters: {
        minAdvUsd: 5_000_000,
        maxRealizedVolAnnual: 2,
        maxFundingDiffBps8h: null,
        maxSpreadVolPercentile: null,
      },
    });
    expect(config).toMatchObject({ historyBars: 1000, closeGraceSeconds: 10, timeZone: null, credentials: null });
    expect(config.notifications).toEqual({
      ...{ slackWebhook: null, telegram: null, email: null, webhookUrl: null, heartbeatUrl: null, digestMinute: null },
    });
  });

  it.each([
    ['the environment', {}],
    ['.env', { dotEnv: `NOTIFY_SLACK_WEBHOOK=${WEBHOOK}\n`, env: {} }],
  ])('takes the webhook from %s', (_where, given) => {
    const config = load({ yaml: STARTER, env: { NOTIFY_SLACK_WEBHOOK: WEBHOOK }, ...given });
    expect(config.notifications.slackWebhook).toBe(WEBHOOK);
  });

  it('is what an empty file means', () => {
    const { settings, pairs, timeframe, exchange, hash } = load({ yaml: STARTER });
    expect(load({ yaml: '' })).toMatchObject({ settings, pairs, timeframe, exchange, hash });
    expect(load({ yaml: '# nothing yet\n' })).toMatchObject({ hash });
    expect(load({ yaml: 'windows:\nfilters:\n' })).toMatchObject({ hash });
  });
});

describe('the config.yaml that comes with the program', () => {
  const yaml = readFileSync(resolve(import.meta.dirname, '../../config.yaml'), 'utf8');

  it('says the defaults, all of them', () => {
    const shipped = load({ yaml });
    const defaults = load({ yaml: '' });
    const values = ({ resolved, folder }: typeof shipped): string[] =>
      resolved.map(({ key, value }) => `${key}: ${value.replace(folder, '')}`);
    expect(values(shipped)).toEqual(values(defaults));
    expect(shipped.hash).toBe(defaults.hash);
    const missing = shipped.resolved.filter(({ key, origin }) => origin !== 'config.yaml' && /^[a-z]/.test(key));
    expect(missing).toEqual([]);
  });
});

describe('values', () => {
  it.each([
    ['5_000_000', 5_000_000],
    ['1_000.5', 1000.5],
    ['5e6', 5e6],
    ['1_0e3', 10_000],
  ])('%s is a number', (written, value) => {
    expect(load({ yaml: `filters: {min_adv_usd: ${written}}` }).settings.filters.minAdvUsd).toBe(value);
  });

  it('may size by a fraction of the account', () => {
    const { settings } = load({ yaml: 'risk: {account_usd: 60_000, target_sigma_frac: 0.01}' });
    expect(settings.risk.targetSigmaUsd).toBe(600);
    expect(
      load({ yaml: 'risk: {target_sigma_usd: null, target_sigma_frac: 0.005}' }).settings.risk.targetSigmaUsd,
    ).toBe(200);
  });

  it('may leave at z = 0', () => {
    expect(load({ yaml: 'thresholds: {z_out: 0}' }).settings.thresholds.zOut).toBe(0);
  });

  it('may leave the stop below the entry when following, which has none', () => {
    const { settings } = load({ yaml: 'strategy: {direction: follow}\nthresholds: {z_in: 4}' });
    expect(settings.thresholds).toEqual({ zIn: 4, zOut: 0.5, zStop: 3.5 });
  });

  it('may name several pairs, spot and perpetual', () => {
    const { pairs } = load({ yaml: 'pairs: [[BTC/USDT, ETH/USDT], ["BTC/USDT:USDT", "SOL/USDT:USDT"]]' });
    expect(pairs).toEqual([
      { x: 'BTC/USDT', y: 'ETH/USDT' },
      { x: 'BTC/USDT:USDT', y: 'SOL/USDT:USDT' },
    ]);
  });

  it('pass exchange options through untouched', () => {
    const options = { timeout: 5000, urls: { api: { public: 'http://127.0.0.1:8080/api/v3' } }, options: { a: [1] } };
    const { exchange } = load({ yaml: `exchange: ${JSON.stringify({ id: 'binance', options })}` });
    expect(exchange).toEqual({ id: 'binance', options });
  });
});

describe('paths', () => {
  it("are relative to the settings file's folder, wherever the program is started", () => {
    const config = load({ yaml: 'paths: {signals: out/tickets, reports: /var/reports}' });
    const at = (name: string): string => join(config.folder, name);
    expect(config.file).toBe(at('config.yaml'));
    expect(config.paths).toEqual({
      cache: at('data/cache'),
      state: at('data/statarb.db'),
      signals: at('out/tickets'),
      reports: '/var/reports',
      metrics: at('data/metrics'),
    });
  });
});

describe('a settings file that cannot be read', () => {
  it('is told with what to do when it is not there', () => {
    const { message } = settingsErrorOf(() => loadConfig('/nowhere/config.yaml', {}));
    expect(message).toMatch(/there is no settings file \/nowhere\/config\.yaml: .*--config.*statarb demo/);
  });

  it('is told when it is a folder', () => {
    const folder = settingsFolder({ yaml: '' });
    expect(settingsErrorOf(() => loadConfig(folder, {})).message).toContain(
      `the settings file ${folder} cannot be read`,
    );
  });

  it('is told when .env is there and cannot be read', () => {
    const folder = settingsFolder({ yaml: '' });
    mkdirSync(join(folder, '.env'));
    const { message } = settingsErrorOf(() => loadConfig(join(folder, 'config.yaml'), {}));
    expect(message).toContain(`${join(folder, '.env')} is there but cannot be read`);
  });
});

describe('the hash', () => {
  const hashOf = (yaml: string, env: Record<string, string> = {}): string => load({ yaml, env }).hash;

  it('is twelve hex digits and the same for the same settings in another order', () => {
    expect(hashOf('timeframe: 1h\nthresholds: {z_in: 2.5, z_out: 1}')).toBe(
      hashOf('thresholds: {z_out: 1.0, z_in: 2.50}\ntimeframe: "1h"\n'),
    );
    expect(hashOf('')).toMatch(/^[0-9a-f]{12}$/);
  });

  it('changes with every setting that can change a decision', () => {
    const changes = [
      'exchange: kraken',
      'timeframe: 15m',
      'pairs: [[BTC/USDT, SOL/USDT]]',
      'windows: {zscore: 101}',
      'thresholds: {z_in: 2.1}',
      'strategy: {model: residual}',
      'strategy: {model: kalman}',
      'strategy: {model: kalman}\nwindows: {kalman: 300}',
      'strategy: {model: kalman, kalman_noise: {alpha: 0, beta: 0, observation: 1e-5}}',
      'risk: {account_usd: 40001}',
      'costs: {fee_bps: 9}',
      'filters: {max_spread_vol_percentile: 95}',
    ];
    expect(new Set(['', ...changes].map((yaml) => hashOf(yaml))).size).toBe(changes.length + 1);
  });

  it('is what it was before there was a Kalman filter, whose settings mean nothing to the other models', () => {
    expect(hashOf('windows: {kalman: 300}')).toBe(hashOf(''));
    expect(hashOf('')).toBe('403508a5173e');
    expect(hashOf('strategy: {model: kalman}\nwindows: {ols_beta: 90}')).toBe(hashOf('strategy: {model: kalman}'));
  });

  it('does not change with where files lie, who is told, or how the venue is reached', () => {
    const yaml = 'paths: {signals: elsewhere}\nexchange: {id: binance, options: {timeout: 1}}';
    expect(hashOf(yaml, { NOTIFY_SLACK_WEBHOOK: WEBHOOK, TIMEZONE: 'Asia/Tokyo' })).toBe(hashOf(''));
  });
});

describe('loading', () => {
  it('changes neither the environment given nor the one of the process', () => {
    const folder = settingsFolder({ yaml: '', dotEnv: 'STATARB_TEST_ONLY=1\nEXCHANGE=kraken\n' });
    writeFileSync(join(folder, 'config.yaml'), 'exchange: binance');
    const env = { TIMEZONE: 'UTC' };
    expect(loadConfig(join(folder, 'config.yaml'), env).exchange.id).toBe('kraken');
    expect(env).toEqual({ TIMEZONE: 'UTC' });
    expect(process.env).not.toHaveProperty('STATARB_TEST_ONLY');
  });
});
