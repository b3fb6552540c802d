import { equity } from '../book/settle.ts';
import type { CandleColumns } from '../domain/candle.ts';
import type { FundingRate } from '../domain/funding.ts';
import type { MarketRules } from '../domain/market-rules.ts';
import type { Decision } from '../domain/order.ts';
import { newBook } from '../domain/position.ts';
import { featureFrame } from '../features/feature-frame.ts';
import { decide } from '../strategy/decide.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { differenceTally, type AuditResult } from './audit-result.ts';
import type { BarRange } from './fold-ranges.ts';
import { walkedBooks } from './walked-books.ts';

/** Prices are multiplied by these, quantities divided: x in thousands of its unit, y in hundredths. */
const FACTOR = { x: 1000, y: 0.01 };
/** Largest change of an order's dollars or of the account, as a fraction. */
const TOLERANCE = 1e-6;

const ROLLING_BETA_NOTE =
  'rolling-beta is not invariant by its definition: its spread takes a moving beta times the log price, and another unit shifts the log price';

/**
 * Quotes each leg in another unit (prices times a constant, volumes and lots divided by it) and walks the same bars: every decision,
 * taken in the walk and taken flat, must be the same, and so must the dollars. Under `rolling-beta` it need not be.
 */
export function auditUnits(context: DecisionContext, range: BarRange): AuditResult {
  const { candles, settings } = context;
  const other = inOtherUnits(context);
  const walk = walkedBooks(context, range);
  const otherWalk = walkedBooks(other, range);
  const flat = newBook(settings.risk.accountUsd);
  const tally = differenceTally();
  for (let i = range.from; i < range.to; i++) {
    const [here, there] = [walk[i - range.from], otherWalk[i - range.from]];
    const lines: string[] = [];
    const compare = (what: string, a: Decision, b: Decision): void => {
      if (inWords(a) !== inWords(b)) lines.push(`${what}${inWords(a)}, in other units ${inWords(b)}`);
      else if (!isNear(dollars(context, i, a), dollars(other, i, b)))
        lines.push(`${what}${inWords(a)} of another size`);
    };
    compare('', here.decision, there.decision);
    compare('when flat ', decide(context, i, flat), decide(other, i, flat));
    const [account, otherAccount] = [equity(candles, i, here.settled), equity(other.candles, i, there.settled)];
    if (!isNear(account, otherAccount)) lines.push(`account ${account}, in other units ${otherAccount}`);
    tally.add(candles.ts[i], lines);
  }
  const claim = 'prices times a constant change no decision';
  const known = { name: 'units', claim, checked: Math.max(0, range.to - range.from) } as const;
  return settings.strategy.model === 'rolling-beta' ? tally.result(known, ROLLING_BETA_NOTE) : tally.result(known);
}

function inOtherUnits(context: DecisionContext): DecisionContext {
  const { candles, settings, funding, rules } = context;
  const scaled = {
    ...candles,
    x: scaledLeg(candles.x, FACTOR.x),
    y: scaledLeg(candles.y, FACTOR.y),
  };
  return {
    ...context,
    candles: scaled,
    features: featureFrame(scaled, settings.windows, settings.strategy),
    funding: { x: scaledMarks(funding.x, FACTOR.x), y: scaledMarks(funding.y, FACTOR.y) },
    rules: { x: scaledRules(rules.x, FACTOR.x), y: scaledRules(rules.y, FACTOR.y) },
  };
}

function scaledLeg({ ts, open, high, low, close, volume }: CandleColumns, factor: number): CandleColumns {
  const price = (column: Float64Array): Float64Array => column.map((value) => value * factor);
  return {
    ts,
    open: price(open),
    high: price(high),
    low: price(low),
    close: price(close),
    volume: volume.map((value) => value / factor),
  };
}

const scaledMarks = (rates: readonly FundingRate[], factor: number): readonly FundingRate[] =>
  rates.map((rate) => ({ ...rate, mark: rate.mark === null ? null : rate.mark * factor }));

function scaledRules(rules: MarketRules | null, factor: number): MarketRules | null {
  if (rules === null) return null;
  const times = (value: number | null, by: number): number | null => (value === null ? null : value * by);
  return {
    ...rules,
    lotStep: times(rules.lotStep, 1 / factor),
    minQuantity: times(rules.minQuantity, 1 / factor),
    tickSize: times(rules.tickSize, factor),
  };
}

function inWords(decision: Decision): string {
  if (decision.kind === 'hold') return 'hold';
  const reasons = decision.kind === 'refused' ? ` (${decision.reasons.map(({ code }) => code).join(', ')})` : '';
  return `${decision.kind} ${decision.event}${reasons}`;
}

/** Dollars that an order moves at the close, by sign. */
const dollars = ({ candles }: DecisionContext, i: number, decision: Decision): number =>
  decision.kind === 'trade'
    ? decision.order.quantity.x * candles.x.close[i] - decision.order.quantity.y * candles.y.close[i]
    : 0;

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a));
