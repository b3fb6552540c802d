import { escapeHtml } from '../escape-html.ts';
import { figureText } from '../figure-text.ts';
import { pageWords } from '../page-words.ts';
import type { PairBoard, UnopenedEntry } from './dashboard-model.ts';
import { shortTime } from './page-time.ts';

/** Entries that were refused or missed in the stretch that is shown, and what each would have come to by the rules. */
export function unopenedSection({ past }: PairBoard): string {
  if (past === null) return '';
  const { unopened } = past;
  if (unopened.length === 0) {
    return `<section aria-label="Refused and missed"><h2>Refused and missed</h2><p class="lead">No entry was refused or missed since ${shortTime(past.from)}.</p></section>`;
  }
  const known = unopened.flatMap(({ outcome }) => outcome ?? []);
  const sum = known.reduce((total, { pnl }) => total + pnl, 0);
  return `<section aria-label="Refused and missed">
<h2>Refused and missed</h2>
<p class="lead">What each would have earned on its own, opened all the same and then led by the rules: together <b class="${sum < 0 ? 'loss' : 'gain'}">${figureText(sum, 'usd')}</b> after costs, had all been possible at once.</p>
<table class="compact unopened">
<thead><tr><th scope="col">Bar, UTC</th><th scope="col">Entry</th><th scope="col" class="reason">Reason</th><th scope="col" class="n">Would have earned</th></tr></thead>
<tbody>
${unopened.map(row).join('\n')}
</tbody>
</table>
</section>`;
}

function row({ bar, kind, event, z, reason, outcome }: UnopenedEntry): string {
  const side = event === 'ENTER_LONG_SPREAD' ? 'long' : 'short';
  return `<tr><td class="t">${shortTime(bar)}</td><td>Enter ${side} at ${z === null ? '–' : figureText(z, 'ratio')}, ${kind}</td><td class="reason">${escapeHtml(pageWords(reason))}</td>${result(outcome)}</tr>`;
}

function result(outcome: UnopenedEntry['outcome']): string {
  if (outcome === null) return '<td class="n dim">–<small class="under">no size</small></td>';
  const { pnl, ended } = outcome;
  const how = ended === null ? 'so far' : `${ended.by.toLowerCase()}, ${ended.bars} bars`;
  return `<td class="n ${pnl < 0 ? 'loss' : 'gain'}">${figureText(pnl, 'usd')}<small class="under">${how}</small></td>`;
}
