import { describe, expect, it } from 'vitest';
import { load, mistakes } from './settings-folder.ts';

const WEBHOOK = 'https://hooks.slack.example/services/T000/B000/abcdefghijklmnop';
const originOf = (given: Parameters<typeof load>[0], key: string): string | undefined =>
  load(given).resolved.find((setting) => setting.key === key)?.origin;

describe('the environment', () => {
  it('wins over .env', () => {
    const given = { yaml: '', dotEnv: 'EXCHANGE=kraken\nTIMEZONE=Asia/Tokyo\n', env: { EXCHANGE: 'okx' } };
    expect(load(given)).toMatchObject({ exchange: { id: 'okx' }, timeZone: 'Asia/Tokyo' });
    expect(originOf(given, 'exchange.id')).toBe('environment');
    expect(originOf(given, 'TIMEZONE')).toBe('.env');
  });

  it('keeps the options of the file when EXCHANGE names the same venue, and drops them for another', () => {
    const yaml = 'exchange: {id: binance, options: {hostname: binance.example, apiKey: "${VENUE_KEY}"}}';
    const same = load({ yaml, env: { EXCHANGE: 'binance', VENUE_KEY: 'k' } });
    expect(same.exchange.options).toEqual({ hostname: 'binance.example', apiKey: 'k' });
    const other = load({ yaml, env: { EXCHANGE: 'kraken' } });
    expect(other.exchange).toEqual({ id: 'kraken', options: {} });
  });

  it('sets the venue also where the file refers to the variable', () => {
    expect(load({ yaml: 'exchange: ${EXCHANGE}', env: { EXCHANGE: 'okx' } }).exchange.id).toBe('okx');
  });

  it('completes symbols without a quote currency by BASE_QUOTE', () => {
    const env = { BASE_QUOTE: 'USDC' };
    expect(load({ yaml: 'symbols: {base: [BTC, ETH/USDC]}', env }).pairs).toEqual([{ x: 'BTC/USDC', y: 'ETH/USDC' }]);
    expect(load({ yaml: '', env }).pairs).toEqual([{ x: 'BTC/USDC', y: 'ETH/USDC' }]);
    expect(originOf({ yaml: '', env }, 'pairs')).toBe('environment');
  });

  it('sets the webhook that the file does not mention, and not one that it switches off', () => {
    const env = { NOTIFY_SLACK_WEBHOOK: WEBHOOK };
    expect(load({ yaml: '', env }).notifications.slackWebhook).toBe(WEBHOOK);
    expect(load({ yaml: 'notifications:', env }).notifications.slackWebhook).toBe(WEBHOOK);
    expect(load({ yaml: 'notifications: {slack_webhook: ""}', env }).notifications.slackWebhook).toBeNull();
    expect(load({ yaml: 'notifications: {slack_webhook: null}', env }).notifications.slackWebhook).toBeNull();
  });

  it('counts as unset where it is blank', () => {
    const env = { EXCHANGE: '', TIMEZONE: ' ', API_KEY: '', API_SECRET: '', NOTIFY_SLACK_WEBHOOK: '' };
    const config = load({ yaml: 'notifications: {slack_webhook: "${NOTIFY_SLACK_WEBHOOK}"}', env });
    expect(config).toMatchObject({ exchange: { id: 'binance' }, timeZone: null, credentials: null });
    expect(config.notifications.slackWebhook).toBeNull();
  });

  it('gives credentials when both halves are there', () => {
    expect(load({ yaml: '', env: { API_KEY: 'key-123', API_SECRET: 'secret-456' } }).credentials).toEqual({
      apiKey: 'key-123',
      apiSecret: 'secret-456',
    });
    expect(load({ yaml: '', env: { API_KEY: 'key-123' } }).credentials).toBeNull();
  });

  it('refuses a time zone that does not exist', () => {
    expect(mistakes({ yaml: '', env: { TIMEZONE: 'Europe/Berln' } })).toEqual([
      'TIMEZONE: "Europe/Berln" is not a time zone such as Europe/Berlin or UTC; did you mean "Europe/Berlin"?',
    ]);
  });

  it('refuses an exchange id that none can have, naming the variable', () => {
    expect(mistakes({ yaml: '', env: { EXCHANGE: '../binance' } })).toEqual([
      'EXCHANGE: "../binance" is not an exchange id of small letters and digits, such as binance or kraken',
    ]);
  });
});

describe('${NAME} in the file', () => {
  it('is filled in anywhere in a text', () => {
    const yaml = 'exchange: {id: binance, options: {hostname: "${HOST}:${PORT}"}}';
    expect(load({ yaml, env: { HOST: 'api.example', PORT: '8080' } }).exchange.options).toEqual({
      hostname: 'api.example:8080',
    });
  });

  it('is a number where the variable holds one and a number is meant', () => {
    const yaml = 'risk: {account_usd: "${ACCOUNT}"}\nexchange: {id: okx, options: {password: "${PASS}"}}';
    const config = load({ yaml, env: { ACCOUNT: '50_000', PASS: '00123456' } });
    expect(config.settings.risk.accountUsd).toBe(50_000);
    expect(config.exchange.options).toEqual({ password: '00123456' });
  });

  it('must be set, except as the webhook', () => {
    const yaml = 'exchange: {id: okx, options: {password: "${PASS}"}}\nnotifications: {slack_webhook: "${HOOK}"}';
    expect(mistakes({ yaml })).toEqual([
      'exchange.options.password: the variable PASS is not set, neither in the environment nor in .env',
    ]);
    expect(mistakes({ yaml: 'notifications: {slack_webhook: "https://${HOST}/x"}' })).toEqual([
      'notifications.slack_webhook: the variable HOST is not set, neither in the environment nor in .env',
    ]);
  });

  it('must be closed and name a variable', () => {
    expect(mistakes({ yaml: 'timeframe: "${TF"\npaths: {cache: "${}"}' })).toEqual([
      'timeframe: after "${" a variable name and "}" must follow, as in ${NAME}',
      'paths.cache: after "${" a variable name and "}" must follow, as in ${NAME}',
    ]);
  });

  it('shows as coming from where the variable is set', () => {
    const yaml = 'exchange: {id: okx, options: {hostname: "${HOST}"}}\ntimeframe: "${TF}"';
    const given = { yaml, dotEnv: 'HOST=api.example.org\n', env: { TF: '4h' } };
    expect(originOf(given, 'exchange.options.hostname')).toBe('.env');
    expect(originOf(given, 'timeframe')).toBe('environment');
    expect(originOf(given, 'exchange.id')).toBe('config.yaml');
    expect(originOf(given, 'windows.adv')).toBe('default');
  });
});
