import { paperCurve } from '../core/book/paper-curve.ts';
import { whatIf } from '../core/book/what-if.ts';
import { alignCandles, barIndex, firstIndexAt, type AlignedCandles } from '../core/domain/aligned-candles.ts';
import type { CandleSeries } from '../core/domain/candle.ts';
import { isEntry } from '../core/domain/order.ts';
import { isPerpetual, pairName, type Legs, type Pair } from '../core/domain/pair.ts';
import type { Book } from '../core/domain/position.ts';
import { timeframeMs, type EpochMs } from '../core/domain/time.ts';
import { logColumn } from '../core/features/log-column.ts';
import { featureFrame, spreadMemory } from '../core/features/feature-frame.ts';
import type { DataQuality, PairPast, UnopenedEntry } from '../core/report/dashboard/dashboard-model.ts';
import type { DecisionContext } from '../core/strategy/decision-context.ts';
import { rollingEngleGranger } from '../core/stats/rolling-engle-granger.ts';
import { refusalInWords } from '../core/tickets/refusal-words.ts';
import type { DamagedMonth } from '../ports/candle-cache.ts';
import type { DecisionRecord } from '../ports/cycle-store.ts';
import type { DashboardOptions, DashboardPorts } from './dashboard-options.ts';

/** Bars that are shown: a month of hours. */
const SHOWN_BARS = 720;
/** More trades than this cannot end in the bars that are shown: each takes three. */
const MOST_TRADES = SHOWN_BARS / 3;
const MOST_EVENTS = SHOWN_BARS;
/** Refused and missed entries whose outcome is worked out. */
const MOST_UNOPENED = 50;

/**
 * What the cached candles of a pair say of the bars up to the last decided one: features, account, and what was not opened.
 * Asks no venue. Null where the legs have no common bar.
 * @param last the last decided bar
 */
export async function boardPast(
  ports: DashboardPorts,
  options: DashboardOptions,
  pair: Pair,
  book: Book,
  last: EpochMs,
): Promise<PairPast | null> {
  const { settings, timeframe, healthBars } = options;
  const barMs = timeframeMs(timeframe);
  const venue = ports.source.venue;
  const series: Legs<CandleSeries> = {
    x: { venue, symbol: pair.x, timeframe },
    y: { venue, symbol: pair.y, timeframe },
  };
  // Enough for the first bar shown to have its z; a little rounding differs from the whole history's, which no eye can see.
  const warmUp = Math.max(spreadMemory(settings), healthBars ?? 0);
  const first = last - (SHOWN_BARS + warmUp - 1) * barMs;
  const end = last + barMs;
  const [x, y] = await Promise.all([ports.cache.read(series.x, first, end), ports.cache.read(series.y, first, end)]);
  const candles = alignCandles(x.candles, y.candles, barMs);
  const from = firstIndexAt(candles.ts, last - (SHOWN_BARS - 1) * barMs);
  const size = candles.ts.length;
  if (from === size) return null;

  const shownFrom = candles.ts[from];
  const features = featureFrame(candles, settings.windows, settings.strategy);
  const decisions = ports.store.decisions({
    ...{ pair: pairName(pair), eventsOnly: true, from: shownFrom, to: end, limit: MOST_EVENTS },
  });
  const trades = ports.store.recentTrades(pairName(pair), MOST_TRADES).filter(({ exitTs }) => exitTs > shownFrom);
  const healthP = features.healthP ?? rollingHealth(candles, healthBars);
  const ratio = new Float64Array(size - from);
  for (let i = from; i < size; i++) ratio[i - from] = candles.y.close[i] / candles.x.close[i];
  return {
    from: shownFrom,
    to: candles.ts[size - 1],
    ts: candles.ts.subarray(from),
    z: features.z.subarray(from),
    beta: features.beta.subarray(from),
    healthP: healthP?.subarray(from) ?? null,
    ratio,
    equity: paperCurve(candles, from, book, trades),
    events: decisions.map(({ bar, kind, event, z }) => ({ bar, kind, event, z })).reverse(),
    trades,
    unopened: await unopenedEntries(ports, decisions, pair, { candles, features, settings }),
    quality: quality(ports, series, candles, shownFrom, end, [
      ...x.damaged.map((month) => ({ ...month, symbol: pair.x })),
      ...y.damaged.map((month) => ({ ...month, symbol: pair.y })),
    ]),
  };
}

/** The p-value that no rule asks for but that is shown; null where the health is not measured. */
function rollingHealth(candles: AlignedCandles, bars: number | null): Float64Array | null {
  if (bars === null) return null;
  return rollingEngleGranger(logColumn(candles.x.close), logColumn(candles.y.close), candles, bars);
}

async function unopenedEntries(
  ports: DashboardPorts,
  decisions: readonly DecisionRecord[],
  pair: Pair,
  frame: Pick<DecisionContext, 'candles' | 'features' | 'settings'>,
): Promise<UnopenedEntry[]> {
  const entries = decisions
    .flatMap((decision) => {
      const { kind, event } = decision;
      const isUnopened = (kind === 'refused' || kind === 'missed') && event !== null && isEntry(event);
      return isUnopened ? [{ decision, kind, event }] : [];
    })
    .slice(0, MOST_UNOPENED);
  if (entries.length === 0) return [];
  const context: DecisionContext = { ...frame, ...(await venueFacts(ports, pair, frame.candles)) };
  return entries.map(({ decision, kind, event }) => {
    const i = barIndex(context.candles, decision.bar);
    const found = i < 1 ? null : whatIf(context, i, event);
    return {
      bar: decision.bar,
      kind,
      event,
      z: decision.z,
      reason: kind === 'missed' ? 'decided late: its price was gone' : decision.reasons.map(refusalInWords).join('; '),
      outcome: found && {
        pnl: found.pnl,
        ended: found.closed && { by: found.closed.exitReason, bars: found.closed.barsHeld },
      },
    };
  });
}

/** Lot rules and funding as far as they are known on this machine. */
async function venueFacts(
  { source, cache }: DashboardPorts,
  pair: Pair,
  { ts, barMs }: AlignedCandles,
): Promise<Pick<DecisionContext, 'rules' | 'funding'>> {
  const stamps = (symbol: string) =>
    isPerpetual(symbol) ? cache.readFunding(source.venue, symbol, ts[0], ts[ts.length - 1] + barMs) : [];
  const [rules, x, y] = await Promise.all([
    source.marketRules([pair.x, pair.y], { isOffline: true }),
    stamps(pair.x),
    stamps(pair.y),
  ]);
  const ruleOf = (symbol: string) => rules.find((rule) => rule.symbol === symbol) ?? null;
  return { rules: { x: ruleOf(pair.x), y: ruleOf(pair.y) }, funding: { x, y } };
}

function quality(
  { store }: DashboardPorts,
  series: Legs<CandleSeries>,
  { ts, filled, gaps }: AlignedCandles,
  from: EpochMs,
  end: EpochMs,
  damaged: readonly (DamagedMonth & { readonly symbol: string })[],
): DataQuality {
  return {
    filled: [...ts].filter((time, i) => filled[i] === 1 && time >= from),
    gaps: gaps.filter((gap) => gap.ts >= from),
    revised: [series.x, series.y].flatMap((one) =>
      store.revisedBars(one, from, end).map((bar) => ({ symbol: one.symbol, ...bar })),
    ),
    damaged: damaged.map(({ symbol, from: since, reason }) => ({ symbol, from: since, reason })),
  };
}
