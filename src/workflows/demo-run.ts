import { isoMinute, timeframeMs } from '../core/domain/time.ts';
import type { SetClock } from '../ports/clock.ts';
import type { TicketRecord } from '../ports/cycle-store.ts';
import { runScanCycle } from './scan-cycle.ts';
import type { ScanOptions, ScanPorts } from './scan-options.ts';

export interface DemoResult {
  readonly totals: {
    readonly cycles: number;
    readonly from: string;
    readonly to: string;
    readonly tickets: number;
    readonly trades: number;
    readonly refused: number;
    /** Cycles in which the venue lacked the newest bar: nothing was decided, the next one caught up. */
    readonly outages: number;
    /** USD after costs, closed trades only. */
    readonly net: number;
  };
  readonly lastTicket: TicketRecord | null;
}

/** Some weeks into the simulated world, so that the first scan finds a history. */
const START = Date.UTC(2024, 2, 1);
const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 86_400_000;

/** Steps the clock hour by hour, as cron would, and runs the real scan cycle at one minute past each. */
export async function runDemo(
  ports: ScanPorts,
  clock: SetClock,
  options: Omit<ScanOptions, 'isDryRun' | 'isOffline'>,
  weeks: number,
  onProgress: (done: number, total: number) => void,
): Promise<DemoResult> {
  const barMs = timeframeMs(options.timeframe);
  const cycles = (weeks * WEEK_MS) / barMs;
  let refused = 0;
  let outages = 0;
  for (let k = 0; k < cycles; k++) {
    clock.set(START + k * barMs + MINUTE_MS);
    // What each run writes over is of use after the last one only.
    const outputs = k + 1 < cycles ? { dashboard: null, metrics: null } : options.outputs;
    const { report } = await runScanCycle(ports, {
      ...options,
      outputs,
      digestMinute: null,
      isDryRun: false,
      isOffline: false,
    });
    outages += report.pairs.filter(({ error }) => error !== null).length;
    for (const { decisions } of report.pairs) refused += decisions.filter(({ kind }) => kind === 'refused').length;
    onProgress(k + 1, cycles);
  }
  const tickets = ports.store.tickets();
  const trades = ports.store.trades();
  return {
    totals: {
      cycles,
      from: isoMinute(START),
      to: isoMinute(START + cycles * barMs),
      tickets: tickets.length,
      trades: trades.length,
      refused,
      outages,
      net: trades.reduce((sum, { trade }) => sum + trade.net, 0),
    },
    lastTicket: tickets.at(-1) ?? null,
  };
}
