import type { DiscoveryResult, JudgedPair } from '../../discovery/discovery-result.ts';
import { escapeHtml } from '../escape-html.ts';
import { probabilityText } from './probability-text.ts';
import { shortNames } from './short-names.ts';

const SIDE = 520;
const CENTRE = SIDE / 2;
const RADIUS = 178;
const LABEL_GAP = 11;
/** From a node to the end of the longest name beside it. */
const LABEL_ROOM = 82;
/** Drawn, dashed, where no pair is significant. */
const WEAK_PAIRS = 10;
const MOST_PAIRS = 60;

/** Which legs the pairs share: pairs with a leg in common are not independent bets. */
export function networkSection(result: DiscoveryResult): string {
  const { maxQ } = result.settings;
  const found = result.pairs.filter(({ q }) => q <= maxQ);
  const drawn = found.length > 0 ? found.slice(0, MOST_PAIRS) : result.pairs.slice(0, WEAK_PAIRS);
  if (drawn.length === 0) return '';
  const symbols = [...new Set(drawn.flatMap(({ pair }) => [pair.x, pair.y]))].sort();
  // Two stand side by side.
  const first = symbols.length === 2 ? Math.PI : -Math.PI / 2;
  const angles = new Map(symbols.map((symbol, k) => [symbol, (2 * Math.PI * k) / symbols.length + first]));
  const heights = [...angles.values()].map((angle) => Math.sin(angle) * (RADIUS + LABEL_ROOM));
  const [top, bottom] = [Math.floor(Math.min(...heights)) - 14, Math.ceil(Math.max(...heights)) + 14];
  return `<section aria-labelledby="network">
<h2 id="network">Shared legs</h2>
<p class="lead">${lead(found.length, drawn, maxQ)}</p>
<svg class="network" viewBox="0 ${CENTRE + top} ${SIDE} ${bottom - top}" role="img" aria-label="Network of ${symbols.length} symbols and ${drawn.length} pairs">
${drawn.map((judged) => edge(judged, angles, maxQ)).join('\n')}
${nodes(symbols, angles).join('\n')}
</svg>
</section>`;
}

function lead(found: number, drawn: readonly JudgedPair[], maxQ: number): string {
  if (found === 0) {
    return `No pair is significant. Dashed: the ${drawn.length} smallest q, <b>not significant</b>, which share legs as chance has it.`;
  }
  const legs = new Map<string, number>();
  for (const { x, y } of drawn.map(({ pair }) => pair))
    for (const symbol of [x, y]) legs.set(symbol, (legs.get(symbol) ?? 0) + 1);
  const [most, times] = [...legs].reduce((top, one) => (one[1] > top[1] ? one : top));
  const shared = times > 1 ? ` ${escapeHtml(most)} is a leg of ${times} of these ${drawn.length}.` : '';
  const cut = found > drawn.length ? ` Drawn are the first ${drawn.length} of ${found}.` : '';
  return `Pairs with q ≤ ${maxQ}; thick where every filter is passed. Pairs that share a leg stand or fall together.${shared}${cut}`;
}

function edge({ pair, q, rejections }: JudgedPair, angles: ReadonlyMap<string, number>, maxQ: number): string {
  const ends = [pair.x, pair.y].map((symbol) => point(angles.get(symbol) ?? 0, RADIUS));
  const isWeak = !(q <= maxQ);
  const kind = isWeak ? 'weak' : rejections.length === 0 ? 'chosen' : 'kept';
  const title = `${pair.y} on ${pair.x}, q ${probabilityText(q)}${isWeak ? ', not significant' : ''}`;
  return `<path class="${kind}" d="M${ends[0]}Q${CENTRE} ${CENTRE} ${ends[1]}"><title>${escapeHtml(title)}</title></path>`;
}

/** Names stand along the spokes, so that many do not run into each other; on the left they are turned to be read. */
function nodes(symbols: readonly string[], angles: ReadonlyMap<string, number>): string[] {
  const names = shortNames(symbols);
  const font = Math.max(6, Math.min(13, (2 * Math.PI * RADIUS) / symbols.length - 1)).toFixed(1);
  return symbols.map((symbol) => {
    const angle = angles.get(symbol) ?? 0;
    const isLeft = Math.cos(angle) < -1e-9;
    const turn = ((angle * 180) / Math.PI + (isLeft ? 180 : 0)).toFixed(1);
    const [x, y] = point(angle, RADIUS).split(' ');
    const along = `translate(${point(angle, RADIUS + LABEL_GAP)}) rotate(${turn})`;
    return `<circle cx="${x}" cy="${y}" r="${symbols.length > 40 ? 3 : 5}"><title>${escapeHtml(symbol)}</title></circle><text transform="${along}" dy=".33em" text-anchor="${isLeft ? 'end' : 'start'}" font-size="${font}">${escapeHtml(names.get(symbol) ?? symbol)}</text>`;
  });
}

const point = (angle: number, radius: number): string =>
  `${(CENTRE + radius * Math.cos(angle)).toFixed(1)} ${(CENTRE + radius * Math.sin(angle)).toFixed(1)}`;
