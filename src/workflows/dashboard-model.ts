import { pairName, type Pair } from '../core/domain/pair.ts';
import { newBook } from '../core/domain/position.ts';
import { timeframeMs, type EpochMs } from '../core/domain/time.ts';
import { zChange } from '../core/features/z-change.ts';
import { pairTrouble } from '../core/notices/trouble-notices.ts';
import type { Dashboard, LastDecision, PairBoard, RealHoldings } from '../core/report/dashboard/dashboard-model.ts';
import type { DecisionRecord, RunRecord } from '../ports/cycle-store.ts';
import { boardPast } from './board-past.ts';
import type { DashboardOptions, DashboardPorts } from './dashboard-options.ts';
import { pairStanding } from './pair-standing.ts';
import { realHoldings } from './real-holdings.ts';
import { runLine } from './run-line.ts';

const SHOWN_RUNS = 48;
const SHOWN_TICKETS = 12;

/**
 * Reads all that the dashboard shows: the store, the last month of cached candles, the ledger's verdict.
 * @param run the run that is just ending, whose row in the store is not complete yet; null when there is none
 */
export async function dashboardModel(
  ports: DashboardPorts,
  options: DashboardOptions,
  now: EpochMs,
  run: RunRecord | null,
): Promise<Dashboard> {
  const { store, source } = ports;
  const { timeframe, settings, configHash, ticketLinks } = options;
  const troubles = store.openTroubles();
  const real = realHoldings(store);
  const boards: PairBoard[] = [];
  for (const pair of options.pairs) {
    const key = pairTrouble(pairName(pair));
    const trouble = troubles.find((one) => one.key === key) ?? null;
    boards.push({ ...(await pairBoard(ports, options, real, pair)), trouble });
  }
  const runs = store.runs(SHOWN_RUNS).map((stored) => (stored.runId === run?.runId ? run : stored));
  return {
    now,
    venue: source.venue,
    timeframe,
    barMs: timeframeMs(timeframe),
    settings,
    configHash,
    boards,
    runs: runs.map(runLine),
    channels: store.channels(),
    troubles,
    ticketLinks,
  };
}

async function pairBoard(
  ports: DashboardPorts,
  options: DashboardOptions,
  real: ReadonlyMap<string, RealHoldings>,
  pair: Pair,
): Promise<Omit<PairBoard, 'trouble'>> {
  const name = pairName(pair);
  const { state, nextDecisionAt, openPnl, equityUsd, record, verdict } = await pairStanding(ports, pair, {
    ...options,
    venue: ports.source.venue,
  });
  const book = state?.book ?? newBook(options.settings.risk.accountUsd);
  return {
    pair,
    decision: state === null ? null : lastDecision(state.lastDecision),
    nextDecisionAt,
    book,
    openPnl,
    equityUsd,
    record,
    verdict,
    tickets: ports.store.recentTickets(name, SHOWN_TICKETS).map(({ ticket }) => ticket),
    trades: ports.store.recentTrades(name, SHOWN_TICKETS),
    past: state === null ? null : await boardPast(ports, options, pair, book, state.lastDecision.bar),
    real: real.get(name) ?? null,
  };
}

function lastDecision(decision: DecisionRecord): LastDecision {
  const inputs = decision.why?.inputs ?? null;
  return { ...decision, change: inputs === null ? null : zChange(inputs) };
}
