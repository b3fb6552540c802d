import { isEntry } from '../../domain/order.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { eventWords } from '../../tickets/event-words.ts';
import { oddsInWords } from '../../tickets/entry-odds.ts';
import { price, usd } from '../../tickets/format.ts';
import { orderLines, shortNote } from '../../tickets/order-lines.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText } from '../figure-text.ts';
import { pageWords } from '../page-words.ts';
import type { Dashboard, PairBoard } from './dashboard-model.ts';
import { clockTime, timeLeft } from './page-time.ts';
import { ticketLink } from './ticket-link.ts';

/** The order sheet of the last decision, while it is valid: what to place, by when. Empty when there is nothing to do. */
export function ticketSection({ tickets, decision }: PairBoard, { now, ticketLinks }: Dashboard): string {
  const ticket = tickets.at(0);
  if (ticket === undefined || ticket.bar !== decision?.bar || ticket.validUntil <= now) return '';
  const note = shortNote(ticket);
  return `<section class="ticket" data-until="${ticket.validUntil}" aria-label="Ticket">
<h2><span class="fresh">${heading(ticket)}</span><span class="stale" hidden>This ticket has expired</span></h2>
<p class="lead"><b class="wrap">${escapeHtml(eventWords(ticket))}</b><br>Valid until ${clockTime(ticket.validUntil)} UTC ${timeLeft(ticket.validUntil)}</p>
<ol class="orders">
${orders(ticket)}
</ol>
${note === null ? '' : `<p class="note">${escapeHtml(note)}.</p>`}
${closing(ticket)}${isEntry(ticket.event) && ticket.odds !== null ? `<p class="note">${escapeHtml(pageWords(oddsInWords(ticket.odds)))}.</p>` : ''}
<p class="note">${ticketLink(ticket, ticketLinks, 'The whole ticket')}</p>
</section>`;
}

/** A rule that loses is for watching; what is held must be closed whatever the rule is worth. */
function heading({ event, verdict }: Ticket): string {
  if (!isEntry(event)) return 'Close this now';
  return verdict?.level === 'NOT TRADEABLE' ? 'Ticket of this bar, on paper only' : 'Place this now';
}

function closing({ position }: Ticket): string {
  if (position === null) return '';
  return `<p class="note">Closes at about <b>${figureText(position.pnl.net, 'usd')}</b> after all costs, held ${position.ageBars} bars.</p>`;
}

function orders(ticket: Ticket): string {
  return orderLines(ticket)
    .map(({ leg, action, instrument, quantity, limitPrice }) => {
      const { notionalUsd, referencePrice } = ticket.legs[leg];
      return `<li><p class="order"><span class="action ${action}">${action === 'buy' ? 'Buy' : 'Sell'}</span> <b class="copy">${escapeHtml(quantity)}</b> <span class="instrument">${escapeHtml(instrument)}</span></p>
<p class="beside">about ${usd(notionalUsd)} at ${price(referencePrice)} · <span class="t">limit <span class="copy">${escapeHtml(limitPrice)}</span></span></p></li>`;
    })
    .join('\n');
}
