import { isEntry, type TradeEvent } from '../domain/order.ts';
import { baseOf } from '../domain/pair.ts';
import type { Ticket } from '../domain/ticket.ts';

const EVENT_WORDS: Readonly<Record<TradeEvent, string>> = {
  ENTER_LONG_SPREAD: 'ENTER Long Spread',
  ENTER_SHORT_SPREAD: 'ENTER Short Spread',
  EXIT: 'EXIT',
  STOP: 'STOP',
  RUIN: 'CLOSE (paper account ruined)',
};

/** The event with both legs: `ENTER Long Spread (ETH long / BTC short)`, `EXIT (sell ETH / buy BTC)`. */
export function eventWords({ event, legs }: Pick<Ticket, 'event' | 'legs'>): string {
  const y = baseOf(legs.y.symbol);
  const x = baseOf(legs.x.symbol);
  if (!isEntry(event)) return `${EVENT_WORDS[event]} (${legs.y.action} ${y} / ${legs.x.action} ${x})`;
  const side = { buy: 'long', sell: 'short' } as const;
  return `${EVENT_WORDS[event]} (${y} ${side[legs.y.action]} / ${x} ${side[legs.x.action]})`;
}
