import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClosedTrade } from '../../src/core/domain/position.ts';
import { utcMonth } from '../../src/core/domain/time.ts';
import { startSlackServer } from '../support/slack-server.ts';
import { runStatarb, type BuiltStatarb, type EndedProcess, type RunOptions } from '../support/statarb-process.ts';
import { durableState, type DurableState } from './durable-state.ts';
import { HOUR_MS, simulatedTrades } from './simulated-trades.ts';

export const preload = (name: string): string => fileURLToPath(new URL(`./preload/${name}`, import.meta.url));

/** One scan that makes a ticket, with what it starts from and what it leaves when nothing goes wrong. */
export interface ScanScenario {
  readonly title: string;
  /** The folder before the scan; copied, never used. */
  readonly base: string;
  readonly now: string;
  readonly event: string;
  readonly ticketId: string;
  readonly before: DurableState;
  readonly after: DurableState;
  /** What is about to be done at each of the scan's write points. */
  readonly points: readonly string[];
  readonly durationMs: number;
}

const CONFIG = `exchange: simulated
symbols: {base: ["BTC/USDT", "ETH/USDT"]}
timeframe: "1h"
history_bars: 400
notifications: {slack_webhook: "\${NOTIFY_SLACK_WEBHOOK}"}
`;

/** A folder with settings and nothing else. */
export function emptyScanFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), CONFIG);
  return folder;
}

/** One `statarb scan` of the simulated venue. */
export const scanOnce = (
  built: BuiltStatarb,
  folder: string,
  now: string,
  webhook: string,
  options: RunOptions = {},
): Promise<EndedProcess> =>
  runStatarb(built, ['scan', '-c', join(folder, 'config.yaml'), '--now', now, '--log-level', 'warn'], {
    ...options,
    env: { NOTIFY_SLACK_WEBHOOK: webhook, ...options.env },
  });

/**
 * Three scans in a row: the very first, in an empty folder, with an entry; one after a day of downtime, with candles of two
 * months, an hour that the venue never had, and an exit; and one that closes the trade and enters the next.
 */
export async function scanScenarios(built: BuiltStatarb, root: string): Promise<readonly ScanScenario[]> {
  const [trade, next] = suitableTrades(await simulatedTrades());
  const steps = [
    { title: 'the first scan of all, which enters', bar: trade.entryDecisionTs, event: /^ENTER_/ },
    { title: 'a scan after a day of downtime, which exits', bar: trade.exitDecisionTs, event: /^EXIT$/ },
    { title: 'a scan that closes a trade and enters the next', bar: next.entryDecisionTs, event: /^ENTER_/ },
  ];
  const scenarios: ScanScenario[] = [];
  let base = emptyScanFolder(join(root, 'base-0'));
  for (const { title, bar, event } of steps) {
    const folder = join(root, `base-${scenarios.length + 1}`);
    cpSync(base, folder, { recursive: true });
    const scenario = await uncrashed(built, {
      title,
      base,
      folder,
      now: new Date(bar + HOUR_MS + 60_000).toISOString(),
    });
    if (!event.test(scenario.event)) throw new Error(`${title}: ${scenario.event} where ${String(event)} was meant`);
    scenarios.push(scenario);
    base = folder;
  }
  return scenarios;
}

/** A trade left by an exit after the turn of a month, and the one after it. */
function suitableTrades(trades: readonly ClosedTrade[]): readonly [ClosedTrade, ClosedTrade] {
  const index = trades.findIndex(
    ({ exitReason, entryDecisionTs, exitDecisionTs }, i) =>
      i < trades.length - 1 && exitReason === 'EXIT' && utcMonth(entryDecisionTs) !== utcMonth(exitDecisionTs),
  );
  if (index < 0) throw new Error('no trade of the simulated venue fits');
  return [trades[index], trades[index + 1]];
}

async function uncrashed(
  built: BuiltStatarb,
  step: { readonly title: string; readonly base: string; readonly folder: string; readonly now: string },
): Promise<ScanScenario> {
  const { title, base, folder, now } = step;
  const trace = `${folder}.points`;
  const slack = await startSlackServer();
  try {
    const begun = performance.now();
    const run = await scanOnce(built, folder, now, slack.webhook, {
      preload: preload('kill-at-write.mjs'),
      env: { CRASH_TRACE: trace },
    });
    const durationMs = performance.now() - begun;
    if (run.code !== 0 || slack.messages.length !== 1) throw new Error(`${title}: ${run.stdout}${run.stderr}`);
    const [before, after] = [durableState(base), durableState(folder)];
    const tickets = after.tables.tickets as readonly { id: string; event: string; created_at: number }[];
    const ticket = tickets.find(({ created_at }) => created_at === Date.parse(now));
    if (ticket === undefined) throw new Error(`${title}: no ticket`);
    const points = readFileSync(trace, 'utf8').trimEnd().split('\n');
    return { title, base, now, event: ticket.event, ticketId: ticket.id, before, after, points, durationMs };
  } finally {
    await slack.close();
  }
}
