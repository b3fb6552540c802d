import { escapeHtml } from '../escape-html.ts';
import type { Dashboard, RunLine } from './dashboard-model.ts';
import { durationText, shortTime } from './page-time.ts';

const LISTED = 10;

/** What an exit code says, in a word, and in which colour. */
const EXITS: ReadonlyMap<number, readonly [word: string, tone: 'good' | 'open' | 'bad']> = new Map([
  [0, ['done', 'good']],
  [3, ['not decided', 'bad']],
  [4, ['undelivered', 'open']],
  [70, ['a bug', 'bad']],
]);

/** The last runs: all of them as a strip, the newest as a table. */
export function runsSection({ runs }: Dashboard): string {
  if (runs.length === 0) return `<section aria-label="Runs"><h2>Runs</h2><p class="lead">None yet.</p></section>`;
  const clean = runs.filter(({ exitCode }) => exitCode === 0).length;
  const strip = [...runs].reverse().map((run) => {
    const [word, tone] = exit(run);
    return `<i class="tone-${tone}" title="${escapeHtml(`${new Date(run.now).toISOString().slice(0, 16).replace('T', ' ')}: ${word}`)}"></i>`;
  });
  return `<section aria-label="Runs">
<h2>Runs</h2>
<p class="lead">${clean === runs.length ? `The last ${runs.length} all ended well.` : `${clean} of the last ${runs.length} ended well.`}</p>
<div class="strip" aria-hidden="true">${strip.join('')}</div>
<table class="compact runs">
<thead><tr><th scope="col">Run, UTC</th><th scope="col">Outcome</th><th scope="col" class="n">Delivered</th><th scope="col" class="n">Took</th></tr></thead>
<tbody>
${runs.slice(0, LISTED).map(row).join('\n')}
</tbody>
</table>
</section>`;
}

function row(run: RunLine): string {
  const [word, tone] = exit(run);
  const { now, outcome, sent, pending, durationMs, exitCode } = run;
  const state = exitCode === 0 ? '' : `<b class="tone-${tone} toned">${word} (${exitCode})</b> `;
  const deliveries = `${sent === 0 && pending === 0 ? '–' : sent}${pending === 0 ? '' : ` <b class="tone-open toned">${pending} waiting</b>`}`;
  return `<tr><td class="t">${shortTime(now)}</td><td>${state}${escapeHtml(outcome)}</td><td class="n">${deliveries}</td><td class="n">${durationText(durationMs)}</td></tr>`;
}

const exit = ({ exitCode }: RunLine): readonly [word: string, tone: 'good' | 'open' | 'bad'] =>
  EXITS.get(exitCode) ?? [`exit code ${exitCode}`, 'bad'];
