import type { HealthFigures } from '../../domain/pair-health.ts';
import { healthLines, healthSentence } from '../../tickets/health-words.ts';
import { escapeHtml } from '../escape-html.ts';
import { pageWords } from '../page-words.ts';
import type { Dashboard, PairBoard } from './dashboard-model.ts';
import { shortTime } from './page-time.ts';

/** Points that the line of p is drawn with, at most. */
const MOST_POINTS = 180;
const [WIDTH, HEIGHT] = [360, 64];
const LOOKS_STATIONARY = 0.05;

/** Whether the pair still belongs together: each figure beside what random walks show, and the p-value over the bars shown. */
export function healthSection({ decision, past }: PairBoard, { settings }: Dashboard): string {
  const health = decision?.why?.health;
  if (health === undefined) return '';
  const rows = healthLines(health).map(
    ({ figure, name, value, percentile, meaning }) =>
      `<tr><th scope="row">${escapeHtml(capital(name))} <small>${escapeHtml(meaning)}</small></th><td class="n">${escapeHtml(value)}</td><td class="n">${percentile}${place(health.percentiles[figure])}</td></tr>`,
  );
  const limits = [settings.filters.maxHealthP, settings.exits?.maxHealthP].filter((limit) => limit !== undefined);
  return `<section aria-label="Health" class="health">
<h2>Health</h2>
<p class="lead">${escapeHtml(pageWords(capital(healthSentence(health))))}.</p>
<div class="columns">
<table class="compact"><caption>Over ${health.bars} bars, beside random walks</caption>
<thead><tr><th scope="col"></th><th scope="col" class="n">now</th><th scope="col" class="n">walks below</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>
${past === null ? '' : course(past.ts, past.healthP, limits)}
</div>
<p class="note">A pair that reverts slower than about a day or two shows a large p in so few bars as well: a large p is no proof that it is broken.</p>
</section>`;
}

/** Where a percentile lies from 0 to 1, as a dot on a line. */
function place(percentile: HealthFigures[keyof HealthFigures]): string {
  if (Number.isNaN(percentile)) return '';
  const x = (4 + 92 * percentile).toFixed(1);
  return `<svg class="place" width="100%" height="6" aria-hidden="true"><line x1="4%" x2="96%" y1="3" y2="3"/><circle cx="${x}%" cy="3" r="2.5"/></svg>`;
}

/** The p-value over the bars shown, from 0 at the bottom to 1, with the limits in force. */
function course(ts: Float64Array, healthP: Float64Array | null, limits: readonly number[]): string {
  if (healthP === null) return '';
  const last = healthP.length - 1;
  const step = Math.max(1, Math.ceil(healthP.length / MOST_POINTS));
  const points: string[] = [];
  // Backwards, so that the newest bar is always there.
  for (let i = last; i >= 0; i -= step) {
    if (!Number.isNaN(healthP[i]))
      points.unshift(`${((WIDTH * i) / Math.max(1, last)).toFixed(1)},${height(healthP[i])}`);
  }
  if (points.length < 2) return '';
  const line = (p: number, kind: string): string =>
    `<line class="${kind}" x1="0" x2="${WIDTH}" y1="${height(p)}" y2="${height(p)}"/>`;
  const named = limits.length === 0 ? '' : `; limit ${limits.join(' and ')} in red`;
  return `<figure class="course"><figcaption>p from ${shortTime(ts[0])} to ${shortTime(ts[last])}: 0 below, 1 above, 0.05 dashed${named}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="p-value of the pair over the bars shown">${line(LOOKS_STATIONARY, 'level')}${limits.map((limit) => line(limit, 'limit')).join('')}<polyline points="${points.join(' ')}"/></svg></figure>`;
}

const height = (p: number): string => (1 + (HEIGHT - 2) * (1 - p)).toFixed(1);

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
