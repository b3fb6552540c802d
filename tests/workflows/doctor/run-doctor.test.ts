import { describe, expect, it } from 'vitest';
import type { StoredMonth } from '../../../src/core/data-quality/series-quality.ts';
import { AppError } from '../../../src/core/domain/app-error.ts';
import { candleColumns } from '../../../src/core/domain/candle-merge.ts';
import type { CandleSource } from '../../../src/ports/candle-source.ts';
import type { Machine } from '../../../src/ports/machine.ts';
import type { LockHolder, StateCondition } from '../../../src/ports/state-inspection.ts';
import type { CheckLine } from '../../../src/workflows/doctor/check-line.ts';
import { exitCodeOf, runDoctor, type DoctorPatient } from '../../../src/workflows/doctor/run-doctor.ts';
import { calmBars, HOUR } from '../../core/data-quality/planted-series.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const NOW = Date.UTC(2024, 2, 1, 8, 1);

/** A machine and a patient in the best of health, with anything replaced. */
interface Changes {
  readonly machine?: Partial<Machine>;
  readonly source?: Partial<CandleSource> | null;
  readonly condition?: Partial<StateCondition> | null | AppError;
  readonly holder?: LockHolder;
  readonly months?: readonly StoredMonth[];
  readonly setAside?: readonly { path: string; pending: { from: number; to: number } | null }[];
  readonly engine?: () => Promise<string>;
  readonly broken?: AppError;
  readonly hasSecrets?: boolean;
}

async function looked(changes: Changes = {}): Promise<readonly CheckLine[]> {
  const machine: Machine = {
    nodeVersion: '22.20.0',
    nodeRange: '>=20.19 <21 || >=22.13',
    timeZone: 'Etc/UTC',
    utcOffsetMinutes: () => 0,
    probeFolder: () => undefined,
    probeFile: () => undefined,
    space: () => ({ freeBytes: 50e9, fileSystem: '1' }),
    fileMode: () => 0o600,
    connect: () => Promise.resolve(),
    ...changes.machine,
  };
  const source: CandleSource = {
    venue: 'binance',
    serverTime: () => Promise.resolve(NOW),
    marketRules: (symbols) =>
      Promise.resolve(
        symbols.map((symbol) => ({
          ...{ symbol, kind: 'spot' as const, lotStep: 0.0001, minQuantity: null, tickSize: 0.01, minNotional: 5 },
        })),
      ),
    async *pages() {
      yield await Promise.resolve([]);
    },
    ...changes.source,
  };
  const sound: StateCondition = {
    schema: 2,
    newestSchema: 2,
    faults: [],
    walBytes: 0,
    lastRun: { at: NOW - HOUR, exitCode: 0 },
  };
  const { condition } = changes;
  const state = {
    engineVersion: changes.engine ?? (() => Promise.resolve('3.50.0')),
    condition: () => {
      if (condition instanceof AppError) return Promise.reject(condition);
      return Promise.resolve(condition === null ? null : { ...sound, ...condition });
    },
    lockHolder: () => changes.holder ?? null,
  };
  const rows = candleColumns(calmBars(24, 1, NOW - 60_000 - 24 * HOUR));
  const months = changes.months ?? [{ month: '2024-02', path: '/c/2024-02.parquet', rows, damage: null }];
  const patient: DoctorPatient = {
    summary: 'valid',
    venue: 'binance',
    pairs: [{ x: 'BTC/USDT', y: 'ETH/USDT' }],
    timeframe: '1h',
    closeGraceMs: 10_000,
    state,
    cache: { months: () => months, spotSymbols: () => [], setAside: () => changes.setAside ?? [] },
    network:
      changes.source === null ? null : { source, channels: [{ channel: 'slack', host: 'hooks.example', port: 443 }] },
  };
  return runDoctor({ machine, clock: virtualClock(NOW), engine: state }, changes.broken ?? patient, {
    folders: { state: '/s', cache: '/c' },
    files: { state: '/s/statarb.db' },
    dotEnv: '/s/.env',
    hasSecrets: changes.hasSecrets ?? true,
  });
}

const of = (lines: readonly CheckLine[], check: string) => lines.filter((line) => line.check === check);
const unwell = (lines: readonly CheckLine[]) => lines.filter(({ status }) => status !== 'ok');

describe('the doctor', () => {
  it('finds a healthy scanner well in every part', async () => {
    const lines = await looked();
    expect(unwell(lines)).toEqual([]);
    expect(exitCodeOf(lines)).toBe(0);
    expect(new Set(lines.map(({ check }) => check))).toEqual(
      new Set([
        ...['settings', 'node', 'database module', 'time zone', 'write access', 'disk space', 'secrets'],
        ...['clock', 'venue', 'database', 'lock', 'last run', 'cache', 'channel slack'],
      ]),
    );
    expect(of(lines, 'venue').map(({ message }) => message)).toEqual([
      'binance answers',
      'BTC/USDT: spot, lot 0.0001, tick 0.01, least order 5',
      'ETH/USDT: spot, lot 0.0001, tick 0.01, least order 5',
    ]);
  });

  it('asks nobody when it is offline', async () => {
    const lines = await looked({ source: null });
    expect(lines.map(({ check }) => check).filter((check) => /clock|venue|channel/.test(check))).toEqual([]);
  });

  it('tells broken settings in one failing line and looks at what needs none', async () => {
    const lines = await looked({ broken: new AppError('settings', 'config.yaml has 2 mistakes:\n  a\n  b') });
    expect(unwell(lines)).toMatchObject([{ check: 'settings', status: 'fail' }]);
    expect(lines.map(({ check }) => check)).toEqual([
      ...['settings', 'node', 'database module', 'time zone', 'write access', 'disk space', 'secrets'],
    ]);
    expect(exitCodeOf(lines)).toBe(2);
  });

  const storage = new AppError('storage', 'cannot write /c: permission denied (EACCES)');
  const throwing = (error: Error) => () => {
    throw error;
  };
  const CASES: readonly (readonly [string, Changes, string, CheckLine['status'], RegExp, RegExp | null])[] = [
    ['an old Node', { machine: { nodeVersion: '18.0.0' } }, 'node', 'fail', /18\.0\.0 is not one/, /install Node/],
    [
      'a database module that does not load',
      { engine: () => Promise.reject(new AppError('storage', 'run `npm rebuild better-sqlite3`')) },
      ...(['database module', 'fail', /npm rebuild/, null] as const),
    ],
    [
      'a time zone with a half hour',
      { machine: { timeZone: 'Asia/Kolkata', utcOffsetMinutes: () => 330 } },
      ...(['time zone', 'warn', /Asia\/Kolkata \(UTC\+05:30\)/, /`31 \* \* \* \*`/] as const),
    ],
    ['no time zone', { machine: { timeZone: null } }, 'time zone', 'warn', /names no time zone/, /timedatectl/],
    [
      'a folder that is read-only',
      { machine: { probeFolder: throwing(storage) } },
      'write access',
      'fail',
      /cannot write/,
      null,
    ],
    [
      'a state file that is read-only',
      { machine: { probeFile: throwing(storage) } },
      'write access',
      'fail',
      /cannot write/,
      null,
    ],
    [
      'a disk that is nearly full',
      { machine: { space: () => ({ freeBytes: 900e6, fileSystem: '1' }) } },
      ...(['disk space', 'warn', /900 MB free for state, cache/, /free some space/] as const),
    ],
    [
      'a full disk',
      { machine: { space: () => ({ freeBytes: 99e6, fileSystem: '1' }) } },
      ...(['disk space', 'fail', /99 MB/, /free some space/] as const),
    ],
    [
      'secrets that all can read',
      { machine: { fileMode: () => 0o644 } },
      'secrets',
      'fail',
      /mode 644/,
      /^chmod 600 \/s\/\.env$/,
    ],
    [
      'secrets that the group can read',
      { machine: { fileMode: () => 0o640 } },
      'secrets',
      'warn',
      /its group/,
      /^chmod 600/,
    ],
    [
      'an open file that holds no secret yet',
      { machine: { fileMode: () => 0o644 }, hasSecrets: false },
      ...(['secrets', 'warn', /holds no secret/, /^chmod 600/] as const),
    ],
    [
      'a clock that is two seconds off',
      { source: { serverTime: () => Promise.resolve(NOW + 2_000) } },
      ...(['clock', 'warn', /differ by 2\.0 s/, /NTP/] as const),
    ],
    [
      'a clock that is a minute off',
      { source: { serverTime: () => Promise.resolve(NOW - 61_000) } },
      ...(['clock', 'fail', /differ by 61\.0 s: nothing is decided/, /NTP/] as const),
    ],
    [
      'a symbol that the venue does not list',
      { source: { marketRules: () => Promise.reject(new AppError('venue', 'binance does not trade BTC/USTD')) } },
      ...(['venue', 'fail', /does not trade BTC\/USTD/, null] as const),
    ],
    [
      'a damaged database',
      { condition: { faults: ['page 3'], lastRun: null } },
      'database',
      'fail',
      /damaged: page 3/,
      /state restore/,
    ],
    [
      'a database of a newer statarb',
      { condition: new AppError('storage', 'a newer statarb') },
      'database',
      'fail',
      /newer/,
      null,
    ],
    ['a journal that only grows', { condition: { walBytes: 100e6 } }, 'database', 'warn', /100 MB/, /close what/],
    [
      'a scan that hangs',
      { holder: { pid: 7, host: 'here', since: NOW - HOUR } },
      ...(['lock', 'warn', /process 7 on here since 2024-03-01T07:01Z/, /process 7/] as const),
    ],
    [
      'a scanner that stands still',
      { condition: { lastRun: { at: NOW - 2 * HOUR, exitCode: 3 } } },
      'last run',
      'warn',
      /2\.0 bars ago, exit code 3/,
      /list-timers/,
    ],
    ['a scanner that never ran', { condition: null }, 'last run', 'warn', /no scan has run/, /statarb init/],
    [
      'a damaged candle file',
      { months: [{ month: '2024-02', path: '/c/x.parquet', rows: null, damage: 'torn' }] },
      ...(['cache', 'warn', /x\.parquet is damaged: torn/, /statarb fetch/] as const),
    ],
    [
      'candles that are still to be fetched again',
      { setAside: [{ path: '/c/y.damaged', pending: { from: 0, to: 1 } }] },
      ...(['cache', 'warn', /y\.damaged has not been fetched again/, /statarb fetch/] as const),
    ],
    [
      'old candles',
      {
        months: [
          { month: '2024-01', path: '/c', rows: candleColumns(calmBars(1, 1, NOW - 60_000 - 9 * HOUR)), damage: null },
        ],
      },
      ...(['cache', 'warn', /9\.0 bars ago/, /statarb scan/] as const),
    ],
    [
      'a channel that cannot be reached',
      { machine: { connect: () => Promise.reject(new AppError('delivery', 'hooks.example:443 cannot be reached')) } },
      ...(['channel slack', 'fail', /cannot be reached/, null] as const),
    ],
  ];

  it.each(CASES)('finds %s, says what to do, and looks on', async (_what, changes, check, status, message, fix) => {
    const lines = await looked(changes);
    const found = of(unwell(lines), check);
    expect(found.length, JSON.stringify(lines)).toBeGreaterThan(0);
    expect(found[0].status).toBe(status);
    expect(found[0].message).toMatch(message);
    if (fix === null) expect(found[0].fix).toBeNull();
    else expect(found[0].fix).toMatch(fix);
    expect(exitCodeOf(lines)).toBe(status === 'fail' ? 3 : 0);
    expect(lines.at(-1)?.check).toBe('channel slack');
  });

  it('takes a run at work for no fault', async () => {
    const lines = await looked({ holder: { pid: 7, host: 'here', since: NOW - 60_000 } });
    expect(of(lines, 'lock')).toMatchObject([{ status: 'ok' }]);
  });

  it('asks for a bar too, for the rules may be those of yesterday', async () => {
    async function* pages() {
      yield await Promise.reject(new AppError('venue', 'binance does not serve this location (451)'));
    }
    const lines = await looked({ source: { pages } });
    expect(of(lines, 'venue')).toMatchObject([{ status: 'fail', message: expect.stringContaining('451') as string }]);
  });

  it('does not hide a fault of ours', async () => {
    await expect(looked({ machine: { space: throwing(new RangeError('ours')) } })).rejects.toThrow(RangeError);
  });
});
