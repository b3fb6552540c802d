import { onTestFinished } from 'vitest';
import { simulatedCandles } from '../../src/adapters/market/simulated-candles.ts';
import { openCycleStore } from '../../src/adapters/store/sqlite-cycle-store.ts';
import { AppError } from '../../src/core/domain/app-error.ts';
import type { DeliveryMarks } from '../../src/core/domain/message.ts';
import type { Notice } from '../../src/core/domain/notice.ts';
import type { EpochMs } from '../../src/core/domain/time.ts';
import type { CycleStore } from '../../src/ports/cycle-store.ts';
import type { TicketSink } from '../../src/ports/ticket-sink.ts';
import { memoryCache } from '../../src/workflows/memory-cache.ts';
import { runScanCycle, type ScanResult } from '../../src/workflows/scan-cycle.ts';
import { NO_SIDEWORK, type ScanOptions, type ScanPorts } from '../../src/workflows/scan-options.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { strategySettings } from '../support/strategy-settings.ts';
import { virtualClock, type VirtualClock } from '../support/virtual-clock.ts';

const HOUR = 3_600_000;

/** How a channel takes what it is given. */
export type ChannelMood = 'up' | 'busy' | 'refusing' | 'lost';

export interface ScriptedChannel {
  readonly sink: TicketSink;
  mood: ChannelMood;
  /** The notices that it took, in their order; what is `lost` was taken too. */
  readonly notices: readonly { readonly notice: Notice; readonly marks: DeliveryMarks }[];
  readonly tickets: readonly string[];
}

export function scriptedChannel(channel: string): ScriptedChannel {
  const notices: { notice: Notice; marks: DeliveryMarks }[] = [];
  const tickets: string[] = [];
  const take = (record: () => void): Promise<void> => {
    switch (scripted.mood) {
      case 'busy':
        return Promise.reject(new AppError('delivery', `${channel} is busy`, { retryable: true }));
      case 'refusing':
        return Promise.reject(new AppError('delivery', `${channel} answered 404`));
      case 'lost':
        record();
        return Promise.reject(
          new AppError('delivery', `${channel} broke off`, { retryable: true, facts: { outcome: 'unknown' } }),
        );
      case 'up':
        record();
        return Promise.resolve();
    }
  };
  const scripted: ScriptedChannel = {
    mood: 'up',
    notices,
    tickets,
    sink: {
      channel,
      deliver: (ticket) => take(() => tickets.push(ticket.id)),
      tell: (notice, marks) => take(() => notices.push({ notice, marks })),
    },
  };
  return scripted;
}

/** Ends a run as a killed process would: nothing after it is done or recorded. */
class Crash extends Error {}

export interface HourlyScans {
  readonly store: CycleStore;
  readonly clock: VirtualClock;
  readonly log: ReturnType<typeof memoryLogger>;
  isVenueDown: boolean;
  /** The next run dies once this is on the disk. */
  dieAfter: 'commit' | 'recordTroubles' | null;
  /** One run, then an hour passes. Null when it died. */
  scan(): Promise<ScanResult | null>;
  /** Another run, some minutes after the last one. */
  scanAgain(): Promise<ScanResult | null>;
}

/** The real scan cycle, hour by hour, on the simulated venue and a database of its own, with scripted channels. */
export async function hourlyScans(
  sinks: readonly TicketSink[],
  options: Partial<ScanOptions> = {},
  start: EpochMs = Date.UTC(2024, 2, 1, 0, 1),
): Promise<HourlyScans> {
  const clock = virtualClock(start);
  const log = memoryLogger();
  const store = await openCycleStore(':memory:');
  onTestFinished(() => {
    store.close();
  });
  const venue = simulatedCandles(clock);
  const dying = (name: 'commit' | 'recordTroubles'): void => {
    if (scans.dieAfter !== name) return;
    scans.dieAfter = null;
    throw new Crash();
  };
  const ports: ScanPorts = {
    source: {
      ...venue,
      serverTime: () =>
        scans.isVenueDown ? Promise.reject(new AppError('venue', 'the venue is down')) : venue.serverTime(),
    },
    funding: null,
    cache: memoryCache(),
    store: {
      ...store,
      commit: (...args) => {
        store.commit(...args);
        dying('commit');
      },
      recordTroubles: (...args) => {
        store.recordTroubles(...args);
        dying('recordTroubles');
      },
    },
    sinks,
    journal: { write: () => Promise.resolve() },
    verdictOf: () => Promise.resolve(null),
    heartbeat: { success: () => Promise.resolve(), failure: () => Promise.resolve() },
    calibrations: { read: () => null, write: () => undefined },
    files: { write: () => undefined },
    chartAssets: () => Promise.resolve({ chartScript: '', chartStyle: '' }),
    clock,
    log,
    random: () => 0.5,
  };
  let runs = 0;
  const run = async (): Promise<ScanResult | null> => {
    try {
      return await runScanCycle(ports, {
        pairs: [{ x: 'BTC/USDT', y: 'ETH/USDT' }],
        timeframe: '1h',
        settings: strategySettings(),
        historyBars: 400,
        closeGraceMs: 10_000,
        configHash: 'test',
        timeZone: null,
        ...NO_SIDEWORK,
        isDryRun: false,
        isOffline: false,
        ...options,
      });
    } catch (error) {
      if (error instanceof Crash) return null;
      throw error;
    }
  };
  const scans: HourlyScans = {
    store,
    clock,
    log,
    isVenueDown: false,
    dieAfter: null,
    scan: () => {
      // Waits for channels move the clock: every run begins at its own hour.
      clock.advance(start + runs++ * HOUR - clock.now());
      return run();
    },
    scanAgain: () => {
      clock.advance(5 * 60_000);
      return run();
    },
  };
  return scans;
}
