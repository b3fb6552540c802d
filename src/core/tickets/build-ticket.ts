import { equity } from '../book/settle.ts';
import type { ZChange } from '../domain/decision-why.ts';
import { stepDecimals } from '../domain/lot.ts';
import { entrySide, isEntry, type Order, type SpreadSide } from '../domain/order.ts';
import { perpetualOf, type Legs, type Pair } from '../domain/pair.ts';
import type { PairHealth } from '../domain/pair-health.ts';
import type { Book, Position } from '../domain/position.ts';
import { spreadWindows, subtractsAlpha } from '../domain/spread-model.ts';
import type { BacktestVerdict, PairRecord, Ticket, TicketLeg, TicketLevel, TicketPosition } from '../domain/ticket.ts';
import type { EpochMs } from '../domain/time.ts';
import { legFill } from '../strategy/costs.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { entryOdds } from './entry-odds.ts';
import { filterNotes } from './filter-notes.ts';
import { ticketId } from './ticket-id.ts';

/** What a ticket says that no decision depends on. */
export interface TicketHeading {
  readonly venue: string;
  readonly pair: Pair;
  readonly timeframe: string;
  readonly configHash: string;
  readonly timeZone: string | null;
  readonly record: PairRecord;
  readonly verdict: BacktestVerdict | null;
  readonly change: ZChange | null;
  readonly betaShare: number | null;
  readonly health: PairHealth | null;
}

/**
 * The ticket of an order decided on bar i. Costs and P&L are estimates at that bar's closes; the real ones are known when
 * the orders are filled.
 *
 * @param book the paper book before the order became pending
 * @param lateSince the missed bar that should have closed the position, or null
 */
export function buildTicket(
  context: DecisionContext,
  i: number,
  order: Order,
  book: Book,
  lateSince: EpochMs | null,
  heading: TicketHeading,
): Ticket {
  const { candles, features, settings } = context;
  const price = { x: candles.x.close[i], y: candles.y.close[i] };
  const signedUsd = { x: order.quantity.x * price.x, y: order.quantity.y * price.y };
  const fills = {
    x: legFill(order.quantity.x, price.x, settings.costs),
    y: legFill(order.quantity.y, price.y, settings.costs),
  };
  const feesUsd = fills.x.feeUsd + fills.y.feeUsd;
  const slippageUsd = fills.x.slippageUsd + fills.y.slippageUsd;
  const isOpening = isEntry(order.event);
  const bar = candles.ts[i];
  return {
    id: ticketId(heading.pair, bar, order.event),
    ...heading,
    event: order.event,
    bar,
    decidedAt: bar + candles.barMs,
    validUntil: bar + 2 * candles.barMs,
    direction: settings.strategy.direction,
    model: settings.strategy.model,
    z: features.z[i],
    zPrev: features.z[i - 1],
    ...settings.thresholds,
    beta: features.beta[i],
    alpha: features.alpha[i],
    sigma: features.sigma[i],
    windows: spreadWindows(settings),
    legs: {
      x: leg(context, 'x', heading.pair, order, price),
      y: leg(context, 'y', heading.pair, order, price),
    },
    netUsd: signedUsd.x + signedUsd.y,
    netBetaUsd: signedUsd.x + features.beta[i] * signedUsd.y,
    ...(isEntry(order.event) ? levels(context, i, entrySide(order.event)) : { stop: null, exit: null }),
    costs: { feesUsd, slippageUsd, roundTripFeesUsd: 2 * feesUsd, roundTripSlippageUsd: 2 * slippageUsd },
    advUsd: { x: features.advUsd.x[i], y: features.advUsd.y[i] },
    minAdvUsd: settings.filters.minAdvUsd,
    realizedVol: { x: features.realizedVol.x[i], y: features.realizedVol.y[i] },
    maxRealizedVolAnnual: settings.filters.maxRealizedVolAnnual,
    filters: isOpening ? filterNotes(context, i, signedUsd) : [],
    position:
      book.position === null ? null : closing(context, i, book, book.position, feesUsd, slippageUsd, heading.pair),
    ...(isOpening
      ? {
          odds: entryOdds(
            settings,
            features.z[i],
            features.sigma[i],
            2 * (feesUsd + slippageUsd),
            Math.abs(signedUsd.y),
          ),
        }
      : { odds: null, record: null, verdict: null }),
    lateSince,
  };
}

function leg(
  { rules }: DecisionContext,
  role: 'x' | 'y',
  pair: Pair,
  { event, quantity }: Order,
  price: Legs<number>,
): TicketLeg {
  const step = rules[role]?.lotStep ?? null;
  const symbol = pair[role];
  const action = quantity[role] > 0 ? 'buy' : 'sell';
  const isShort = (action === 'sell') === isEntry(event);
  return {
    symbol,
    action,
    quantity: Math.abs(quantity[role]),
    quantityDecimals: step === null ? null : stepDecimals(step),
    tickSize: rules[role]?.tickSize ?? null,
    referencePrice: price[role],
    notionalUsd: Math.abs(quantity[role]) * price[role],
    shortVia: isShort && !symbol.includes(':') ? perpetualOf(symbol) : null,
  };
}

/** z levels at which the new position would be stopped or left, and the price of y that each means today. */
function levels(
  context: DecisionContext,
  i: number,
  side: SpreadSide,
): { stop: TicketLevel | null; exit: TicketLevel } {
  const { strategy, thresholds } = context.settings;
  // Reversion enters a long spread at negative z, breakout at positive z.
  const enteredAbove = (side === 'short_spread') === (strategy.direction === 'revert');
  const sign = enteredAbove ? 1 : -1;
  return {
    stop: strategy.direction === 'revert' ? level(context, i, sign * thresholds.zStop) : null,
    exit: level(context, i, sign * thresholds.zOut),
  };
}

function level({ candles, features, settings }: DecisionContext, i: number, z: number): TicketLevel {
  const intercept = subtractsAlpha(settings.strategy.model) ? features.alpha[i] : 0;
  const priceX = candles.x.close[i];
  const spread = features.spreadMean[i] + z * features.spreadStd[i];
  const priceY = Math.exp(spread + intercept + features.beta[i] * Math.log(priceX));
  return { z: z === 0 ? 0 : z, priceY, ratio: priceY / priceX };
}

function closing(
  { candles }: DecisionContext,
  i: number,
  book: Book,
  position: Position,
  closingFees: number,
  closingSlippage: number,
  pair: Pair,
): TicketPosition {
  const { entry, fills, filledOn, fundingUsd } = position;
  const paid = fills.x.quantity * fills.x.price + fills.y.quantity * fills.y.price;
  const worth = equity(candles, i, book) - book.cash;
  const fees = fills.x.feeUsd + fills.y.feeUsd + closingFees;
  const slippage = fills.x.slippageUsd + fills.y.slippageUsd + closingSlippage;
  const net = worth - paid - closingSlippage - fees + fundingUsd;
  return {
    entryTicketId: ticketId(pair, entry.decidedOn, entry.event),
    zEntry: entry.z,
    ageBars: Math.round((candles.ts[i] - filledOn) / candles.barMs) + 1,
    pnl: { gross: net + fees + slippage - fundingUsd, fees, slippage, funding: fundingUsd, net },
  };
}
