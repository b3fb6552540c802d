import type { DiscoveryResult } from '../../discovery/discovery-result.ts';
import { baseOf } from '../../domain/pair.ts';
import { escapeHtml } from '../escape-html.ts';

const SIDE = 460;
const RADIUS = 165;
/** Drawn, dashed, where no pair is significant. */
const WEAK_PAIRS = 10;
const MOST_PAIRS = 60;

/** Which legs the pairs share: pairs with a leg in common are not independent bets. */
export function networkSection(result: DiscoveryResult): string {
  const found = result.pairs.filter(({ q }) => q <= result.settings.maxQ);
  const drawn = found.length > 0 ? found.slice(0, MOST_PAIRS) : result.pairs.slice(0, WEAK_PAIRS);
  if (drawn.length === 0) return '';
  const symbols = [...new Set(drawn.flatMap(({ pair }) => [pair.x, pair.y]))].sort();
  const at = (symbol: string): { readonly x: number; readonly y: number; readonly angle: number } => {
    const angle = (2 * Math.PI * symbols.indexOf(symbol)) / symbols.length - Math.PI / 2;
    return { x: SIDE / 2 + RADIUS * Math.cos(angle), y: SIDE / 2 + RADIUS * Math.sin(angle), angle };
  };
  const edges = drawn.map(({ pair, q, rejections }) => {
    const [a, b] = [at(pair.x), at(pair.y)];
    const kind = q > result.settings.maxQ ? 'weak' : rejections.length === 0 ? 'chosen' : 'kept';
    return `<path class="${kind}" d="M${a.x.toFixed(1)} ${a.y.toFixed(1)}Q${SIDE / 2} ${SIDE / 2} ${b.x.toFixed(1)} ${b.y.toFixed(1)}"><title>${escapeHtml(`${pair.y} on ${pair.x}, q ${q.toFixed(3)}`)}</title></path>`;
  });
  const nodes = symbols.map((symbol) => {
    const { x, y, angle } = at(symbol);
    const anchor = Math.abs(Math.cos(angle)) < 0.2 ? 'middle' : Math.cos(angle) > 0 ? 'start' : 'end';
    const out = 12;
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="5"/><text x="${(x + out * Math.cos(angle)).toFixed(1)}" y="${(y + out * Math.sin(angle) + 4).toFixed(1)}" text-anchor="${anchor}">${escapeHtml(baseOf(symbol))}</text>`;
  });
  const lead =
    found.length > 0
      ? `Pairs with q ≤ ${result.settings.maxQ}; thick where every filter is passed. Pairs that share a leg stand or fall together.`
      : `No pair is significant. Dashed: the ${drawn.length} smallest q, which share legs as chance has it.`;
  return `<section aria-labelledby="network">
<h2 id="network">Shared legs</h2>
<p class="lead">${lead}</p>
<svg class="network" viewBox="0 0 ${SIDE} ${SIDE}" role="img" aria-label="Network of ${symbols.length} symbols and ${drawn.length} pairs">
${edges.join('\n')}
${nodes.join('\n')}
</svg>
</section>`;
}
