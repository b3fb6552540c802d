import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { isEntry } from '../../src/core/domain/order.ts';
import type { EpochMs } from '../../src/core/domain/time.ts';
import { startSlackServer } from '../support/slack-server.ts';
import { startSmtpServer } from '../support/smtp-server.ts';
import { buildStatarb, runStatarb, type BuiltStatarb } from '../support/statarb-process.ts';
import { startTelegramServer } from '../support/telegram-server.ts';
import { startWebhookServer } from '../support/webhook-server.ts';
import { preload } from '../crash/scan-scenarios.ts';
import { HOUR, MINUTE } from './scanner.ts';
import { simulatedStory } from './simulated-story.ts';

const WEEK = 168;
const PAIR = 'BTC/USDT~ETH/USDT';

let built: BuiltStatarb;
beforeAll(() => {
  built = buildStatarb();
}, 120_000);
afterAll(() => {
  built.remove();
});

interface Health {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

it('A week of hourly scans through every fault loses nothing and tells each event once on each channel', async () => {
  const [slack, telegram, webhook, smtp] = await Promise.all([
    startSlackServer(),
    startTelegramServer(),
    startWebhookServer(),
    startSmtpServer(),
  ]);
  onTestFinished(async () => {
    await Promise.all([slack.close(), telegram.close(), webhook.close(), smtp.close()]);
  });
  const story = await simulatedStory();
  const scanner = story.scanner({
    outputs: { dashboard: true, metrics: true },
    notifications: {
      slack_webhook: slack.webhook,
      telegram: { bot_token: telegram.token, chat_id: telegram.chat, api_url: telegram.origin },
      email: { smtp_url: `smtp://127.0.0.1:${smtp.port}`, from: 'statarb@example.org', to: 'me@example.org' },
      webhook_url: webhook.url,
      daily_digest: '06:00',
    },
  });
  const { folder } = scanner;
  const config = join(folder, 'config.yaml');
  // A day of quiet before the first entry, so that the faults meet tickets.
  const first = story.entry - 12 * HOUR;
  const bar = (hour: number): EpochMs => first + hour * HOUR;
  const later = story.expected.orders.filter(({ decidedOn }) => decidedOn > story.exit && decidedOn < bar(WEEK - 40));
  const second = (later.find(({ event }) => isEntry(event))?.decidedOn ?? NaN - first) - first;
  const [entry, exit, next] = [(story.entry - first) / HOUR, (story.exit - first) / HOUR, second / HOUR];
  const at = (hour: number, end: number, hours: number): boolean => hour >= end && hour < end + hours;
  /** The fault of an hour, if any. Slack and mail fail while there are tickets to send. */
  const faults = {
    slack: (hour: number) => at(hour, entry, 3),
    mail: (hour: number) => at(hour, Math.max(exit, entry + 4), 2) || at(hour, next, 1),
    venue: (hour: number) => at(hour, WEEK - 40, 6),
    disk: (hour: number) => hour === WEEK - 24,
    clock: (hour: number) => hour === WEEK - 12,
  };

  const process = (command: readonly string[], now: EpochMs, env: Record<string, string> = {}) =>
    runStatarb(built, [...command, '--json', '--now', new Date(now).toISOString(), '-c', config], {
      env,
      ...(Object.keys(env).length === 0 ? {} : { preload: preload('disk-full.mjs') }),
    });
  const health = async (now: EpochMs, env: Record<string, string> = {}): Promise<Health> =>
    JSON.parse((await process(['health'], now, env)).stdout) as Health;
  const metric = (name: string, labels = ''): number =>
    Number(new RegExp(`^statarb_${name}${labels} (.*)$`, 'm').exec(prom())?.[1]);
  const prom = (): string => readFileSync(join(folder, 'data/metrics/statarb.prom'), 'utf8');
  const page = (): string => readFileSync(join(folder, 'reports/index.html'), 'utf8');

  for (let hour = 0; hour < WEEK; hour++) {
    const now = bar(hour) + HOUR + MINUTE;
    story.venue.server.setNow(now);
    slack.failAlways(faults.slack(hour) ? { kind: 'status', status: 503 } : null);
    smtp.failAlways(faults.mail(hour) ? { at: 'greeting', does: 'hang' } : null);
    if (faults.venue(hour)) story.venue.server.inject({ kind: 'status', status: 503 }, { times: 1000 });
    else story.venue.server.clearFaults();
    story.venue.server.setClockOffset(faults.clock(hour) ? 10 * MINUTE : 0);
    const before = metricOrNull(prom);
    if (faults.disk(hour)) {
      const full = { DISK_FULL_FROM: '1' };
      const scan = await process(['scan'], now, full);
      expect(scan.code, scan.stderr).toBe(3);
      expect(scan.stderr).toContain('disk is full');
      expect((await health(now + MINUTE, full)).problems.join()).toContain('disk is full');
      // What cannot be written grows old, and that shows.
      expect(metric('run_timestamp_seconds')).toBe((now - HOUR) / 1000);
      continue;
    }
    await scanner.scan(now);

    if (faults.venue(hour)) {
      expect((await health(now + MINUTE)).warnings.join()).toContain(`pair ${PAIR} fails since`);
      expect(metric('pair_up', `\\{pair="${PAIR}"\\}`)).toBe(0);
      expect(metric('run_exit_code')).toBe(3);
      expect(page()).toContain('503');
    }
    if (faults.slack(hour)) {
      expect((await health(now + MINUTE)).warnings.join()).toContain('channel slack fails since');
      expect(metric('channel_up', '\\{channel="slack"\\}')).toBe(0);
      expect(metric('channel_pending', '\\{channel="slack"\\}')).toBeGreaterThan(0);
    }
    if (faults.mail(hour)) {
      expect((await health(now + MINUTE)).warnings.join()).toContain('channel email fails since');
      expect(metric('channel_up', '\\{channel="email"\\}')).toBe(0);
    }
    if (faults.clock(hour)) {
      expect((await health(now + MINUTE)).warnings.join()).toContain('differ by 600 s');
      expect(metric('pair_up', `\\{pair="${PAIR}"\\}`)).toBe(0);
    }
    if (!Object.values(faults).some((isOn) => isOn(hour) || isOn(hour - 1)) && before !== null) {
      const open = await scanner.read((store) => store.openTroubles());
      expect({ hour, open }).toEqual({ hour, open: [] });
      expect(metric('open_troubles')).toBe(0);
      expect(metric('run_exit_code')).toBe(0);
    }
  }

  const { tickets, decisions, pending, troubles } = await scanner.read((store) => ({
    tickets: store.tickets().map(({ ticket }) => ticket.id),
    decisions: store.decisions({ limit: 1000 }).map((decision) => decision.bar),
    pending: store.undelivered(),
    troubles: store.openTroubles(),
  }));
  expect(pending).toEqual([]);
  expect(troubles).toEqual([]);
  // Every bar is decided, once, whatever hour it was decided in.
  expect(decisions.toReversed()).toEqual(Array.from({ length: WEEK }, (_, hour) => bar(hour)));
  expect(tickets.length).toBeGreaterThanOrEqual(3);

  const files = readdirSync(join(folder, 'signals')).filter((name) => name.endsWith('.md'));
  expect(files.map((name) => name.slice(0, -3)).sort()).toEqual([...tickets].sort());

  // One a UTC day that has a run at or after six.
  const runs = Array.from({ length: WEEK }, (_, hour) => new Date(bar(hour) + HOUR));
  const digests = new Set(runs.filter((run) => run.getUTCHours() >= 6).map((run) => run.toISOString().slice(0, 10)))
    .size;

  // The mail server was down twice at most, and once at least; venue and clock once each, as one trouble of the pair.
  const mailFaults = new Set([Math.max(exit, entry + 4), next]).size;
  const expected = (channel: string): Record<string, number> => ({
    TICKET: tickets.length,
    TROUBLE: 2 + (channel === 'slack' ? 0 : 1) + (channel === 'email' ? 0 : mailFaults),
    RECOVERED: 2 + (channel === 'slack' ? 0 : 1) + (channel === 'email' ? 0 : mailFaults),
    DIGEST: digests,
  });
  const told = {
    slack: slack.messages.map(({ text }) => text),
    telegram: telegram.messages.map(({ raw }) => raw),
    webhook: webhook.messages.map(({ document }) => String(document['text'])),
    email: smtp.mails.map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1] ?? ''),
  };
  for (const [channel, messages] of Object.entries(told)) {
    const kinds = messages.map((text) => /TROUBLE|RECOVERED|DIGEST/.exec(text)?.[0] ?? 'TICKET');
    const counts = Object.fromEntries(
      ['TICKET', 'TROUBLE', 'RECOVERED', 'DIGEST'].map((kind) => [kind, kinds.filter((one) => one === kind).length]),
    );
    expect({ channel, ...counts }).toEqual({ channel, ...expected(channel) });
    expect(messages.filter((text) => text.includes('(resent)'))).toEqual([]);
  }
  const keys = webhook.messages.map(({ idempotencyKey }) => idempotencyKey);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toEqual(expect.arrayContaining([...tickets]));
}, 400_000);

/** The metrics before the first scan are not there. */
function metricOrNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
