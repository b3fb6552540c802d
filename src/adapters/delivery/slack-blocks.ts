import { isEntry } from '../../core/domain/order.ts';
import { baseOf, pairName } from '../../core/domain/pair.ts';
import type { Ticket, TicketLeg, TicketPosition } from '../../core/domain/ticket.ts';
import { isoMinute } from '../../core/domain/time.ts';
import { entersLow, eventWords, zCondition } from '../../core/tickets/event-words.ts';
import { price, quantity, ratio, signedWholeUsd, signedZ, usd, wholeUsd } from '../../core/tickets/format.ts';
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
const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The ticket as a Block Kit message that fits a phone: the facts of the ticket, one a line. */
export function slackMessage(ticket: Ticket, marks: DeliveryMarks): SlackMessage {
  const title = `${eventWords(ticket)}${marks.isLate ? ' (late)' : ''}${marks.isResent ? ' (resent)' : ''}`;
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

const legLine = (leg: TicketLeg): string =>
  `*${leg.action === 'buy' ? 'Buy' : 'Sell'} ${quantity(leg.quantity, leg.quantityDecimals)} ${leg.symbol}* at ${price(leg.referencePrice)} (${wholeUsd(leg.notionalUsd)})`;

const zInWords = (ticket: Ticket): string =>
  `z = ${signedZ(ticket.z)} (${zCondition(ticket)}; before ${signedZ(ticket.zPrev)})`;

function signalLines(ticket: Ticket): readonly string[] {
  const { stop, exit, costs } = ticket;
  const [back, away] = entersLow(ticket) ? ['>', '<'] : ['<', '>'];
  const base = baseOf(ticket.legs.y.symbol);
  const level = (name: string, sign: string, at: NonNullable<Ticket['stop']>) =>
    `${name}: z ${sign} ${signedZ(at.z)}, today ${base} ${price(at.priceY)} (ratio ${price(at.ratio)})`;
  return [
    zInWords(ticket),
    `β = ${ratio(ticket.beta)} (window ${ticket.windows.olsBeta}); net ${signedWholeUsd(ticket.netUsd)}`,
    ...(stop === null ? [] : [level('Stop', away, stop)]),
    ...(exit === null ? [] : [level('Exit', back, exit)]),
    `Est. fees ${usd(costs.feesUsd)}, slippage ${usd(costs.slippageUsd)}` +
      (isEntry(ticket.event) ? `; round trip ${usd(costs.roundTripFeesUsd)}, ${usd(costs.roundTripSlippageUsd)}` : ''),
  ];
}

const positionLines = ({ pnl, entryTicketId, ageBars, zEntry }: TicketPosition): readonly string[] => [
  `*P&L ${signed(pnl.net)}* after costs (gross ${signed(pnl.gross)}, fees ${usd(pnl.fees)}, ` +
    `slippage ${usd(pnl.slippage)}, funding ${signed(pnl.funding)})`,
  `Closes ${entryTicketId}: ${ageBars} bars old, entered at z = ${signedZ(zEntry)}`,
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

const signed = (value: number): string => (value < 0 ? usd(value) : `+${usd(value)}`);
