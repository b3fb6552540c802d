import { isEntry } from '../../core/domain/order.ts';
import { baseOf, pairName } from '../../core/domain/pair.ts';
import type { Ticket, TicketLeg, TicketPosition } from '../../core/domain/ticket.ts';
import { isoMinute } from '../../core/domain/time.ts';
import type { DeliveryMarks } from '../../ports/ticket-sink.ts';

interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
}

interface Markdown {
  readonly type: 'mrkdwn';
  readonly text: string;
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: Markdown }
  | { readonly type: 'context'; readonly elements: readonly Markdown[] };

export interface SlackMessage {
  /** What a notification shows, and clients without blocks. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Slack's limits, in characters. */
const HEADER_LIMIT = 150;
const SECTION_LIMIT = 3000;

/** Slack reads `<…>` as links and mentions and `&…;` as entities, wherever the text came from. */
export const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The ticket as a Block Kit message that fits a phone: the facts of the ticket, one a line. */
export function slackMessage(ticket: Ticket, marks: DeliveryMarks): SlackMessage {
  const title = `${eventInWords(ticket)}${marks.isLate ? ' (late)' : ''}${marks.isResent ? ' (resent)' : ''}`;
  const legs = [legLine(ticket.legs.y), legLine(ticket.legs.x)];
  const plainLegs = legs.map((line) => line.replaceAll('*', '')).join(', ');
  return {
    text: escapeSlack(`${title}: ${plainLegs}; ${zInWords(ticket)}; valid until ${isoMinute(ticket.validUntil)}`),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(escapeSlack(title), HEADER_LIMIT) } },
      section(legs),
      section(signalLines(ticket)),
      ...(ticket.position === null ? [] : [section(positionLines(ticket.position))]),
      section(validityLines(ticket, marks)),
      { type: 'context', elements: [{ type: 'mrkdwn', text: escapeSlack(originInWords(ticket)) }] },
    ],
  };
}

const section = (lines: readonly string[]): SlackBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: cut(escapeSlack(lines.join('\n')), SECTION_LIMIT) },
});

/** Cuts escaped text without leaving half an entity. */
const cut = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/&[a-z]*$/, '')}…`;

const isLongSpread = ({ event, legs }: Ticket): boolean => (legs.y.action === 'buy') === isEntry(event);

/** `ENTER Long Spread (ETH long / BTC short)`; a closing ticket says what to do: `EXIT Long Spread (sell ETH / buy BTC)`. */
function eventInWords(ticket: Ticket): string {
  const { x, y } = ticket.legs;
  const side = isLongSpread(ticket) ? 'Long Spread' : 'Short Spread';
  if (!isEntry(ticket.event)) {
    return `${ticket.event} ${side} (${y.action} ${baseOf(y.symbol)} / ${x.action} ${baseOf(x.symbol)})`;
  }
  const stance = (leg: TicketLeg) => `${baseOf(leg.symbol)} ${leg.action === 'buy' ? 'long' : 'short'}`;
  return `ENTER ${side} (${stance(y)} / ${stance(x)})`;
}

const legLine = (leg: TicketLeg): string =>
  `*${leg.action === 'buy' ? 'Buy' : 'Sell'} ${quantity(leg)} ${leg.symbol}* at ${price(leg.referencePrice)} (${usd(leg.notionalUsd)})`;

/** Whether the entry cross is a low z: reversion buys the spread low, a follower sells it there. */
const entersLow = (ticket: Ticket): boolean => isLongSpread(ticket) === (ticket.direction === 'revert');

function zInWords(ticket: Ticket): string {
  const threshold = significant(ticket.zIn, 4);
  const entered = isEntry(ticket.event) ? `; in ${entersLow(ticket) ? `< -${threshold}` : `> ${threshold}`}` : '';
  return `z = ${z(ticket.z)} (before ${z(ticket.zPrev)}${entered})`;
}

function signalLines(ticket: Ticket): readonly string[] {
  const { stop, exit, costs } = ticket;
  const [back, away] = entersLow(ticket) ? ['>', '<'] : ['<', '>'];
  const base = baseOf(ticket.legs.y.symbol);
  const level = (name: string, sign: string, at: NonNullable<Ticket['stop']>) =>
    `${name}: z ${sign} ${z(at.z)}, today ${base} ${price(at.priceY)} (ratio ${price(at.ratio)})`;
  return [
    zInWords(ticket),
    `β = ${significant(ticket.beta, 4)} (window ${ticket.windows.olsBeta}); net ${signedUsd(ticket.netUsd)}`,
    ...(stop === null ? [] : [level('Stop', away, stop)]),
    ...(exit === null ? [] : [level('Exit', back, exit)]),
    `Est. fees ${cents(costs.feesUsd)}, slippage ${cents(costs.slippageUsd)}` +
      (isEntry(ticket.event)
        ? `; round trip ${cents(costs.roundTripFeesUsd)}, ${cents(costs.roundTripSlippageUsd)}`
        : ''),
  ];
}

const positionLines = ({ pnl, entryTicketId, ageBars, zEntry }: TicketPosition): readonly string[] => [
  `*P&L ${signedCents(pnl.net)}* after costs (gross ${signedCents(pnl.gross)}, fees ${cents(pnl.fees)}, ` +
    `slippage ${cents(pnl.slippage)}, funding ${signedCents(pnl.funding)})`,
  `Closes ${entryTicketId}: ${ageBars} bars old, entered at z = ${z(zEntry)}`,
];

const validityLines = (ticket: Ticket, marks: DeliveryMarks): readonly string[] => [
  marks.isLate
    ? `*Late*: was valid until ${isoMinute(ticket.validUntil)}; check prices before acting`
    : `Valid until ${isoMinute(ticket.validUntil)}`,
  ...(marks.isResent ? ['*Resent*: an earlier try may have arrived; act on it once'] : []),
  ...(ticket.lateSince === null ? [] : [`Was due on bar ${isoMinute(ticket.lateSince)}, which was missed`]),
  ...(ticket.filters.length === 0 ? [] : [`Notes: ${ticket.filters.map((note) => note.text).join('; ')}`]),
];

const originInWords = (ticket: Ticket): string =>
  `${ticket.id} | ${pairName(ticket.pair)} ${ticket.timeframe} on ${ticket.venue} | ` +
  `decided ${isoMinute(ticket.decidedAt)} | config ${ticket.configHash.slice(0, 12)}`;

// Prices and quantities carry no thousands separators: they are typed into order forms.
const significant = (value: number, digits: number): string =>
  Number.isFinite(value)
    ? value.toLocaleString('en-US', { maximumSignificantDigits: digits, useGrouping: false })
    : '–';
const price = (value: number): string => significant(value, 8);
const quantity = (leg: TicketLeg): string =>
  leg.quantityDecimals === null ? significant(leg.quantity, 8) : leg.quantity.toFixed(leg.quantityDecimals);
const z = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '–');
const grouped = (value: number, digits: number): string =>
  Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const usd = (value: number): string => (Number.isFinite(value) ? `$${grouped(value, 0)}` : '–');
const cents = (value: number): string => (Number.isFinite(value) ? `$${grouped(value, 2)}` : '–');
const sign = (value: number): string => (value < 0 ? '-' : '+');
const signedUsd = (value: number): string => (Number.isFinite(value) ? sign(value) + usd(value) : '–');
const signedCents = (value: number): string => (Number.isFinite(value) ? sign(value) + cents(value) : '–');
