import { baseOf } from '../domain/pair.ts';
import type { Ticket, TicketLeg, TicketLevel } from '../domain/ticket.ts';
import { isoMinute } from '../domain/time.ts';
import { entryInWords } from './entry-words.ts';
import { entersLow, eventWords, zCondition } from './event-words.ts';
import { percent, price, quantity, ratio, shortUsd, signedWholeUsd, signedZ, usd } from './format.ts';
import { healthInWords } from './health-words.ts';
import { localTimes } from './local-times.ts';
import { orderTexts, shortNote } from './order-lines.ts';
import { verdictWarning } from './verdict-words.ts';
import { whyInWords } from './why-words.ts';
import { betaWindow } from '../domain/spread-model.ts';

/** The ticket as text for a person: one fact a line, no column wider than a phone needs. */
export function renderText(ticket: Ticket): string {
  const { legs, z, zPrev, costs } = ticket;
  const warning = verdictWarning(ticket.verdict);
  const short = shortNote(ticket);
  const lines = [
    ...(warning === null ? [] : [`**${warning}**`, '']),
    `# ${eventWords(ticket)}`,
    '',
    `Timestamp (UTC): ${isoMinute(ticket.decidedAt)} (close of the bar ${isoMinute(ticket.bar)})`,
    `Valid until: ${isoMinute(ticket.validUntil)}, when the next bar closes`,
    ...localTimes(ticket),
    ...(ticket.lateSince === null
      ? []
      : [`LATE: called for on the bar ${isoMinute(ticket.lateSince)}, which was missed`]),
    `Signal: ${eventWords(ticket)}`,
    `z = ${signedZ(z)} (${zCondition(ticket)}), before ${signedZ(zPrev)}`,
    ...whyInWords(ticket),
    `β = ${ratio(ticket.beta)} (window=${String(betaWindow(ticket.windows))}), z window ${String(ticket.windows.zscore)}, ${ticket.model}, ${ticket.direction}`,
    '',
    `1. ${orderLine(legs.y)}`,
    `2. ${orderLine(legs.x)}`,
    `Notional: ${legNotional(legs.y)} / ${legNotional(legs.x)}`,
    ...(ticket.position === null
      ? [
          `Net: ${usd(ticket.netUsd)} in dollars, ${usd(ticket.netBetaUsd)} after the hedge (beta-neutral, not dollar-neutral)`,
        ]
      : []),
    '',
    ...conditions(ticket),
    `Est. fees: ${usd(costs.feesUsd)} | Est. slippage: ${usd(costs.slippageUsd)}`,
    ...(ticket.position === null
      ? [`Round trip: ${usd(costs.roundTripFeesUsd)} fees + ${usd(costs.roundTripSlippageUsd)} slippage`]
      : []),
    ...closes(ticket),
    ...entryInWords(ticket),
    ...healthInWords(ticket.health),
    `ADV a bar: ${shortUsd(ticket.advUsd.y)} ${baseOf(legs.y.symbol)}, ${shortUsd(ticket.advUsd.x)} ${baseOf(legs.x.symbol)} (limit ${shortUsd(ticket.minAdvUsd)})`,
    `Volatility a year: ${percent(ticket.realizedVol.y)} ${baseOf(legs.y.symbol)}, ${percent(ticket.realizedVol.x)} ${baseOf(legs.x.symbol)} (limit ${percent(ticket.maxRealizedVolAnnual)})`,
    ...(ticket.filters.length === 0 ? [] : [`Notes: ${ticket.filters.map((note) => note.text).join('; ')}`]),
    '',
    'Orders, to copy:',
    ...orderTexts(ticket).map((line) => `    ${line}`),
    ...(short === null ? [] : [short]),
    '',
    `Ticket: ${ticket.id}`,
    `Venue: ${ticket.venue}, ${ticket.timeframe} bars | config ${ticket.configHash}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** A level as a condition: `z < -3.5: ETH/BTC 0.0512 (ETH at 3,010.2, BTC unchanged)`. */
function levelText(ticket: Ticket, level: TicketLevel, relation: '<' | '>'): string {
  const y = baseOf(ticket.legs.y.symbol);
  const x = baseOf(ticket.legs.x.symbol);
  return `z ${relation} ${String(level.z)}: ${y}/${x} ${price(level.ratio)} (${y} at ${price(level.priceY)}, ${x} unchanged)`;
}

function conditions(ticket: Ticket): string[] {
  const { stop, exit } = ticket;
  if (exit === null) return [];
  const [back, away] = entersLow(ticket) ? (['>', '<'] as const) : (['<', '>'] as const);
  return [
    stop === null
      ? 'Stop: none when following the breakout'
      : `Stop: |z| > ${String(Math.abs(stop.z))}, here ${levelText(ticket, stop, away)}`,
    `Exit on |z| < ${String(Math.abs(exit.z))} or past it, here ${levelText(ticket, exit, back)}`,
  ];
}

function closes({ position }: Ticket): string[] {
  if (position === null) return [];
  const { pnl } = position;
  return [
    `Closes: ${position.entryTicketId}, entered at z ${signedZ(position.zEntry)}, held ${String(position.ageBars)} bars`,
    `P&L after costs: ${usd(pnl.net)} (gross ${usd(pnl.gross)}, fees ${usd(pnl.fees)}, slippage ${usd(pnl.slippage)}, funding ${usd(pnl.funding)}), at this bar's close`,
  ];
}

function orderLine(leg: TicketLeg): string {
  const amount = quantity(leg.quantity, leg.quantityDecimals);
  return `${leg.action.toUpperCase()} ${amount} ${leg.symbol} ≈ ${usd(leg.notionalUsd)} at ${price(leg.referencePrice)}`;
}

function legNotional(leg: TicketLeg): string {
  return `${signedWholeUsd(leg.action === 'buy' ? leg.notionalUsd : -leg.notionalUsd)} ${baseOf(leg.symbol)}`;
}
