import { pairName } from '../domain/pair.ts';
import type { BacktestVerdict, EntryOdds, Ticket, TicketLeg, TicketLevel, TicketPosition } from '../domain/ticket.ts';
import { isoUtc } from '../domain/time.ts';
import { healthJson } from './health-json.ts';
import { orderLines, type OrderLine } from './order-lines.ts';
import { spreadWindowsJson } from '../domain/spread-model.ts';

/** A document of plain values, ready for JSON. */
export type TicketJson = Readonly<Record<string, unknown>>;

const legJson = (leg: TicketLeg) => ({
  symbol: leg.symbol,
  action: leg.action,
  quantity: leg.quantity,
  quantity_decimals: leg.quantityDecimals,
  tick_size: leg.tickSize,
  short_via: leg.shortVia,
  reference_price: leg.referencePrice,
  notional_usd: leg.notionalUsd,
});

const levelJson = (level: TicketLevel | null) =>
  level === null ? null : { z: level.z, price_y: level.priceY, ratio: level.ratio };

const positionJson = (position: TicketPosition | null) =>
  position === null
    ? null
    : {
        entry_ticket_id: position.entryTicketId,
        z_entry: position.zEntry,
        age_bars: position.ageBars,
        pnl: { ...position.pnl },
      };

const oddsJson = (odds: EntryOdds | null) =>
  odds === null
    ? null
    : {
        edge_bps: odds.edgeBps,
        loss_bps: odds.lossBps,
        cost_bps: odds.costBps,
        needed_hit_rate: odds.neededHitRate,
      };

const verdictJson = (verdict: BacktestVerdict | null) =>
  verdict === null
    ? null
    : {
        level: verdict.level,
        sentence: verdict.sentence,
        from: isoUtc(verdict.from),
        to: isoUtc(verdict.to),
        judged_at: isoUtc(verdict.judgedAt),
        same_settings: verdict.isSameSettings,
      };

/** One order of a basket. */
export const orderJson = (order: OrderLine): TicketJson => ({
  leg: order.leg,
  action: order.action,
  instrument: order.instrument,
  quantity: order.quantity,
  limit_price: order.limitPrice,
  guard_bps: order.guardBps,
});

/**
 * A ticket as programs read it: snake_case keys, times as ISO 8601 UTC, units as in the ticket.
 * NaN stays NaN here and becomes null once it is written as JSON.
 */
export const ticketJson = (ticket: Ticket): TicketJson => ({
  id: ticket.id,
  venue: ticket.venue,
  pair: pairName(ticket.pair),
  timeframe: ticket.timeframe,
  event: ticket.event,
  bar: isoUtc(ticket.bar),
  decided_at: isoUtc(ticket.decidedAt),
  valid_until: isoUtc(ticket.validUntil),
  late_since: ticket.lateSince === null ? null : isoUtc(ticket.lateSince),
  direction: ticket.direction,
  model: ticket.model,
  z: ticket.z,
  z_prev: ticket.zPrev,
  z_in: ticket.zIn,
  z_out: ticket.zOut,
  z_stop: ticket.zStop,
  beta: ticket.beta,
  alpha: ticket.alpha,
  sigma: ticket.sigma,
  windows: spreadWindowsJson(ticket.windows),
  legs: { x: legJson(ticket.legs.x), y: legJson(ticket.legs.y) },
  net_usd: ticket.netUsd,
  net_beta_usd: ticket.netBetaUsd,
  stop: levelJson(ticket.stop),
  exit: levelJson(ticket.exit),
  costs: {
    fees_usd: ticket.costs.feesUsd,
    slippage_usd: ticket.costs.slippageUsd,
    round_trip_fees_usd: ticket.costs.roundTripFeesUsd,
    round_trip_slippage_usd: ticket.costs.roundTripSlippageUsd,
  },
  adv_usd: { x: ticket.advUsd.x, y: ticket.advUsd.y },
  min_adv_usd: ticket.minAdvUsd,
  realized_vol: { x: ticket.realizedVol.x, y: ticket.realizedVol.y },
  max_realized_vol_annual: ticket.maxRealizedVolAnnual,
  filters: ticket.filters.map(({ code, text }) => ({ code, text })),
  position: positionJson(ticket.position),
  z_change: ticket.change,
  beta_share: ticket.betaShare,
  health: ticket.health === null ? null : healthJson(ticket.health),
  odds: oddsJson(ticket.odds),
  record:
    ticket.record === null
      ? null
      : { trades: ticket.record.trades, winners: ticket.record.winners, net_usd: ticket.record.netUsd },
  verdict: verdictJson(ticket.verdict),
  orders: orderLines(ticket).map(orderJson),
  config_hash: ticket.configHash,
  time_zone: ticket.timeZone,
});
