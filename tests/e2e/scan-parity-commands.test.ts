import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ScanReport } from '../../src/workflows/scan-report.ts';
import { hasSharedData } from '../support/shared-data.ts';
import { startSlackServer } from '../support/slack-server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { commandLine, documentOf } from './command-line.ts';
import { differences, expectedCycles } from './expected-cycles.ts';
import { expectState } from './parity.ts';
import { HOUR, hourly, openScanner } from './scanner.ts';
import { STORY_START } from './simulated-story.ts';
import { realVenue, simulatedVenue } from './venues.ts';

const run = commandLine();

describe('a hundred scan commands, an hour apart', () => {
  it(`trade as one walk over the history does (${hasSharedData ? 'real candles' : 'simulated candles, no shared data here'})`, async () => {
    const venue = hasSharedData
      ? await realVenue('spot', Date.UTC(2018, 0, 1), Date.UTC(2018, 1, 10))
      : await simulatedVenue();
    const slack = await startSlackServer();
    onTestFinished(async () => {
      await venue.server.close();
      await slack.close();
    });
    const from = hasSharedData ? Date.UTC(2018, 0, 24, 22) : STORY_START;
    const to = from + 100 * HOUR;
    // The same folder and settings, for reading what the commands leave.
    const settings = { ...venue.settings, notifications: { slack_webhook: slack.webhook } };
    const { exchange } = settings as unknown as { exchange: { options: object } };
    const reader = openScanner(tempFolder(), {
      ...settings,
      exchange: { ...exchange, options: { ...exchange.options, timeout: 20_000 } },
    });
    const decisions = [];
    for (const now of hourly(from, to)) {
      venue.server.setNow(now);
      const args = ['scan', '--json', '-c', join(reader.folder, 'config.yaml'), '--now', new Date(now).toISOString()];
      const ended = await run(args);
      expect(ended.code, ended.stderr).toBe(0);
      decisions.push(...(documentOf(ended) as ScanReport).pairs[0].decisions);
    }
    const expected = expectedCycles(venue.history, reader.config.settings, from - HOUR, to - HOUR);
    expect(expected.trades.length).toBeGreaterThan(0);
    expect(differences(decisions, JSON.parse(JSON.stringify(expected.decisions)))).toEqual([]);
    await expectState(reader, expected);
    expect(slack.messages).toHaveLength(expected.orders.length);
    const tickets = readdirSync(join(reader.folder, 'signals')).filter((name) => name.endsWith('.md'));
    expect(tickets).toHaveLength(expected.orders.length);
  }, 180_000);
});
