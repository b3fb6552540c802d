import { counted } from '../../domain/decimal-text.ts';
import { baseOf, type Pair } from '../../domain/pair.ts';
import type { Position } from '../../domain/position.ts';
import { price, quantity } from '../../tickets/format.ts';
import { ticketId } from '../../tickets/ticket-id.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText } from '../figure-text.ts';
import { pageWords } from '../page-words.ts';
import type { Dashboard, LastDecision, PairBoard, RealHoldings } from './dashboard-model.ts';
import { shortTime } from './page-time.ts';
import { ticketLink } from './ticket-link.ts';

/** The open paper position leg by leg, with its age and P&L; and what is really held, where that is recorded. Empty when flat. */
export function positionSection(board: PairBoard, dashboard: Dashboard): string {
  const { book, decision, real } = board;
  const paper =
    book.position === null || decision === null ? '' : paperPosition(board, book.position, decision, dashboard);
  if (paper === '' && real === null) return '';
  return `<section aria-label="Position">
<h2>Position</h2>
${paper}${real === null ? '' : realPosition(real)}
</section>`;
}

function paperPosition(
  { pair, openPnl, tickets }: PairBoard,
  position: Position,
  { bar, close }: LastDecision,
  { barMs, ticketLinks }: Dashboard,
): string {
  const { side, entry, filledOn, fills, fundingUsd } = position;
  const age = Math.round((bar - filledOn) / barMs) + 1;
  const ticket = tickets.find(({ id }) => id === ticketId(pair, entry.decidedOn, entry.event));
  const fees = fills.x.feeUsd + fills.y.feeUsd;
  const pnl = openPnl ?? NaN;
  const legs = (['y', 'x'] as const).map((leg) => legRow(pair, leg, position, close[leg]));
  return `<p class="lead">${side === 'long_spread' ? 'Long' : 'Short'} spread on paper, held ${counted(age, 'bar')} since ${shortTime(filledOn)}, entered at z ${figureText(entry.z, 'ratio')}, now <b class="${pnl < 0 ? 'loss' : 'gain'}">${figureText(pnl, 'usd')}</b>. ${ticket === undefined ? '' : ticketLink(ticket, ticketLinks, 'Entry ticket')}</p>
<table class="compact legs">
<thead><tr><th scope="col">Leg</th><th scope="col" class="n">Entered at</th><th scope="col" class="n">Last close</th><th scope="col" class="n">P&amp;L</th></tr></thead>
<tbody>
${legs.join('\n')}
<tr><th scope="row" colspan="3">Entry fees${fundingUsd === 0 ? '' : ' and funding'}</th><td class="n">${figureText(fundingUsd - fees, 'usd')}</td></tr>
<tr class="sum"><th scope="row" colspan="3">Open P&amp;L, before the costs of closing</th><td class="n ${pnl < 0 ? 'loss' : 'gain'}">${figureText(pnl, 'usd')}</td></tr>
</tbody>
</table>`;
}

function legRow(pair: Pair, leg: 'x' | 'y', { fills }: Position, close: number): string {
  const { quantity: held, price: paid } = fills[leg];
  const gain = held * (close - paid);
  return `<tr><th scope="row"><b>${held > 0 ? 'Long' : 'Short'}</b> ${quantity(Math.abs(held), null)} ${escapeHtml(baseOf(pair[leg]))}</th><td class="n">${price(paid)}</td><td class="n">${price(close)}</td><td class="n ${gain < 0 ? 'loss' : 'gain'}">${figureText(gain, 'usd')}</td></tr>`;
}

function realPosition({ held, since, netUsd, openUsd, notes }: RealHoldings): string {
  return `<div class="real"><p class="lead"><b>Really held:</b> ${escapeHtml(held)}${since === null ? '' : ` since ${shortTime(since)}`}, P&amp;L <b class="${netUsd < 0 ? 'loss' : 'gain'}">${figureText(netUsd, 'usd')}</b> (open <b>${figureText(openUsd, 'usd')}</b>, fees included).</p>
${notes.map((note) => `<p class="note">${escapeHtml(pageWords(note))}</p>`).join('\n')}</div>`;
}
