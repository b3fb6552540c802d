import type { DiscoveryResult, JudgedPair } from '../../discovery/discovery-result.ts';
import { escapeHtml } from '../escape-html.ts';
import { wholeDollars } from '../figure-text.ts';
import { standingWords } from './standing-words.ts';

/** The spread of one pair over formation and held-out bars, around its formation mean. */
export interface SpreadSeries {
  readonly judged: JudgedPair;
  readonly spread: Float64Array;
  readonly formationBars: number;
}

const WIDTH = 520;
const HEIGHT = 170;
const MOST_POINTS = 500;

/** Small multiples of the first pairs: what was fitted, and what came after. */
export function spreadsSection(result: DiscoveryResult, series: readonly SpreadSeries[]): string {
  if (series.length === 0) return '';
  const lead =
    result.significant === 0
      ? 'None of these is significant: they are the smallest q of many, and look as good as the best of many unrelated pairs do.'
      : 'The band is two standard deviations of the formation window. Right of the line nothing was fitted.';
  return `<section aria-labelledby="spreads">
<h2 id="spreads">The first pairs, and what became of them</h2>
<p class="lead">${lead}</p>
<div class="spreads">
${series.map((one) => spreadFigure(one, result.settings.maxQ)).join('\n')}
</div>
</section>`;
}

function spreadFigure({ judged, spread, formationBars }: SpreadSeries, maxQ: number): string {
  const { pair, q, halfLife, heldOut, sigma } = judged;
  const step = Math.max(1, Math.ceil(spread.length / MOST_POINTS));
  const most = spread.reduce((top, value) => Math.max(top, Math.abs(value)), 2.2 * sigma);
  const x = (t: number): string => ((t / Math.max(1, spread.length - 1)) * WIDTH).toFixed(1);
  const y = (value: number): string => (HEIGHT / 2 - (value / most) * (HEIGHT / 2 - 4)).toFixed(1);
  let path = '';
  for (let t = 0; t < spread.length; t += step) path += `${t === 0 ? 'M' : 'L'}${x(t)} ${y(spread[t])}`;
  const border = x(formationBars);
  const percentile = Number.isNaN(halfLife.nullPercentile) ? '–' : `${Math.round(100 * halfLife.nullPercentile)} %`;
  const life = Number.isFinite(halfLife.value) ? `${halfLife.value.toFixed(0)} bars` : 'none';
  const name = escapeHtml(`${pair.y} − ${judged.beta.toFixed(2)} · ${pair.x}`);
  return `<figure class="spread${q <= maxQ ? '' : ' weak'}">
<figcaption><b>${name}</b> <span>${escapeHtml(standingWords(judged))}</span><br>
q ${q.toFixed(3)} · half-life ${life} (random walks below: ${percentile}) · held out: p ${Number.isNaN(heldOut.pValue) ? '–' : heldOut.pValue.toFixed(2)}, net ${wholeDollars(heldOut.net)} in ${heldOut.trades} trades</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Spread of ${name}">
<rect class="band" x="0" width="${WIDTH}" y="${y(2 * sigma)}" height="${(Number(y(-2 * sigma)) - Number(y(2 * sigma))).toFixed(1)}"/>
<rect class="later" x="${border}" width="${(WIDTH - Number(border)).toFixed(1)}" y="0" height="${HEIGHT}"/>
<line class="zero" x1="0" x2="${WIDTH}" y1="${y(0)}" y2="${y(0)}"/><line class="border" x1="${border}" x2="${border}" y1="0" y2="${HEIGHT}"/>
<path d="${path}"/>
</svg>
</figure>`;
}
