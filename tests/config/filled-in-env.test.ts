import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledInEnv, namesToFillIn } from '../../src/config/filled-in-env.ts';
import { AppError } from '../../src/core/domain/app-error.ts';

const SHIPPED = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');

describe('the shipped .env with secrets filled in', () => {
  it('names what can be filled in, and nothing that is commented out', () => {
    const names = namesToFillIn(SHIPPED);
    expect(names).toContain('NOTIFY_SLACK_WEBHOOK');
    expect(names).not.toContain('EXCHANGE');
  });

  it('has the secret behind its name and is unchanged in all else', () => {
    const webhook = 'https://hooks.slack.com/services/T0/B0/abc';
    const filled = filledInEnv(SHIPPED, new Map([['NOTIFY_SLACK_WEBHOOK', webhook]]));
    expect(filled).toBe(SHIPPED.replace('NOTIFY_SLACK_WEBHOOK=', `NOTIFY_SLACK_WEBHOOK=${webhook}`));
    expect(filledInEnv(SHIPPED, new Map())).toBe(SHIPPED);
  });

  it('gives back what was put in, or refuses without repeating it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        try {
          const read = parse(filledInEnv(SHIPPED, new Map([['NOTIFY_SLACK_WEBHOOK', value]])));
          expect(read['NOTIFY_SLACK_WEBHOOK']).toBe(value);
          expect(read['API_KEY']).toBe('');
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.message).toMatch(/^NOTIFY_SLACK_WEBHOOK has characters that a \.env file cannot hold/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
