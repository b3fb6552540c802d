import { catchUp, type BarOutcome } from '../core/book/catch-up.ts';
import { barIndex, firstIndexAt } from '../core/domain/aligned-candles.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { CandleSeries } from '../core/domain/candle.ts';
import type { FundingRate } from '../core/domain/funding.ts';
import type { MarketRules } from '../core/domain/market-rules.ts';
import { pairName, type Legs, type Pair } from '../core/domain/pair.ts';
import { newBook, positionSide, type Book } from '../core/domain/position.ts';
import { isoMinute, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import { featureFrame, warmUpBars } from '../core/features/feature-frame.ts';
import type { DecisionContext } from '../core/strategy/decision-context.ts';
import { buildTicket } from '../core/tickets/build-ticket.ts';
import { renderText } from '../core/tickets/render-text.ts';
import type { DecisionRecord, PairCommit, PairState, TicketRecord } from '../ports/cycle-store.ts';
import { loadFrame, type LoadedFrame } from './load-frame.ts';
import type { ScanOptions, ScanPorts } from './scan-options.ts';

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
  return {
    commit: {
      pair: pairName(pair),
      decisions: outcomes.map((outcome) => decisionRecord(context, outcome, pairName(pair), runId)),
      book,
      position: positionSide(book),
      trades,
      ticket: ticketOf(context, outcomes.at(-1), book, { ...options, venue: ports.source.venue, pair }),
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
  const needed = warmUpBars(settings.windows, settings.filters);
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

function decisionRecord(
  { candles, features }: DecisionContext,
  { i, decision, isMissed }: BarOutcome,
  pair: string,
  runId: string,
): DecisionRecord {
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    pair,
    bar: candles.ts[i],
    kind: isMissed ? 'missed' : decision.kind,
    event: decision.kind === 'hold' ? null : decision.event,
    reasons: decision.kind === 'refused' ? decision.reasons : [],
    z: known(features.z[i]),
    zPrev: i === 0 ? null : known(features.z[i - 1]),
    beta: known(features.beta[i]),
    alpha: known(features.alpha[i]),
    sigma: known(features.sigma[i]),
    close: { x: candles.x.close[i], y: candles.y.close[i] },
    runId,
  };
}

function ticketOf(
  context: DecisionContext,
  newest: BarOutcome | undefined,
  book: Book,
  { venue, pair, timeframe, configHash, timeZone }: ScanOptions & { readonly venue: string; readonly pair: Pair },
): TicketRecord | null {
  if (newest?.decision.kind !== 'trade') return null;
  const heading = { venue, pair, timeframe, configHash, timeZone };
  const ticket = buildTicket(context, newest.i, newest.decision.order, book, newest.lateSince, heading);
  return { ticket, text: renderText(ticket) };
}
