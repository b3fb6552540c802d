import { marksInTitle, plainMessage, type DeliveryMarks, type Message } from '../domain/message.ts';
import { isEntry } from '../domain/order.ts';
import { baseOf, pairName } from '../domain/pair.ts';
import type { Ticket, TicketLeg, TicketPosition } from '../domain/ticket.ts';
import { isoMinute } from '../domain/time.ts';
import { entryInWords } from './entry-words.ts';
import { entersLow, eventWords, zCondition } from './event-words.ts';
import { price, quantity, ratio, signedWholeUsd, signedZ, usd, wholeUsd } from './format.ts';
import { healthInWords } from './health-words.ts';
import { localTimes } from './local-times.ts';
import { orderTexts, shortNote } from './order-lines.ts';
import { verdictWarning } from './verdict-words.ts';
import { whyInWords } from './why-words.ts';
import { betaWindow } from '../domain/spread-model.ts';

/** A ticket as a message that fits a phone: a fact a line, what to do first. */
export function ticketMessage(ticket: Ticket, marks: DeliveryMarks): Message {
  const { legs, position } = ticket;
  const warning = verdictWarning(ticket.verdict);
  const title = `${eventWords(ticket)}${marksInTitle(marks)}`;
  const toTrade = [legLine(legs.y), legLine(legs.x)];
  const short = shortNote(ticket);
  const facts = `${toTrade.join(', ')}; ${zInWords(ticket)}; valid until ${isoMinute(ticket.validUntil)}`;
  return plainMessage({
    id: ticket.id,
    warning,
    title,
    summary: `${warning === null ? '' : `${warning} | `}${title}: ${facts}`,
    sections: [
      { style: 'strong', lines: [...marksInWords(ticket, marks), ...toTrade] },
      { style: 'strong', lines: position === null ? [] : [pnlInWords(position)] },
      { style: 'plain', lines: signalLines(ticket) },
      { style: 'plain', lines: entryInWords(ticket) },
      { style: 'plain', lines: healthInWords(ticket.health) },
      { style: 'plain', lines: validityLines(ticket, marks) },
      { style: 'code', lines: orderTexts(ticket) },
      { style: 'plain', lines: short === null ? [] : [short] },
      { style: 'small', lines: [originInWords(ticket)] },
    ],
  });
}

/** What stands in the way of acting at once. */
const marksInWords = (ticket: Ticket, { isLate, isResent }: DeliveryMarks): string[] => [
  ...(isLate ? [`Late: was valid until ${isoMinute(ticket.validUntil)}; check prices before acting`] : []),
  ...(isResent ? ['Resent: an earlier try may have arrived; act on it once'] : []),
];

const legLine = (leg: TicketLeg): string =>
  `${leg.action === 'buy' ? 'Buy' : 'Sell'} ${quantity(leg.quantity, leg.quantityDecimals)} ${leg.symbol} ` +
  `at ${price(leg.referencePrice)} (${wholeUsd(leg.notionalUsd)})`;

const zInWords = (ticket: Ticket): string =>
  `z = ${signedZ(ticket.z)} (${zCondition(ticket)}; before ${signedZ(ticket.zPrev)})`;

function signalLines(ticket: Ticket): string[] {
  const { stop, exit, costs, position } = ticket;
  const [back, away] = entersLow(ticket) ? ['>', '<'] : ['<', '>'];
  const base = baseOf(ticket.legs.y.symbol);
  const level = (name: string, sign: string, at: NonNullable<Ticket['stop']>): string =>
    `${name}: z ${sign} ${signedZ(at.z)}, today ${base} ${price(at.priceY)} (ratio ${price(at.ratio)})`;
  return [
    ...(position === null ? [] : [closesInWords(position)]),
    zInWords(ticket),
    ...whyInWords(ticket),
    `β = ${ratio(ticket.beta)} (window ${betaWindow(ticket.windows)}); net ${signedWholeUsd(ticket.netUsd)}`,
    ...(stop === null ? [] : [level('Stop', away, stop)]),
    ...(exit === null ? [] : [level('Exit', back, exit)]),
    `Est. fees ${usd(costs.feesUsd)}, slippage ${usd(costs.slippageUsd)}` +
      (isEntry(ticket.event) ? `; round trip ${usd(costs.roundTripFeesUsd)}, ${usd(costs.roundTripSlippageUsd)}` : ''),
  ];
}

const closesInWords = ({ entryTicketId, ageBars, zEntry }: TicketPosition): string =>
  `Closes ${entryTicketId}: ${ageBars} bars old, entered at z = ${signedZ(zEntry)}`;

const pnlInWords = ({ pnl }: TicketPosition): string =>
  `P&L ${signedUsd(pnl.net)} after costs (gross ${signedUsd(pnl.gross)}, fees ${usd(pnl.fees)}, ` +
  `slippage ${usd(pnl.slippage)}, funding ${signedUsd(pnl.funding)})`;

const validityLines = (ticket: Ticket, { isLate }: DeliveryMarks): string[] => [
  ...(isLate ? [] : [`Valid until ${isoMinute(ticket.validUntil)}`]),
  ...localTimes(ticket),
  ...(ticket.lateSince === null ? [] : [`Was due on bar ${isoMinute(ticket.lateSince)}, which was missed`]),
  ...(ticket.filters.length === 0 ? [] : [`Notes: ${ticket.filters.map((note) => note.text).join('; ')}`]),
];

const originInWords = (ticket: Ticket): string =>
  `${ticket.id} | ${pairName(ticket.pair)} ${ticket.timeframe} on ${ticket.venue} | ` +
  `decided ${isoMinute(ticket.decidedAt)} | config ${ticket.configHash.slice(0, 12)}`;

const signedUsd = (value: number): string => (value < 0 ? usd(value) : `+${usd(value)}`);
