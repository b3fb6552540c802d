import type { DiscoveryResult, JudgedPair } from '../../discovery/discovery-result.ts';
import { escapeHtml } from '../escape-html.ts';
import { probabilityText } from './probability-text.ts';
import { shortNames } from './short-names.ts';

/** More symbols than this are no longer legible; those with the smallest q are drawn. */
const MOST_SYMBOLS = 100;
const LABELS = 72;
/** The page's own width: cells of a hundred symbols still carry their names. */
const SIDE = 1062;
const CELL = { least: 9.9, most: 34 };
const LEGEND = [1, 0.1, 0.01, 0.001, 0.0001];

/** q of every pair as a triangle of cells, the stronger the colour, the smaller. */
export function qMapSection(result: DiscoveryResult): string {
  const symbols = drawnSymbols(result);
  if (symbols.length < 2) return '';
  const size = Math.max(CELL.least, Math.min(CELL.most, (SIDE - LABELS) / symbols.length));
  const side = Math.ceil(LABELS + symbols.length * size);
  const left =
    symbols.length < result.symbols.length
      ? ` Drawn are the ${symbols.length} symbols of ${result.symbols.length} that take part in the smallest q.`
      : '';
  const shown = ((symbols.length * (symbols.length - 1)) / 2).toString();
  return `<section aria-labelledby="map">
<h2 id="map">q of every pair</h2>
<p class="lead">The stronger the colour, the smaller the false-discovery rate at which the pair would still be named; outlined where q ≤ ${result.settings.maxQ}. An empty triangle is what unrelated series show.${left}</p>
${legend()}
<div class="scroll" tabindex="0" role="region" aria-labelledby="map">
<svg class="qmap" viewBox="0 0 ${side} ${side}" width="${side}" role="img" aria-label="q-values of ${shown} pairs">
${cells(result, symbols, size).join('\n')}
${labels(symbols, size).join('\n')}
</svg>
</div>
</section>`;
}

function cells(result: DiscoveryResult, symbols: readonly string[], size: number): string[] {
  const place = new Map(symbols.map((symbol, k) => [symbol, k]));
  const drawn: string[] = [];
  const side = (size - 1).toFixed(1);
  for (const judged of result.everyPair()) {
    const [i, j] = [place.get(judged.pair.x), place.get(judged.pair.y)];
    if (i === undefined || j === undefined) continue;
    const [row, column] = [Math.max(i, j), Math.min(i, j)];
    const found = judged.q <= result.settings.maxQ ? ' class="found"' : '';
    drawn.push(
      `<rect x="${(LABELS + column * size).toFixed(1)}" y="${(row * size).toFixed(1)}" width="${side}" height="${side}"${found} fill-opacity="${tint(judged.q)}"><title>${escapeHtml(title(judged))}</title></rect>`,
    );
  }
  return drawn;
}

function title({ pair, q, engleGranger: { yOnX, xOnY } }: JudgedPair): string {
  const p = Math.min(yOnX.pValue, xOnY.pValue);
  return `${pair.y} on ${pair.x}: q ${probabilityText(q)}, p ${probabilityText(p)}`;
}

function labels(symbols: readonly string[], size: number): string[] {
  const names = shortNames(symbols);
  const font = Math.max(8.5, Math.min(12, size - 1));
  const bottom = symbols.length * size + 5;
  return symbols.map((symbol, k) => {
    const name = escapeHtml(names.get(symbol) ?? symbol);
    const middle = (k + 0.5) * size + font / 3;
    return `<text x="${LABELS - 5}" y="${middle.toFixed(1)}" text-anchor="end" font-size="${font.toFixed(1)}">${name}</text><text transform="translate(${(LABELS + middle).toFixed(1)} ${bottom.toFixed(1)}) rotate(-90)" text-anchor="end" font-size="${font.toFixed(1)}">${name}</text>`;
  });
}

function legend(): string {
  const steps = LEGEND.map((q) => {
    const words = q === LEGEND[LEGEND.length - 1] ? `${q} or less` : String(q);
    return `<li><svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true"><rect width="14" height="14" fill-opacity="${tint(q)}"/></svg> ${words}</li>`;
  });
  return `<ul class="qkey" aria-label="q by colour">${steps.join('')}</ul>`;
}

/** By the logarithm, from hardly anything at 1 to nearly full at 0.0001. */
function tint(q: number): string {
  const strength = Number.isNaN(q) ? 0 : Math.min(1, Math.max(0, -Math.log10(Math.max(q, 1e-300)) / 4));
  return (0.06 + 0.9 * strength).toFixed(2);
}

/** All symbols; of too many those of the pairs with the smallest q, in the order of the run. */
function drawnSymbols({ symbols, everyPair }: DiscoveryResult): readonly string[] {
  if (symbols.length <= MOST_SYMBOLS) return symbols;
  const least = new Map<string, number>();
  for (const { pair, q } of everyPair()) {
    for (const symbol of [pair.x, pair.y]) {
      const known = least.get(symbol);
      if (known === undefined || q < known) least.set(symbol, q);
    }
  }
  const first = [...least].sort(([, a], [, b]) => a - b).slice(0, MOST_SYMBOLS);
  const drawn = new Set(first.map(([symbol]) => symbol));
  return symbols.filter((symbol) => drawn.has(symbol));
}
