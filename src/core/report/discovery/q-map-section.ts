import type { DiscoveryResult } from '../../discovery/discovery-result.ts';
import { baseOf } from '../../domain/pair.ts';
import { escapeHtml } from '../escape-html.ts';

/** More symbols than this are no longer legible; those with the smallest q are drawn. */
const MOST_SYMBOLS = 100;
const LABELS = 64;
const SIDE = 960;

/** q of every pair as a triangle of cells, the darker the smaller. */
export function qMapSection(result: DiscoveryResult): string {
  const symbols = drawnSymbols(result);
  const place = new Map(symbols.map((symbol, k) => [symbol, k]));
  const size = Math.max(6, Math.min(34, Math.floor((SIDE - LABELS) / Math.max(1, symbols.length))));
  const side = LABELS + symbols.length * size;
  const font = Math.max(7, Math.min(12, size - 1));
  const cells: string[] = [];
  for (const { pair, q, engleGranger } of result.everyPair()) {
    const [i, j] = [place.get(pair.x), place.get(pair.y)];
    if (i === undefined || j === undefined) continue;
    const [row, column] = [Math.max(i, j), Math.min(i, j)];
    const p = Math.min(engleGranger.yOnX.pValue, engleGranger.xOnY.pValue);
    const title = `${pair.y} on ${pair.x}: q ${q.toFixed(3)}, p ${p.toExponential(1)}`;
    const isFound = q <= result.settings.maxQ;
    cells.push(
      `<rect x="${LABELS + column * size}" y="${row * size}" width="${size - 1}" height="${size - 1}"${isFound ? ' class="found"' : ''} style="fill:rgb(var(--gain-rgb) / ${tint(q).toFixed(3)})"><title>${escapeHtml(title)}</title></rect>`,
    );
  }
  const labels = symbols.map((symbol, k) => {
    const name = escapeHtml(baseOf(symbol));
    const middle = (k + 0.5) * size;
    return `<text x="${LABELS - 5}" y="${middle + font / 3}" text-anchor="end" font-size="${font}">${name}</text><text transform="translate(${LABELS + middle + font / 3} ${symbols.length * size + 5}) rotate(-90)" text-anchor="end" font-size="${font}">${name}</text>`;
  });
  const left =
    symbols.length < result.symbols.length
      ? ` Drawn are the ${symbols.length} symbols of ${result.symbols.length} that take part in the smallest q.`
      : '';
  return `<section aria-labelledby="map">
<h2 id="map">q of every pair</h2>
<p class="lead">The darker, the smaller the false-discovery rate at which the pair would still be named; outlined where q ≤ ${result.settings.maxQ}. An empty triangle is what unrelated series show.${left}</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="map">
<svg class="qmap" viewBox="0 0 ${side} ${side}" width="${side}" role="img" aria-label="q-values of ${result.pairsTested} pairs">
${cells.join('\n')}
${labels.join('\n')}
</svg>
</div>
</section>`;
}

/** From 1 (nothing) to 0.0001 (full), by the logarithm. */
const tint = (q: number): number => 0.05 + 0.9 * Math.min(1, Math.max(0, -Math.log10(Math.max(q, 1e-300)) / 4));

function drawnSymbols({ symbols, everyPair }: DiscoveryResult): readonly string[] {
  if (symbols.length <= MOST_SYMBOLS) return symbols;
  const drawn = new Set<string>();
  for (const { pair } of everyPair()) {
    if (drawn.size >= MOST_SYMBOLS) break;
    drawn.add(pair.x).add(pair.y);
  }
  return [...drawn].sort();
}
