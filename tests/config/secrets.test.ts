import { describe, expect, it } from 'vitest';
import { redactor } from '../../src/config/redactor.ts';
import { load, settingsErrorOf } from './settings-folder.ts';

const KEY = 'AKIA-planted-key-0001';
const SECRET = 'planted/secret+0002==';
const WEBHOOK = 'https://hooks.slack.example/services/T0PLANTED/B0PLANTED/plantedtoken0003';
const PASSWORD = 'planted-password-0004';
const PROXY_PASSWORD = 'planted-proxy-0005';

const PLANTED = {
  yaml: `
exchange:
  id: okx
  options:
    apiKey: "\${API_KEY}"
    password: ${PASSWORD}
    uid: 12345678
    httpsProxy: http://me:${PROXY_PASSWORD}@127.0.0.1:3128
    headers: {Authorization: [Bearer planted-bearer-0006]}
    hostname: "\${VENUE_HOST}"
notifications: {slack_webhook: "\${NOTIFY_SLACK_WEBHOOK}"}
paths: {cache: "\${CACHE}/candles"}
`,
  dotEnv: `API_SECRET='${SECRET}'\nNOTIFY_SLACK_WEBHOOK=${WEBHOOK}\n`,
  env: { API_KEY: KEY, VENUE_HOST: 'planted-host-0007.example', CACHE: '/srv/cache' },
};

describe('secrets', () => {
  it('are known: keys, webhook, secret options, passwords in addresses, whatever variables hold', () => {
    const { secrets } = load(PLANTED);
    const hidden = [
      KEY,
      SECRET,
      WEBHOOK,
      '/services/T0PLANTED/B0PLANTED/plantedtoken0003',
      PASSWORD,
      '12345678',
      PROXY_PASSWORD,
      'Bearer planted-bearer-0006',
      'planted-host-0007.example',
    ];
    expect(secrets).toEqual(expect.arrayContaining(hidden));
    expect(secrets).not.toContain('/srv/cache');
    expect(secrets).not.toContain('');
  });

  it('are known even when nothing uses them', () => {
    const { secrets } = load({ yaml: 'notifications: {slack_webhook: ""}', env: { NOTIFY_SLACK_WEBHOOK: WEBHOOK } });
    expect(secrets).toContain(WEBHOOK);
  });

  it('do not show among the resolved settings, which say what is set all the same', () => {
    const { resolved } = load(PLANTED);
    const shown = Object.fromEntries(resolved.map(({ key, value }) => [key, value]));
    expect(JSON.stringify(shown)).not.toMatch(/planted|12345678/i);
    expect(shown).toMatchObject({
      'exchange.options.apiKey': '***',
      'exchange.options.uid': '***',
      'exchange.options.httpsProxy': 'http://me:***@127.0.0.1:3128',
      'notifications.slack_webhook': '***',
      API_KEY: '***',
      API_SECRET: '***',
      'paths.cache': '/srv/cache/candles',
    });
    const without = Object.fromEntries(load({ yaml: '' }).resolved.map(({ key, value }) => [key, value]));
    expect(without).toMatchObject({ 'notifications.slack_webhook': 'off', API_KEY: 'not set', TIMEZONE: 'UTC only' });
  });

  it('do not show in the mistakes of a file that they are misplaced in', () => {
    const yaml = 'timeframe: "${API_KEY}"\nexchange: {id: "${API_KEY}"}\nstrategy: {model: "${API_KEY}"}\n';
    const { message, facts } = settingsErrorOf(() => load({ yaml, env: { API_KEY: KEY } }));
    expect(`${message}${JSON.stringify(facts)}`).not.toContain('planted');
    expect(message).toContain('timeframe: "***" is not a timeframe');
  });

  it('do not show when an option of the exchange is wrong', () => {
    const yaml = `exchange: {id: okx, options: ${PASSWORD}}`;
    expect(settingsErrorOf(() => load({ yaml })).message).not.toContain('planted');
  });
});

describe('the redactor', () => {
  it('takes a secret out as it is, in an address, and in JSON', () => {
    const awkward = 'a"b\\c d/e+é\n01';
    const redact = redactor([awkward]);
    for (const text of [awkward, encodeURIComponent(awkward), JSON.stringify({ key: awkward })]) {
      expect(redact(`<${text}>`)).toMatch(/^<(\{"key":")?\*\*\*("\})?>$/);
    }
  });

  it('takes every occurrence and the longer secret first', () => {
    const redact = redactor(['secret', 'secret-and-more']);
    expect(redact('secret-and-more, secret, secretsecret')).toBe('***, ***, ******');
  });

  it('leaves short secrets alone, since taking them out would tear words apart', () => {
    expect(redactor(['a', '12345', ''])('a 12345')).toBe('a 12345');
  });

  it('takes a secret of digits for a whole number, not for a part of one', () => {
    expect(redactor(['12345678'])('uid 12345678, at 1712345678000, price 12345678.5')).toBe(
      'uid ***, at 1712345678000, price 12345678.5',
    );
  });

  it('takes the characters of a secret for what they are', () => {
    expect(redactor(['a.*b$&^'])('aXXb a.*b$&^')).toBe('aXXb ***');
  });

  it('returns a text without secrets unchanged, and copes with half a surrogate pair', () => {
    expect(redactor([])('nothing here')).toBe('nothing here');
    expect(redactor(['\ud800secret'])('x')).toBe('x');
  });
});
