import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { peakBytes, wallMs } from './scan/measured-process.ts';
import { startVenueProcess, type VenueProcess } from './scan/venue-process.ts';
import { makeWorkspace } from './scan/workspace.ts';
import { FIRST_SCAN, HOUR_MS, TEN_YEARS, world } from './scan/world.ts';

const ROUNDS = 20;
const MEMORY_ROUNDS = 3;
const TWO_MONTHS = 61 * 24;

/** Beside the installed packages, which the bundle finds from there; `dist` is left as it is. */
const BUNDLE = fileURLToPath(new URL('../node_modules/.cache/statarb-bench/', import.meta.url));

/** What one round measures, ms. */
type Round = Readonly<Record<'empty' | 'help' | 'warm' | 'full' | 'again' | 'tenYears', number>>;

/**
 * The whole process of a scan, as cron starts it, against an empty Node process: wall time and peak memory. Every round
 * runs all of them one after the other, so that what else the machine does hits all alike; the fastest of each count.
 * @returns whether every target is met
 */
export async function benchScan(): Promise<boolean> {
  execFileSync(process.execPath, [
    fileURLToPath(new URL('../scripts/build.mjs', import.meta.url)),
    fileURLToPath(new URL('../src/main.ts', import.meta.url)),
    BUNDLE,
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'statarb-bench-'));
  const venue = await startVenueProcess();
  try {
    const candles = world();
    const short = await makeWorkspace(join(folder, 'two-months'), venue.url, candles, TWO_MONTHS);
    const long = await makeWorkspace(join(folder, 'ten-years'), venue.url, candles, TEN_YEARS);
    const full = await makeWorkspace(join(folder, 'with-outputs'), venue.url, candles, TWO_MONTHS, 'full');
    return report(...(await measure(folder, venue, short, full, long)));
  } finally {
    venue.stop();
    rmSync(folder, { recursive: true });
  }
}

async function measure(
  folder: string,
  venue: VenueProcess,
  short: string,
  full: string,
  long: string,
): Promise<[rounds: readonly Round[], peaks: readonly number[]]> {
  const statarb = join(BUNDLE, 'main.js');
  let hour = 0;
  const scanOf = (config: string): string[] => {
    const now = new Date(FIRST_SCAN + hour * HOUR_MS + 60_000).toISOString();
    return [statarb, 'scan', '--config', config, '--now', now];
  };
  const nextHour = async (): Promise<void> => {
    hour += 1;
    await venue.setNow(FIRST_SCAN + hour * HOUR_MS + 60_000);
  };

  // The first scans fetch the market rules and make the state; files and programs are in the system's cache from then on.
  await venue.setNow(FIRST_SCAN + 60_000);
  for (const config of [short, full, long]) wallMs(scanOf(config));

  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await nextHour();
    const empty = wallMs(['-e', '0']);
    const help = wallMs([statarb, '--help']);
    // Whichever comes first in an hour may pay for what the other finds ready: take turns.
    const turns = [short, full, long].map((_, k, all) => all[(k + round) % all.length]);
    const times = new Map(turns.map((config) => [config, wallMs(scanOf(config))]));
    const [warm = NaN, withOutputs = NaN, tenYears = NaN] = [short, full, long].map((config) => times.get(config));
    rounds.push({ empty, help, warm, full: withOutputs, tenYears, again: wallMs(scanOf(short)) });
  }
  const peaks: number[] = [];
  for (let round = 0; round < MEMORY_ROUNDS; round++) {
    await nextHour();
    for (const config of [short, full, long]) peaks.push(peakBytes(scanOf(config), folder));
  }
  return [rounds, peaks];
}

/** Prints the table. */
function report(rounds: readonly Round[], peaks: readonly number[]): boolean {
  const best = (what: keyof Round): number => Math.min(...rounds.map((round) => round[what]));
  const typical = (what: keyof Round): number => median(rounds.map((round) => round[what]));
  const ratio = (what: keyof Round, to: keyof Round): number => best(what) / best(to);
  const peakMb = Math.max(...peaks) / 1e6;
  const times = (what: keyof Round): string => `${best(what).toFixed(0)} / ${typical(what).toFixed(0)}`;

  const rows: readonly (readonly [what: string, ms: string, found: number, unit: string, target: number | null])[] = [
    ['empty `node -e 0`', times('empty'), 1, '× empty', null],
    ['statarb --help', times('help'), ratio('help', 'empty'), '× empty', 2],
    ['warm scan, one new bar a leg', times('warm'), ratio('warm', 'empty'), '× empty', 8],
    ['with dashboard and metrics', times('full'), ratio('full', 'warm'), '× without', 1.3],
    ['second scan of the same hour', times('again'), ratio('again', 'empty'), '× empty', null],
    ['warm scan, ten years cached', times('tenYears'), ratio('tenYears', 'warm'), '× two months', 1.1],
    ['peak memory of a warm scan', '', peakMb, 'MB', 130],
  ];
  console.log(`${'what'.padEnd(30)}  ${'best / median ms'.padStart(16)}  ${'measured'.padEnd(18)}  target`);
  for (const [what, ms, found, unit, target] of rows) {
    const verdict = target === null ? '' : `${target} ${unit}: ${found < target ? 'met' : 'MISSED'}`;
    console.log(`${what.padEnd(30)}  ${ms.padStart(16)}  ${`${found.toFixed(2)} ${unit}`.padEnd(18)}  ${verdict}`);
  }
  return rows.every(([, , found, , target]) => target === null || found < target);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
