import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exitCodeOf } from '../../src/workflows/scan-report.ts';
import { startSlackServer, type SlackServer } from '../support/slack-server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { commandLine, documentOf } from './command-line.ts';
import { folderTree } from './folder-tree.ts';
import { HOUR, MINUTE, writeConfig, type Scanner } from './scanner.ts';
import { simulatedStory, STORY_START, type Story } from './simulated-story.ts';

const run = commandLine();

async function slackServer(): Promise<SlackServer> {
  const slack = await startSlackServer();
  onTestFinished(() => slack.close());
  return slack;
}

/** Requests since the last call, as `endpoint symbol`. */
function asked({ venue }: Story): string[] {
  return venue.server.requests.splice(0).map(({ endpoint, symbol }) => `${endpoint} ${symbol ?? ''}`.trim());
}

const recorded = (scanner: Scanner) =>
  scanner.read((store) => ({
    decisions: store.decisions({ limit: 1000 }),
    tickets: store.tickets(),
    trades: store.trades(),
    undelivered: store.undelivered(),
    state: store.pairState('BTC/USDT~ETH/USDT'),
  }));

const filesIn = (folder: string): Record<string, string | null> =>
  Object.fromEntries(Object.entries(folderTree(folder)).filter(([name]) => !name.includes('statarb.db')));

describe('a scan of an hour that was scanned already', () => {
  it('adds no bar, decision, ticket, file or message, however often it runs', async () => {
    const story = await simulatedStory();
    const slack = await slackServer();
    const scanner = story.scanner({ notifications: { slack_webhook: slack.webhook } });
    const first = await story.scanAfter(scanner, story.entry);
    expect(first.tickets).toHaveLength(1);
    expect(first.report.deliveries).toEqual({ sent: 2, pending: 0 });
    const before = await recorded(scanner);
    const files = filesIn(scanner.folder);
    for (let again = 1; again <= 10; again++) {
      const { report, tickets } = await story.scanAfter(scanner, story.entry, again);
      const [pair] = report.pairs;
      expect(pair).toMatchObject({ decisions: [], ticket: null, error: null, position: 'short_spread' });
      expect(pair.bars_fetched).toEqual({ 'BTC/USDT': 0, 'ETH/USDT': 0 });
      expect(tickets).toEqual([]);
      expect(report.deliveries).toEqual({ sent: 0, pending: 0 });
    }
    expect(await recorded(scanner)).toEqual(before);
    expect(filesIn(scanner.folder)).toEqual(files);
    expect(slack.messages).toHaveLength(1);
    expect(await scanner.read((store) => store.runs(100).length)).toBe(11);
  });

  it('asks for one page of candles per symbol and the time, and so does the scan of the next hour', async () => {
    const story = await simulatedStory();
    const scanner = story.scanner();
    await story.scanAfter(scanner, STORY_START);
    asked(story);
    const warm = ['klines BTC/USDT', 'klines ETH/USDT', 'time'];
    await story.scanAfter(scanner, STORY_START, 2);
    expect(asked(story).sort()).toEqual(warm);
    for (let hour = 1; hour <= 20; hour++) {
      const { report } = await story.scanAfter(scanner, STORY_START + hour * HOUR);
      expect(report.pairs[0].bars_fetched).toEqual({ 'BTC/USDT': 1, 'ETH/USDT': 1 });
      expect(asked(story).sort()).toEqual(warm);
    }
  });

  it('asks a second time only after a day for the trading rules', async () => {
    const story = await simulatedStory();
    const scanner = story.scanner();
    await story.scanAfter(scanner, STORY_START);
    asked(story);
    await story.scanAfter(scanner, STORY_START + 25 * HOUR);
    expect(asked(story).sort()).toEqual(['exchangeInfo', 'klines BTC/USDT', 'klines ETH/USDT', 'time']);
  });
});

describe('a scan with --now before the newest decided bar', () => {
  it('decides nothing, asks for no candles and changes nothing', async () => {
    const story = await simulatedStory();
    const scanner = story.scanner();
    await story.scanAfter(scanner, story.entry);
    const before = await recorded(scanner);
    asked(story);
    const { report } = await story.scanAfter(scanner, story.entry - 5 * HOUR);
    expect(report.pairs[0]).toMatchObject({ decisions: [], ticket: null, error: null, position: 'short_spread' });
    expect(exitCodeOf(report)).toBe(0);
    expect(asked(story)).toEqual(['time']);
    expect(await recorded(scanner)).toEqual(before);
  });
});

describe('a dry run', () => {
  it('decides as a real one and leaves an empty folder as it was', async () => {
    const story = await simulatedStory();
    const folder = tempFolder();
    const config = writeConfig(folder, story.venue.settings);
    const before = folderTree(folder);
    const now = story.entry + HOUR + MINUTE;
    story.venue.server.setNow(now);
    const args = ['scan', '-c', config, '--now', new Date(now).toISOString()];
    const dry = await run([...args, '--json', '--dry-run']);
    expect(dry.code, dry.stderr).toBe(0);
    expect(folderTree(folder)).toEqual(before);
    const real = await run([...args, '--json']);
    const pairsOf = (ended: typeof dry): unknown => (documentOf(ended) as { pairs: unknown }).pairs;
    expect(pairsOf(dry)).toEqual(pairsOf(real));
  });

  it('leaves a folder with a history as it was, to the byte, while its own bar is new', async () => {
    const story = await simulatedStory();
    const scanner = story.scanner();
    await story.scanAfter(scanner, story.entry - HOUR);
    const before = folderTree(scanner.folder);
    const now = story.entry + HOUR + MINUTE;
    story.venue.server.setNow(now);
    const { report, tickets } = await scanner.scan(now, { isDryRun: true });
    expect(report.pairs[0].decisions.map(({ event }) => event)).toEqual(['ENTER_SHORT_SPREAD']);
    expect(tickets).toHaveLength(1);
    expect(folderTree(scanner.folder)).toEqual(before);
    // After a day the trading rules are asked for again, and still not kept.
    story.venue.server.setNow(now + 30 * HOUR);
    await scanner.scan(now + 30 * HOUR, { isDryRun: true });
    expect(folderTree(scanner.folder)).toEqual(before);
    const command = [
      'scan',
      '--dry-run',
      '-c',
      join(scanner.folder, 'config.yaml'),
      '--now',
      new Date(now).toISOString(),
    ];
    story.venue.server.setNow(now);
    const ended = await run(command);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toContain('dry run: nothing was stored or sent');
    expect(folderTree(scanner.folder)).toEqual(before);
  });
});

describe('an offline scan', () => {
  it('asks the venue nothing, and names the bar that the cache lacks', async () => {
    const story = await simulatedStory();
    const scanner = story.scanner();
    await story.scanAfter(scanner, story.entry - HOUR);
    const now = story.entry + HOUR + MINUTE;
    story.venue.server.setNow(now);
    await scanner.scan(now, { isDryRun: true });
    asked(story);
    const missing = await scanner.scan(now, { isOffline: true });
    expect(missing.report.pairs[0].error?.message).toMatch(/newest closed bar .* is missing .* run without --offline/);
    expect(exitCodeOf(missing.report)).toBe(3);
    expect(asked(story)).toEqual([]);
  });
});

describe('thirty overlapping scans', () => {
  it('are one that works and twenty-nine that exit 5 and name the one that holds the lock', async () => {
    const story = await simulatedStory();
    const folder = tempFolder();
    const config = writeConfig(folder, {
      ...story.venue.settings,
      exchange: { ...(story.venue.settings['exchange'] as object), options: { ...longTimeout(story) } },
    });
    const now = story.entry + HOUR + MINUTE;
    story.venue.server.setNow(now);
    let open = (): void => undefined;
    const until = new Promise<void>((resolve) => (open = resolve));
    story.venue.server.inject({ kind: 'hold', until }, { endpoint: 'time' });
    let losers = 0;
    const scans = Array.from({ length: 30 }, async () => {
      const ended = await run(['scan', '-c', config, '--json', '--now', new Date(now).toISOString()]);
      if (ended.code === 5) losers += 1;
      if (losers === 29) open();
      return ended;
    });
    const all = await Promise.all(scans);
    const codes = all.map(({ code }) => code);
    expect(codes.filter((code) => code === 0)).toHaveLength(1);
    expect(codes.filter((code) => code === 5)).toHaveLength(29);
    const holders = all
      .filter(({ code }) => code === 5)
      .map(({ stderr }) => /process (\d+) on \S+, since \S+Z/.exec(stderr)?.[1]);
    expect(new Set(holders).size).toBe(1);
    expect(holders[0]).toMatch(/^\d+$/);
    expect(readdirSync(join(folder, 'signals')).filter((name) => name.endsWith('.json'))).toHaveLength(1);
    expect(asked(story).filter((request) => request === 'time')).toHaveLength(1);
  });
});

/** The one that works waits at its first request until the others have come and gone. */
function longTimeout({ venue }: Story): Record<string, unknown> {
  const exchange = venue.settings['exchange'] as { readonly options: Record<string, unknown> };
  return { ...exchange.options, timeout: 60_000 };
}
