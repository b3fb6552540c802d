import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isoUtc } from '../../src/core/domain/time.ts';
import { faults } from '../support/binance-faults.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { commandLine, documentOf } from './command-line.ts';
import { HOUR, MINUTE, writeConfig, type Scanner } from './scanner.ts';
import { simulatedStory } from './simulated-story.ts';

const run = commandLine();

/** Only what is drawn on purpose: scanners of most tests draw nothing. */
const DRAWING = { outputs: { dashboard: true, metrics: false } };

const pageOf = ({ folder }: Pick<Scanner, 'folder'>): string => join(folder, 'reports', 'index.html');

/** The page's text, tags left out. */
const textOf = (path: string): string =>
  readFileSync(path, 'utf8')
    .replace(/^[\s\S]*<main>|<\/main>[\s\S]*$/g, '')
    .replace(/<[^>]+>/g, '');

describe('the dashboard of a scan', () => {
  it('is written by every scan, also by one with nothing new to decide, and says what was decided', async () => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner(DRAWING);
    await story.scanAfter(scanner, story.entry);
    const text = textOf(pageOf(scanner));
    expect(text).toContain('Short spread');
    expect(text).toContain('Place this now');
    expect(text).toMatch(/Entering: z\u00a0[\d.]+ crossed above 2/);
    expect(text).toContain('enter short');

    rmSync(pageOf(scanner));
    await story.scanAfter(scanner, story.entry, 5);
    expect(textOf(pageOf(scanner))).toContain('nothing new');

    await story.scanAfter(scanner, story.entry + HOUR);
    const held = textOf(pageOf(scanner));
    expect(held).toMatch(/Short spread on paper, held 1 bar since/);
    expect(held).not.toContain('Place this now');
  });

  it('is not written by a dry run, nor where the settings turn it off', async () => {
    const story = await simulatedStory({ bars: 760 });
    const dry = story.scanner(DRAWING);
    story.venue.server.setNow(story.entry + HOUR + MINUTE);
    await dry.scan(story.entry + HOUR + MINUTE, { isDryRun: true });
    expect(existsSync(pageOf(dry))).toBe(false);
    const off = story.scanner({ outputs: { dashboard: false } });
    await story.scanAfter(off, story.entry);
    expect(existsSync(pageOf(off))).toBe(false);
  });

  it('tells the trouble when the venue is down, with what was known before', async () => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner(DRAWING);
    await story.scanAfter(scanner, story.entry);
    story.venue.server.inject(faults.geoBlocked(), { times: Infinity });
    await story.scanAfter(scanner, story.entry + HOUR);
    const text = textOf(pageOf(scanner));
    expect(text).toContain(
      `Not decided since ${isoUtc(story.entry + 2 * HOUR)
        .slice(0, 13)
        .replace('T', ' ')}:01 UTC.`,
    );
    expect(text).toContain('not decided (3)');
    expect(text).toContain('Short spread');
  });

  it('is there when the very first scan meets a venue that is down', async () => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner(DRAWING);
    story.venue.server.inject(faults.geoBlocked(), { times: Infinity });
    await story.scanAfter(scanner, story.entry);
    const text = textOf(pageOf(scanner));
    expect(text).toContain('Not started');
    expect(text).toContain('Not decided since');
  });

  it('that cannot be written is told and stops nothing', async () => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner(DRAWING);
    writeFileSync(join(scanner.folder, 'reports'), 'a file where the folder should be');
    const { report } = await story.scanAfter(scanner, story.entry);
    expect(report.pairs[0].error).toBeNull();
    expect(report.deliveries).toEqual({ sent: 1, pending: 0 });
    const told = scanner.logs.filter(({ level }) => level === 'error').map(({ message }) => message);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^the dashboard could not be written; the next run tries again: .*reports/);
    expect(await scanner.read((store) => store.runs(1)[0].exitCode)).toBe(0);
  });
});

describe('statarb report', () => {
  it('writes it anew from what is stored, and asks the venue nothing', async () => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner(DRAWING);
    await story.scanAfter(scanner, story.entry);
    const page = pageOf(scanner);
    const written = readFileSync(page, 'utf8');
    rmSync(page);
    const asked = story.venue.server.requests.length;
    const config = join(scanner.folder, 'config.yaml');
    const now = ['--now', isoUtc(story.entry + HOUR + MINUTE)];
    const ended = await run(['report', '-c', config, ...now, '--json']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(documentOf(ended)).toEqual({ file: page });
    expect(story.venue.server.requests).toHaveLength(asked);
    // All but how long the run took, which was not over when it wrote the page.
    const untimed = (html: string): string => html.replaceAll(/[\d.]+ m?s</g, '<');
    expect(untimed(readFileSync(page, 'utf8'))).toBe(untimed(written));
    const text = await run(['report', '-c', config, ...now]);
    expect(text.stdout).toMatch(/^Dashboard: .*reports\/index\.html\n$/);
  });

  it('before the first scan writes a page that says so, and makes no state', async () => {
    const folder = tempFolder();
    const config = writeConfig(folder, { exchange: 'simulated', symbols: { base: ['BTC/USDT', 'ETH/USDT'] } });
    const ended = await run(['report', '-c', config]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(textOf(pageOf({ folder }))).toContain('Not started');
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('ends with 2 when it is used wrongly and with 3 when the state cannot be read', async () => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner(DRAWING);
    await story.scanAfter(scanner, story.entry);
    const config = join(scanner.folder, 'config.yaml');
    expect((await run(['report', '-c', config, '--now', 'soon'])).code).toBe(2);
    expect((await run(['report', '--open', '-c', config])).code).toBe(2);
    const state = join(scanner.folder, 'data', 'statarb.db');
    truncateSync(state, Math.floor(statSync(state).size / 3 / 4096) * 4096);
    const ended = await run(['report', '-c', config]);
    expect(ended.code, ended.stderr).toBe(3);
    expect(ended.stderr).toContain('statarb.db');
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
  });
});
