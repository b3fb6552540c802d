import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/workflows/scan-report.ts';
import { differences, expectedCycles } from './expected-cycles.ts';
import { folderTree } from './folder-tree.ts';
import { HOUR, type Scanner } from './scanner.ts';
import { simulatedStory, STORY_START, type Story } from './simulated-story.ts';

type Damage = (bytes: Buffer) => Buffer;

const DAMAGES: readonly (readonly [string, Damage])[] = [
  ['cut off in the middle', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['emptied', () => Buffer.alloc(0)],
  ['with one bit flipped', (bytes) => flipped(bytes, Math.floor(bytes.length / 3))],
  ['overwritten with text', () => Buffer.from('ts,open,high,low,close,volume\n')],
];

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] ^= 0x10;
  return copy;
}

const monthFile = ({ config }: Scanner, base: string, month: string): string =>
  join(config.paths.cache, `binance_${base}-USDT_1h.parquet`, `${month}.parquet`);

function damage(scanner: Scanner, base: string, month: string, how: Damage): void {
  const file = monthFile(scanner, base, month);
  writeFileSync(file, how(readFileSync(file)));
}

/** Decisions of the hours after `from`, with `before` called once ahead of each. */
async function decisionsFrom(
  story: Story,
  scanner: Scanner,
  from: number,
  hours: number,
  before?: (k: number) => void,
) {
  const decisions = [];
  for (let k = 0; k < hours; k++) {
    before?.(k);
    const { report } = await story.scanAfter(scanner, from + k * HOUR);
    expect(report.pairs[0].error).toBeNull();
    decisions.push(...report.pairs[0].decisions);
  }
  return decisions;
}

describe('a cache file that is damaged between two scans', () => {
  // The first hours lie on 2024-01-31: January is the current month, and from the twentieth on an older one.
  it.each(DAMAGES)('and %s is set aside, fetched again, and changes no decision', async (_how, how) => {
    const story = await simulatedStory({ bars: 800 });
    const scanner = story.scanner();
    const start = STORY_START + 24 * HOUR;
    await story.scanAfter(scanner, start);
    const hours = 34;
    const expected = expectedCycles(story.venue.history, scanner.config.settings, start, start + (hours + 1) * HOUR);
    const decisions = await decisionsFrom(story, scanner, start + HOUR, hours, (k) => {
      if (k === 3) damage(scanner, 'ETH', '2024-01', how);
      if (k === 6) for (const base of ['BTC', 'ETH']) damage(scanner, base, '2024-01', how);
      // February has begun at k = 20.
      if (k === 25) damage(scanner, 'BTC', '2024-01', how);
      if (k === 28) for (const base of ['BTC', 'ETH']) damage(scanner, base, '2024-02', how);
      if (k === 31) {
        for (const base of ['BTC', 'ETH']) {
          for (const month of ['2024-01', '2024-02']) damage(scanner, base, month, how);
        }
      }
    });
    expect(differences(decisions, expected.decisions.slice(1))).toEqual([]);
    const warnings = scanner.logs.filter(({ message }) => / is damaged \(.*\): set aside/.test(message));
    expect(warnings).toHaveLength(10);
    const aside = readdirSync(join(scanner.config.paths.cache, '_set-aside/binance_ETH-USDT_1h'));
    expect(aside.some((name) => name.endsWith('.damaged'))).toBe(true);
    // The current month's mark stands for the hours to come; nothing of the month before is missing any more.
    expect(aside).not.toContain('2024-01.refetch.json');
  });

  it('stops an offline scan, which says what to do, and a scan online mends it', async () => {
    const story = await simulatedStory({ bars: 800 });
    const scanner = story.scanner();
    await story.scanAfter(scanner, STORY_START + 48 * HOUR);
    damage(scanner, 'BTC', '2024-01', DAMAGES[2][1]);
    const bar = STORY_START + 49 * HOUR;
    const dry = await scanner.scan(bar + HOUR + 60_000, { isOffline: true });
    expect(exitCodeOf(dry.report)).toBe(3);
    const mended = await story.scanAfter(scanner, bar);
    expect(exitCodeOf(mended.report)).toBe(0);
    const walked = story.expected.decisions.find((one) => one.bar === mended.report.pairs[0].decisions[0].bar);
    expect(mended.report.pairs[0].decisions[0].z).toBeCloseTo(walked?.z ?? NaN, 9);
  });

  it('is left where it is by a dry run, which decides as ever', async () => {
    const story = await simulatedStory({ bars: 800 });
    const scanner = story.scanner();
    await story.scanAfter(scanner, story.entry - HOUR);
    damage(scanner, 'BTC', '2024-01', DAMAGES[2][1]);
    writeFileSync(join(scanner.config.paths.cache, '.2024-01.parquet.999999.tmp'), 'left by a killed run');
    const before = folderTree(scanner.folder);
    const now = story.entry + HOUR + 60_000;
    story.venue.server.setNow(now);
    const { report, tickets } = await scanner.scan(now, { isDryRun: true });
    expect(report.pairs[0].error).toBeNull();
    expect(tickets[0].ticket.z).toBeCloseTo(story.expected.orders[0].z, 9);
    expect(folderTree(scanner.folder)).toEqual(before);
  });
});
