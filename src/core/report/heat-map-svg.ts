import type { HeatMap } from '../backtest/heat-map.ts';
import { escapeHtml } from './escape-html.ts';
import { figureText } from './figure-text.ts';

const CELL = { width: 62, height: 34 };
const MARGIN = { left: 96, top: 44 };

/**
 * A heat map as an SVG of its own: one tinted cell a pair of values with the figure in it, gains and losses in the page's
 * colours, the darker the larger. A cell without a value is empty.
 * @param strongest the size that gets the full tint, the same for all maps of a page
 */
export function heatMapSvg({ rowAxis, columnAxis, rows, columns, cells }: HeatMap, strongest: number): string {
  const width = MARGIN.left + columns.length * CELL.width;
  const height = MARGIN.top + rows.length * CELL.height;
  const columnLabels = columns.map(
    (value, c) =>
      `<text x="${MARGIN.left + (c + 0.5) * CELL.width}" y="${MARGIN.top - 10}" text-anchor="middle" class="value-of">${escapeHtml(String(value))}</text>`,
  );
  const rowLabels = rows.map(
    (value, r) =>
      `<text x="${MARGIN.left - 10}" y="${MARGIN.top + (r + 0.5) * CELL.height + 4}" text-anchor="end" class="value-of">${escapeHtml(String(value))}</text>`,
  );
  const boxes = cells.flatMap((row, r) =>
    row.map((value, c) => {
      const x = MARGIN.left + c * CELL.width;
      const y = MARGIN.top + r * CELL.height;
      const frame = `x="${x + 1}" y="${y + 1}" width="${CELL.width - 2}" height="${CELL.height - 2}" rx="3"`;
      if (Number.isNaN(value)) return `<rect ${frame} class="without"/>`;
      const tint = strongest > 0 ? Math.min(1, Math.abs(value) / strongest) : 0;
      const style = `fill:rgb(var(--${value < 0 ? 'loss' : 'gain'}-rgb) / ${(0.08 + 0.62 * tint).toFixed(3)})`;
      const text = figureText(value, 'ratio');
      return `<rect ${frame} style="${style}"/><text x="${x + CELL.width / 2}" y="${y + CELL.height / 2 + 4}" text-anchor="middle" class="figure-of">${text}</text>`;
    }),
  );
  const label = `Median Sharpe ratio by ${rowAxis} (rows) and ${columnAxis} (columns)`;
  return `<figure class="map">
<svg viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${label}">
<text x="${MARGIN.left}" y="14" class="axis-of">${columnAxis} →</text><text x="${MARGIN.left - 10}" y="${MARGIN.top - 10}" text-anchor="end" class="axis-of">${rowAxis} ↓</text>
${[...columnLabels, ...rowLabels, ...boxes].join('\n')}
</svg>
</figure>`;
}
