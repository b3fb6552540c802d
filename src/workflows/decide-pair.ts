import { catchUp, type BarOutcome } from '../core/book/catch-up.ts';
import { barIndex, firstIndexAt } from '../core/domain/aligned-candles.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { CandleSeries } from '../core/domain/candle.ts';
import type { ZInputs } from '../core/domain/decision-why.ts';
import type { FundingRate } from '../core/domain/funding.ts';
import type { MarketRules } from '../core/domain/market-rules.ts';
import { isEntry } from '../core/domain/order.ts';
import { pairName, type Legs, type Pair } from '../core/domain/pair.ts';
import type { PairHealth } from '../core/domain/pair-health.ts';
import { newBook, positionSide, type Book, type ClosedTrade } from '../core/domain/position.ts';
import type { PairRecord } from '../core/domain/ticket.ts';
import { isoMinute, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import { featureFrame, warmUpBars } from '../core/features/feature-frame.ts';
import { logColumn } from '../core/features/log-column.ts';
import { pairHealth } from '../core/features/pair-health.ts';
import { zChange } from '../core/features/z-change.ts';
import type { DecisionContext } from '../core/strategy/decision-context.ts';
import { buildTicket, type TicketHeading } from '../core/tickets/build-ticket.ts';
import { renderText } from '../core/tickets/render-text.ts';
import type { PairCommit, PairState, TicketRecord } from '../ports/cycle-store.ts';
import { decisionRecord } from './decision-record.ts';
import { knownHealthNull } from './known-health-null.ts';
import { latestVerdict } from './latest-verdict.ts';
import { loadFrame, type LoadedFrame } from './load-frame.ts';
import type { ScanOptions, ScanPorts } from './scan-options.ts';
import { marketName } from './trial-names.ts';

/** Looking further back by this much gets past any outage seen so far (33 hours). */
const LONG_OUTAGE_BARS = 48;

/** What the venue says of one pair beside its candles. */
export interface PairFacts {
  readonly rules: Legs<MarketRules | null>;
  readonly funding: Legs<readonly FundingRate[]>;
}

export interface DecidedPair {
  readonly commit: PairCommit;
  readonly repaired: LoadedFrame['repaired'];
}

/**
 * Decides every bar of a pair that is closed and not decided yet, up to `newest`; nothing is stored. A pair without a
 * history starts flat and decides its newest bar alone.
 * @param state what is decided already; its newest bar lies before `newest`
 */
export async function decidePair(
  ports: ScanPorts,
  options: ScanOptions,
  pair: Pair,
  state: PairState | null,
  facts: PairFacts,
  newest: EpochMs,
  runId: string,
): Promise<DecidedPair> {
  const { settings, timeframe } = options;
  const barMs = timeframeMs(timeframe);
  const firstUndecided = state === null ? newest : state.lastDecision.bar + barMs;
  const { candles, repaired } = await loadWarmFrame(ports, options, pair, firstUndecided, newest);
  const context: DecisionContext = {
    candles,
    features: featureFrame(candles, settings.windows, settings.strategy),
    settings,
    ...facts,
  };
  const start = firstIndexAt(candles.ts, firstUndecided);
  const before = state?.book ?? newBook(settings.risk.accountUsd);
  const { book, outcomes, trades } = catchUp(context, start, before);
  const logs = { x: logColumn(candles.x.close), y: logColumn(candles.y.close) };
  const health = healthOf(ports, options, context, logs);
  const decisions = outcomes.map((outcome) =>
    decisionRecord(context, logs, outcome, health(outcome.i), pairName(pair), runId),
  );
  const newestOutcome = outcomes.at(-1);
  const heading = {
    ...{ venue: ports.source.venue, pair, timeframe, configHash: options.configHash, timeZone: options.timeZone },
    ...zWords(decisions.at(-1)?.why?.inputs ?? null),
    health: decisions.at(-1)?.why?.health ?? null,
  };
  return {
    commit: {
      pair: pairName(pair),
      decisions,
      book,
      position: positionSide(book),
      trades,
      ticket: newestOutcome === undefined ? null : await ticketOf(ports, context, newestOutcome, book, trades, heading),
    },
    repaired,
  };
}

/** The frame from far enough back that every feature of the undecided bars is what the whole history would give. */
async function loadWarmFrame(
  ports: ScanPorts,
  options: ScanOptions,
  pair: Pair,
  firstUndecided: EpochMs,
  newest: EpochMs,
): Promise<LoadedFrame> {
  const { settings, timeframe, isOffline } = options;
  const barMs = timeframeMs(timeframe);
  const series = (symbol: string): CandleSeries => ({ venue: ports.source.venue, symbol, timeframe });
  const legs = { x: series(pair.x), y: series(pair.y) };
  const needed = Math.max(warmUpBars(settings), options.healthBars ?? 0);
  // Hours dropped on one leg, or an outage where the load begins, leave too few bars: look further back, to the listing at most.
  let available = 0;
  for (let bars = needed; ;) {
    const frame = await loadFrame(ports, legs, firstUndecided - (bars - 1) * barMs, newest, barMs, isOffline);
    const before = available;
    available = firstIndexAt(frame.candles.ts, firstUndecided) + 1;
    if (available >= needed || available === before) return requireBars(frame, pair, newest);
    bars += needed - available + LONG_OUTAGE_BARS;
  }
}

function requireBars(frame: LoadedFrame, pair: Pair, newest: EpochMs): LoadedFrame {
  if (barIndex(frame.candles, newest) > 0) return frame;
  throw new AppError(
    'data',
    `${pairName(pair)} has no common history before ${isoMinute(newest)}: nothing can be decided`,
  );
}

/** Measures the pair's health on the newest bar, and on every bar while a rule reads it; null elsewhere. */
function healthOf(
  { calibrations }: ScanPorts,
  { healthBars }: ScanOptions,
  { features: { healthP }, candles }: DecisionContext,
  logs: Legs<Float64Array>,
): (i: number) => PairHealth | null {
  if (healthBars === null) return () => null;
  const walks = knownHealthNull(calibrations, healthBars);
  return (i) =>
    healthP === null && i < candles.ts.length - 1 ? null : pairHealth(logs, healthP, healthBars, walks, i);
}

/** Why z is where it is, as a ticket tells it. */
const zWords = (inputs: ZInputs | null): Pick<TicketHeading, 'change' | 'betaShare'> => ({
  change: inputs === null ? null : zChange(inputs),
  betaShare: inputs?.betaShare ?? null,
});

async function ticketOf(
  ports: ScanPorts,
  context: DecisionContext,
  { i, decision, lateSince }: BarOutcome,
  book: Book,
  closed: readonly ClosedTrade[],
  heading: Omit<TicketHeading, 'record' | 'verdict'>,
): Promise<TicketRecord | null> {
  if (decision.kind !== 'trade') return null;
  const { venue, pair, timeframe } = heading;
  const earlier = ports.store.tradeTotals(pairName(pair));
  const verdict = isEntry(decision.event)
    ? await latestVerdict(ports, marketName(venue, pair, timeframe), context.settings)
    : null;
  const ticket = buildTicket(context, i, decision.order, book, lateSince, {
    ...heading,
    record: pairRecord(earlier, closed),
    verdict,
  });
  return { ticket, text: renderText(ticket) };
}

/** With the trades that this run closes and that are not recorded yet. */
const pairRecord = (earlier: PairRecord, closed: readonly ClosedTrade[]): PairRecord => ({
  trades: earlier.trades + closed.length,
  winners: earlier.winners + closed.filter(({ net }) => net > 0).length,
  netUsd: closed.reduce((sum, { net }) => sum + net, earlier.netUsd),
});
