import { describe, expect, it, onTestFinished } from 'vitest';
import { openCycleStore } from '../../src/adapters/store/sqlite-cycle-store.ts';
import { AppError } from '../../src/core/domain/app-error.ts';
import type { CandleSource } from '../../src/ports/candle-source.ts';
import type { CycleStore } from '../../src/ports/cycle-store.ts';
import { healthCheck } from '../../src/workflows/health-check.ts';
import { commitOf, sampleRun } from '../support/sample-commit.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const HOUR = 3_600_000;

async function store(): Promise<CycleStore> {
  const opened = await openCycleStore(':memory:');
  onTestFinished(() => {
    opened.close();
  });
  return opened;
}

function venue(fault: AppError | null = null): CandleSource {
  return {
    venue: 'test',
    serverTime: () => Promise.resolve(null),
    marketRules: () => Promise.resolve([]),
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous
    async *pages({ from }) {
      if (fault !== null) throw fault;
      yield [{ ts: from, open: 1, high: 1, low: 1, close: 1, volume: 1 }];
    },
  };
}

async function check(
  given: CycleStore | null,
  { age = 0, fault = null, full = null }: { age?: number; fault?: AppError | null; full?: string | null } = {},
) {
  const clock = virtualClock();
  clock.advance(sampleRun().now + age - clock.now());
  return healthCheck(
    { source: venue(fault), store: given, clock, writeFault: () => full },
    { pairs: [{ x: 'BTC/USDT', y: 'ETH/USDT' }], timeframe: '1h', closeGraceMs: 10_000 },
  );
}

describe('health', () => {
  it('is good with a fresh cycle, a venue that answers and room to write', async () => {
    const given = await store();
    given.commit(sampleRun(), [commitOf()], []);
    expect(await check(given)).toMatchObject({ isHealthy: true, problems: [], warnings: [] });
  });

  it('is bad before the first cycle, 1.5 bars after the last one, without the venue, and on a full disk', async () => {
    const given = await store();
    expect((await check(null)).problems[0]).toMatch(/no cycle has run yet/);
    given.commit(sampleRun(), [commitOf()], []);
    expect((await check(given, { age: 1.4 * HOUR })).isHealthy).toBe(true);
    expect((await check(given, { age: 1.5 * HOUR })).problems[0]).toMatch(/ran 1\.5 bars ago/);
    expect((await check(given, { fault: new AppError('venue', 'binance is gone') })).problems).toEqual([
      'binance is gone',
    ]);
    expect((await check(given, { full: 'the disk is full' })).problems).toEqual(['the disk is full']);
  });

  it('finds the last good cycle however many failed since', async () => {
    const given = await store();
    given.commit(sampleRun(), [commitOf()], []);
    for (let k = 0; k < 60; k++) {
      given.commit(sampleRun({ runId: `failed-${k}`, now: sampleRun().now + k, exitCode: 3 }), [], []);
    }
    const found = await check(given, { age: HOUR });
    expect(found.lastCycleAgeBars).toBeCloseTo(1, 2);
    expect(found.warnings).toEqual(['the last run, at 2024-03-01T08:00Z, ended with exit code 3']);
  });

  it('tells what goes on and what waits, and stays good: all is decided', async () => {
    const given = await store();
    given.commit(sampleRun({ exitCode: 4 }), [commitOf()], ['slack']);
    const [row] = given.undelivered();
    given.beginAttempt(row.id, sampleRun().now);
    given.markFailed(row.id, { error: 'Slack answered 500', isOutcomeUnknown: false, notBefore: null });
    const since = sampleRun().now;
    given.recordTroubles(
      { started: [{ key: 'channel slack', since, reason: 'Slack answered 500' }], ended: [], notices: [] },
      since,
    );
    const found = await check(given);
    expect(found.isHealthy).toBe(true);
    expect(found.warnings).toEqual([
      'channel slack fails since 2024-03-01T08:00Z: Slack answered 500',
      '1 message(s) wait for slack since 2024-03-01T08:00Z: Slack answered 500',
    ]);
  });
});
