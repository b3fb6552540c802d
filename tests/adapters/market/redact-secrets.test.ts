import { describe, expect, test } from 'vitest';
import { secretsIn, secretsRedactor } from '../../../src/adapters/market/redact-secrets.ts';

describe('secrets in venue settings', () => {
  test('are found by their names, in nested options too, and inside the addresses of proxies', () => {
    const options = {
      apiKey: 'the-key',
      options: { password: 'the-password' },
      httpsProxy: 'http://user:proxy-pass@127.0.0.1:3128',
      hostname: 'binance.us',
      timeout: 5,
    };
    expect(secretsIn(options).sort()).toEqual(['proxy-pass', 'the-key', 'the-password']);
  });

  test('are taken out plain, URI-encoded and where one holds another', () => {
    const redact = secretsRedactor(['a+b/c=1', 'a+b/c=1-longer']);
    expect(redact('x a+b/c=1-longer y a%2Bb%2Fc%3D1 z')).toBe('x *** y *** z');
  });

  test('signatures of requests and the logins of proxies go as well', () => {
    const redact = secretsRedactor([]);
    expect(redact('GET https://h/p?a=1&signature=0f0f&b=2 via http://me:pw@proxy:1')).toBe(
      'GET https://h/p?a=1&signature=***&b=2 via http://***@proxy:1',
    );
  });
});
