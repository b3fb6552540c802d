import { counted } from '../../domain/decimal-text.ts';
import type { DiscoveryResult, JudgedPair } from '../../discovery/discovery-result.ts';
import { escapeHtml } from '../escape-html.ts';
import { dayText, wholeDollars } from '../figure-text.ts';
import { percentileText, probabilityText } from './probability-text.ts';
import { standingWords } from './standing-words.ts';

/** The spread of one pair over formation and held-out bars, around its formation mean. */
export interface SpreadSeries {
  readonly judged: JudgedPair;
  readonly spread: Float64Array;
  readonly formationBars: number;
}

const WIDTH = 520;
const HEIGHT = 190;
/** A day at an end and half of one at the border. */
const DAY_ROOM = 115;
const PLOT = { top: 4, bottom: 168 };
/** Each is drawn from its lowest to its highest value, so that no excursion is lost. */
const MOST_STEPS = 260;

/** Small multiples of the first pairs: what was fitted, and what came after. */
export function spreadsSection(result: DiscoveryResult, series: readonly SpreadSeries[]): string {
  if (series.length === 0) return '';
  const warning =
    result.significant === 0
      ? 'None of these is significant: they are the smallest q of many, and look as good as the best of many unrelated pairs do. '
      : '';
  return `<section aria-labelledby="spreads">
<h2 id="spreads">The first pairs, and what became of them</h2>
<p class="lead">${warning}log y − beta · log x around its mean in the formation window. The band is two standard deviations of that window; right of the dashed line nothing was fitted.</p>
<div class="spreads">
${series.map((one) => spreadFigure(one, result)).join('\n')}
</div>
</section>`;
}

function spreadFigure({ judged, spread, formationBars }: SpreadSeries, result: DiscoveryResult): string {
  const { pair, q, beta } = judged;
  const isWeak = !(q <= result.settings.maxQ);
  const hedge = Number.isNaN(beta) ? 'on' : `${beta < 0 ? '+' : '−'} ${Math.abs(beta).toFixed(2)} ·`;
  const name = escapeHtml(`${pair.y} ${hedge} ${pair.x}`);
  return `<figure class="spread${isWeak ? ' weak' : ''}">
<figcaption><b>${name}</b> <span>${escapeHtml(standingWords(judged))}</span><br>
${caption(judged)}</figcaption>
${spreadSvg(spread, { sigma: judged.sigma, formationBars, result, name })}
</figure>`;
}

function caption({ q, halfLife, heldOut }: JudgedPair): string {
  const life = Number.isFinite(halfLife.value) ? `${halfLife.value.toFixed(0)} bars` : 'none';
  const [low, high] = heldOut.netInterval;
  const interval = Number.isNaN(low) ? '' : ` (95 %: ${wholeDollars(low)} to ${wholeDollars(high)})`;
  const trades = counted(heldOut.trades, 'trade');
  return `q ${probabilityText(q)} · half-life ${life} (random walks below: ${percentileText(halfLife.nullPercentile)}) · held out: p ${probabilityText(heldOut.pValue)}, net ${wholeDollars(heldOut.net)}${interval} in ${trades}`;
}

function spreadSvg(
  spread: Float64Array,
  {
    sigma,
    formationBars,
    result,
    name,
  }: Pick<SpreadSeries, 'formationBars'> & {
    readonly sigma: number;
    readonly result: DiscoveryResult;
    readonly name: string;
  },
): string {
  // A leg that never moves has no spread to draw.
  if (!(sigma > 0) || !spread.every(Number.isFinite)) return '<p class="note">Its spread cannot be worked out.</p>';
  const most = spread.reduce((top, value) => Math.max(top, Math.abs(value)), 2.4 * sigma);
  const middle = (PLOT.top + PLOT.bottom) / 2;
  const x = (t: number): string => ((t / Math.max(1, spread.length - 1)) * WIDTH).toFixed(1);
  const y = (value: number): string => (middle - (value / most) * (middle - PLOT.top)).toFixed(1);
  const border = x(formationBars);
  const [top, bottom] = [y(2 * sigma), y(-2 * sigma)];
  const { formation, holdout } = result;
  // Where little is held out, the day of the border would run into the last one.
  const date =
    Number(border) > DAY_ROOM && Number(border) < WIDTH - DAY_ROOM
      ? `<text x="${border}" y="${HEIGHT - 5}" text-anchor="middle">${dayText(formation.to)}</text>`
      : '';
  const later =
    formationBars < spread.length
      ? `<rect class="later" x="${border}" width="${(WIDTH - Number(border)).toFixed(1)}" y="0" height="${PLOT.bottom}"/><line class="border" x1="${border}" x2="${border}" y1="0" y2="${PLOT.bottom + 4}"/>`
      : '';
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Spread of ${name}">
<rect class="band" x="0" width="${WIDTH}" y="${top}" height="${(Number(bottom) - Number(top)).toFixed(1)}"/>
${later}<line class="zero" x1="0" x2="${WIDTH}" y1="${y(0)}" y2="${y(0)}"/>
<path d="${thinned(spread, x, y)}"/>
<text x="3" y="${(Number(top) - 3).toFixed(1)}">+2σ</text><text x="3" y="${(Number(bottom) + 12).toFixed(1)}">−2σ</text>
<text x="0" y="${HEIGHT - 5}">${dayText(formation.from)}</text>${date}<text x="${WIDTH}" y="${HEIGHT - 5}" text-anchor="end">${dayText(holdout.to)}</text>
</svg>`;
}

/** A path through every step's lowest and highest value, in the order of time. */
function thinned(spread: Float64Array, x: (t: number) => string, y: (value: number) => string): string {
  const step = Math.max(1, Math.ceil(spread.length / MOST_STEPS));
  const points: string[] = [];
  for (let first = 0; first < spread.length; first += step) {
    let [low, high] = [first, first];
    for (let t = first + 1; t < Math.min(first + step, spread.length); t++) {
      if (spread[t] < spread[low]) low = t;
      if (spread[t] > spread[high]) high = t;
    }
    for (const t of new Set(low < high ? [low, high] : [high, low])) points.push(`${x(t)} ${y(spread[t])}`);
  }
  return `M${points.join('L')}`;
}
