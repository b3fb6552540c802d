import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fault } from '../support/binance-faults.ts';
import { answer } from '../support/channel-server.ts';
import { startSlackServer } from '../support/slack-server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { EndedProcess } from '../support/statarb-process.ts';
import { commandLine } from './command-line.ts';
import { folderTree } from './folder-tree.ts';
import { HOUR, MINUTE, writeConfig } from './scanner.ts';
import { simulatedStory, type Story } from './simulated-story.ts';

const run = commandLine();

/** Planted: keys of the venue, and secrets in the options whose names say so and whose names do not. */
const ENV = {
  API_KEY: 'planted-api-key-7f3a91',
  API_SECRET: 'planted/api+secret=5c2e80',
  VENUE_PASSWORD: 'planted-password-41bd',
  GATEWAY_HOP: 'planted hop &value 93ae',
};

/** Everything a secret could look like: itself, in an address, in JSON, and in base64. */
function writtenForms(secret: string): string[] {
  const plain = [secret, encodeURIComponent(secret), encodeURI(secret), JSON.stringify(secret).slice(1, -1)];
  return [...plain, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')];
}

interface Planted {
  readonly story: Story;
  readonly folder: string;
  readonly config: string;
  readonly secrets: readonly string[];
  readonly slack: Awaited<ReturnType<typeof startSlackServer>>;
  /** Every byte said so far. */
  readonly said: string[];
  at(bar: number): string[];
  command(args: readonly string[], env?: Record<string, string>): Promise<EndedProcess>;
}

async function planted(): Promise<Planted> {
  const story = await simulatedStory({ bars: 760 });
  const slack = await startSlackServer();
  onTestFinished(() => slack.close());
  const folder = tempFolder();
  const exchange = story.venue.settings['exchange'] as { id: string; options: Record<string, unknown> };
  const config = writeConfig(folder, {
    ...story.venue.settings,
    exchange: {
      id: exchange.id,
      options: {
        ...exchange.options,
        password: '${VENUE_PASSWORD}',
        headers: { 'X-Hop': '${GATEWAY_HOP}' },
      },
    },
    notifications: { slack_webhook: '${NOTIFY_SLACK_WEBHOOK}' },
  });
  // The keys lie in .env, the webhook in the environment.
  writeFileSync(join(folder, '.env'), `API_KEY=${ENV.API_KEY}\nAPI_SECRET=${ENV.API_SECRET}\n`);
  const env = { ...ENV, NOTIFY_SLACK_WEBHOOK: slack.webhook };
  const said: string[] = [];
  return {
    story,
    folder,
    config,
    slack,
    said,
    secrets: [...Object.values(ENV), slack.webhook, new URL(slack.webhook).pathname],
    at: (bar) => {
      const now = bar + HOUR + MINUTE;
      story.venue.server.setNow(now);
      return ['-c', config, '--now', new Date(now).toISOString()];
    },
    command: async (args, more = {}) => {
      const ended = await run(args, { env: { ...env, ...more } });
      said.push(ended.stdout, ended.stderr);
      return ended;
    },
  };
}

/** No form of any secret in what was said, nor in any byte on disk but the user's own `.env`. */
function expectNoSecret({ secrets, said, folder }: Planted): void {
  const everywhere: Record<string, string | null> = { ...folderTree(folder), '.env': null, said: said.join('\n') };
  expect(said.join('').length).toBeGreaterThan(50);
  for (const [place, bytes] of Object.entries(everywhere)) {
    const found = secrets.flatMap(writtenForms).filter((form) => (bytes ?? '').includes(form));
    expect(found, place).toEqual([]);
  }
}

/** An answer that repeats every secret, as a careless gateway would. */
function echo(status: number, { secrets }: Planted): Fault {
  const text = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]).join(' ');
  return { kind: 'status', status, body: JSON.stringify({ code: -2015, msg: `Invalid API-key: ${text}` }) };
}

describe('planted keys, passwords and webhooks are nowhere in any output or file', () => {
  it('after scans that work, with Slack on and every log line written', async () => {
    const place = await planted();
    const { entry } = place.story;
    const ended = await place.command(['scan', ...place.at(entry), '--log-level', 'debug']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(place.slack.messages).toHaveLength(1);
    for (const command of ['status', 'history', 'config check']) {
      const args = [...command.split(' '), '-c', place.config];
      expect((await place.command(args)).code).toBe(0);
      expect((await place.command([...args, '--json'])).code).toBe(0);
    }
    await place.command(['health', ...place.at(entry), '--json']);
    await place.command(['notify-test', '-c', place.config]);
    expect(existsSync(join(place.folder, 'data/statarb.db'))).toBe(true);
    expectNoSecret(place);
  });

  it.each([400, 401, 403, 429, 500])('when the venue answers %i and repeats them', async (status) => {
    const place = await planted();
    const { entry, venue } = place.story;
    expect((await place.command(['scan', ...place.at(entry - HOUR)])).code).toBe(0);
    // One try each: the command's waits are real.
    venue.server.inject(
      { ...echo(status, place), ...(status >= 429 ? { retryAfter: 60 } : {}) },
      {
        times: Infinity,
      },
    );
    for (const level of ['debug', 'info']) {
      const ended = await place.command(['scan', ...place.at(entry), '--log-level', level, '--json']);
      expect(ended.code).toBe(3);
      if (status === 400 || status === 500) expect(ended.stdout).toContain('***');
    }
    expect((await place.command(['health', ...place.at(entry)])).code).toBe(3);
    expect((await place.command(['history', '-c', place.config, '--json'])).code).toBe(0);
    expectNoSecret(place);
  });

  it('when Slack refuses the message and repeats the webhook', async () => {
    const place = await planted();
    place.slack.failAlways(
      answer(404, `no_service at ${place.slack.webhook} ${new URL(place.slack.webhook).pathname}`),
    );
    const ended = await place.command(['scan', ...place.at(place.story.entry), '--log-level', 'debug']);
    expect(ended.code, ended.stderr).toBe(4);
    expect((await place.command(['status', '-c', place.config])).stdout).toMatch(/1 deliveries pending/);
    expect((await place.command(['notify-test', '-c', place.config])).code).toBe(4);
    expectNoSecret(place);
  });

  it('when Slack cannot be reached', async () => {
    const place = await planted();
    const webhook = 'http://127.0.0.1:1/services/T9PLANTED/B9PLANTED/another-planted-key';
    const env = { NOTIFY_SLACK_WEBHOOK: webhook };
    const ended = await place.command(['notify-test', '-c', place.config, '--log-level', 'debug'], env);
    expect(ended.code).toBe(4);
    expectNoSecret({
      ...place,
      secrets: [...place.secrets, webhook, new URL(webhook).pathname, 'another-planted-key'],
    });
  });

  it('when the settings are wrong and a secret stands where it does not belong', async () => {
    const place = await planted();
    writeConfig(place.folder, {
      exchange: { id: 'binance', options: { password: '${VENUE_PASSWORD}', secret: '${API_SECRET}' } },
      timeframe: '${API_SECRET}',
      windows: { ols_beta: '${API_KEY}' },
      symbols: { base: ['${VENUE_PASSWORD}', 'ETH/USDT'] },
      notifications: { slack_webhook: '${NOTIFY_SLACK_WEBHOOK}', '${API_KEY}': 1 },
    });
    const ended = await place.command(['scan', '-c', place.config, '--log-level', 'debug']);
    expect(ended.code).toBe(2);
    await place.command(['config', 'check', '-c', place.config, '--json']);
    expectNoSecret(place);
  });

  it('when the program itself fails', async () => {
    const place = await planted();
    // A fault of our own, thrown with a secret in it where the candles are fetched.
    const preload = join(place.folder, 'preload.mjs');
    writeFileSync(
      preload,
      `globalThis.fetch = () => { const bug = new RangeError('bug with ' + process.env.API_KEY); throw bug; };`,
    );
    const ended = await run(['scan', ...place.at(place.story.entry), '--log-level', 'debug'], {
      env: { ...ENV, NOTIFY_SLACK_WEBHOOK: place.slack.webhook },
      preload,
    });
    place.said.push(ended.stdout, ended.stderr);
    expect(ended.code).not.toBe(0);
    expectNoSecret(place);
  });
});
