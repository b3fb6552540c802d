import { isEntry } from '../../domain/order.ts';
import { baseOf } from '../../domain/pair.ts';
import type { ClosedTrade } from '../../domain/position.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText } from '../figure-text.ts';
import type { Dashboard, PairBoard } from './dashboard-model.ts';
import { shortTime } from './page-time.ts';
import { ticketLink } from './ticket-link.ts';

/** The last tickets, and what each round trip came to. */
export function activitySection({ tickets, trades }: PairBoard, { ticketLinks }: Dashboard): string {
  if (tickets.length === 0) {
    return `<section aria-label="Tickets"><h2>Tickets</h2><p class="lead">No ticket yet. One is written when z crosses a threshold; every ticket since the start is listed by <code>statarb history</code>.</p></section>`;
  }
  const closedBy = new Map(trades.map((trade) => [trade.exitDecisionTs, trade]));
  const rows = tickets.map((ticket) => ticketRow(ticket, closedBy.get(ticket.bar), ticketLinks));
  return `<section aria-label="Tickets">
<h2>Tickets</h2>
<table class="compact activity">
<thead><tr><th scope="col">Decided, UTC</th><th scope="col">Ticket</th><th scope="col" class="n wide">z</th><th scope="col" class="n">Net on paper</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</section>`;
}

function ticketRow(ticket: Ticket, closed: ClosedTrade | undefined, links: string | null): string {
  const net =
    isEntry(ticket.event) || closed === undefined
      ? '<td class="n"></td>'
      : `<td class="n ${closed.net > 0 ? 'gain' : 'loss'}">${figureText(closed.net, 'usd')}<small class="under">${closed.barsHeld} bars</small></td>`;
  const [words, legs] = shortWords(ticket);
  const link = links === null ? escapeHtml(words) : ticketLink(ticket, links, words);
  return `<tr><td class="t">${shortTime(ticket.decidedAt)}</td><td>${link}<small class="legs">${escapeHtml(legs)}</small></td><td class="n wide">${figureText(ticket.z, 'ratio')}</td>${net}</tr>`;
}

/** `Enter long`, and what it trades: `buy ETH, sell BTC`. */
function shortWords({ event, legs: { x, y } }: Ticket): [words: string, legs: string] {
  const isLong = (y.action === 'buy') === isEntry(event);
  const name = isEntry(event) ? 'Enter' : event.charAt(0) + event.slice(1).toLowerCase();
  return [`${name} ${isLong ? 'long' : 'short'}`, `${y.action} ${baseOf(y.symbol)}, ${x.action} ${baseOf(x.symbol)}`];
}
