import { isEntry } from '../domain/order.ts';
import { baseOf } from '../domain/pair.ts';
import type { Ticket } from '../domain/ticket.ts';

type EventTicket = Pick<Ticket, 'event' | 'legs'>;

/** Whether the ticket opens or closes a long spread: buying y opens it, selling y closes it. */
const isLongSpread = ({ event, legs }: EventTicket): boolean => (legs.y.action === 'buy') === isEntry(event);

/** `long spread` or `short spread`: what the ticket opens or closes. */
export const eventSide = (ticket: EventTicket): string => (isLongSpread(ticket) ? 'long spread' : 'short spread');

/**
 * The event in words, with both legs: `ENTER Long Spread (ETH long / BTC short)`; a closing ticket says what to do:
 * `EXIT Long Spread (sell ETH / buy BTC)`.
 */
export function eventWords(ticket: EventTicket): string {
  const { event, legs } = ticket;
  const side = isLongSpread(ticket) ? 'Long Spread' : 'Short Spread';
  const y = baseOf(legs.y.symbol);
  const x = baseOf(legs.x.symbol);
  if (!isEntry(event)) return `${event} ${side} (${legs.y.action} ${y} / ${legs.x.action} ${x})`;
  const stance = { buy: 'long', sell: 'short' } as const;
  return `ENTER ${side} (${y} ${stance[legs.y.action]} / ${x} ${stance[legs.x.action]})`;
}

/** Whether the position is entered at low z: reversion buys the spread low, a follower sells it there. */
export const entersLow = (ticket: EventTicket & Pick<Ticket, 'direction'>): boolean =>
  isLongSpread(ticket) === (ticket.direction === 'revert');

/** The condition z had to meet: `in < -2`, `out > -0.5`, `stop < -3.5`. */
export function zCondition(ticket: EventTicket & Pick<Ticket, 'direction' | 'zIn' | 'zOut' | 'zStop'>): string {
  const isLow = entersLow(ticket);
  const beyond = (level: number): string => (isLow ? `< ${signed(-level)}` : `> ${signed(level)}`);
  const back = (level: number): string => (isLow ? `> ${signed(-level)}` : `< ${signed(level)}`);
  switch (ticket.event) {
    case 'STOP':
      return `stop ${beyond(ticket.zStop)}`;
    case 'EXIT':
      return `out ${back(ticket.zOut)}`;
    case 'BREAK':
      return 'the pair looks broken';
    case 'RUIN':
      return 'the paper account is ruined';
    default:
      return `in ${beyond(ticket.zIn)}`;
  }
}

const signed = (level: number): string => String(level === 0 ? 0 : level);
