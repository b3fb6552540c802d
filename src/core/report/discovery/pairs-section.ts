import type { Calibrated, DiscoveryResult, DiscoverySettings, JudgedPair } from '../../discovery/discovery-result.ts';
import { groupedText } from '../../domain/decimal-text.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText, wholeDollars } from '../figure-text.ts';
import { percentileText, probabilityText } from './probability-text.ts';
import { rejectionWords } from './standing-words.ts';

interface Column {
  readonly name: string;
  readonly isNumber: boolean;
  readonly cell: (pair: JudgedPair) => string;
  /** What rows are sorted by: a number, or text. */
  readonly key: (pair: JudgedPair) => number | string;
}

const number = (name: string, of: (pair: JudgedPair) => number, text = twoDecimals): Column => ({
  name,
  isNumber: true,
  cell: (pair) => text(of(pair)),
  key: of,
});

const beside = (name: string, of: (pair: JudgedPair) => Calibrated, digits: number): Column => ({
  name,
  isNumber: true,
  cell: (pair) => {
    const { value, nullPercentile } = of(pair);
    return `${decimals(value, digits)} <small>${percentileText(nullPercentile)}</small>`;
  },
  key: (pair) => of(pair).value,
});

const columns = (settings: DiscoverySettings): readonly Column[] => [
  number('#', ({ rank }) => rank, String),
  { name: 'y', isNumber: false, cell: ({ pair }) => escapeHtml(pair.y), key: ({ pair }) => pair.y },
  { name: 'x', isNumber: false, cell: ({ pair }) => escapeHtml(pair.x), key: ({ pair }) => pair.x },
  {
    name: 'Standing',
    isNumber: false,
    cell: (pair) => `<span class="standing">${escapeHtml(rejectionWords(pair, settings))}</span>`,
    key: (pair) => rejectionWords(pair, settings),
  },
  number('q', ({ q }) => q, probabilityText),
  number('p, y on x', ({ engleGranger }) => engleGranger.yOnX.pValue, probabilityText),
  number('p, x on y', ({ engleGranger }) => engleGranger.xOnY.pValue, probabilityText),
  beside('Johansen', ({ johansen }) => johansen.trace, 1),
  number(
    'Max eigen',
    ({ johansen }) => johansen.maxEigen,
    (value) => decimals(value, 1),
  ),
  number('Correlation', ({ correlation }) => correlation),
  number('Beta', ({ beta }) => beta),
  number(
    'Beta drift',
    ({ betaDrift }) => betaDrift,
    (value) => figureText(value, 'share'),
  ),
  beside('Half-life', ({ halfLife }) => halfLife, 0),
  beside('Hurst', ({ hurst }) => hurst, 2),
  beside('Crossings', ({ crossings }) => crossings, 0),
  beside('Entries a week', ({ entriesPerWeek }) => entriesPerWeek, 2),
  beside('Win rate', ({ winRate }) => winRate, 2),
  number(
    'σ',
    ({ sigma }) => sigma,
    (value) => decimals(value, 4),
  ),
  number(
    'σ in costs',
    ({ sigmaInCosts }) => sigmaInCosts,
    (value) => decimals(value, 1),
  ),
  number(
    '$ a day',
    ({ advUsd }) => advUsd,
    (value) => (Number.isFinite(value) ? `${groupedText(value / 1e6, 1)}M` : '–'),
  ),
  number(
    'Quarters',
    ({ subWindowShare }) => 4 * subWindowShare,
    (value) => decimals(value, 0),
  ),
  number('Held-out p', ({ heldOut }) => heldOut.pValue, probabilityText),
  number(
    'Held-out trades',
    ({ heldOut }) => heldOut.trades,
    (value) => decimals(value, 0),
  ),
  number('Held-out win rate', ({ heldOut }) => heldOut.winRate),
  number('Held-out net', ({ heldOut }) => heldOut.net, wholeDollars),
  {
    name: '95 % of net',
    isNumber: true,
    cell: ({
      heldOut: {
        netInterval: [low, high],
      },
    }) => (Number.isNaN(low) ? '–' : `${wholeDollars(low)} to ${wholeDollars(high)}`),
    key: ({ heldOut }) => heldOut.netInterval[0],
  },
];

/** The listed pairs with every figure; a click on a heading sorts. */
export function pairsSection({ pairs, pairsTested, settings }: DiscoveryResult): string {
  const shown = columns(settings);
  const heads = shown.map(
    ({ name, isNumber }, k) =>
      `<th scope="col"${isNumber ? ' class="n"' : ''}${k === 0 ? ' aria-sort="ascending"' : ''}><button type="button">${name}</button></th>`,
  );
  const rows = pairs.map((pair) => {
    const cells = shown.map(({ isNumber, cell, key }) => {
      const value = key(pair);
      const sort = typeof value === 'number' && Number.isNaN(value) ? '' : escapeHtml(String(value));
      return `<td${isNumber ? ' class="n"' : ''} data-key="${sort}">${cell(pair)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const more =
    pairsTested > pairs.length ? ` The first ${pairs.length} of ${pairsTested}; pairs.csv has them all.` : '';
  return `<section aria-labelledby="pairs">
<h2 id="pairs">Every figure</h2>
<p class="lead">Small grey numbers: the share of independent random walks, as long as the window and traded by the same rules, that show less. Win rates are shares of 1; half-life in bars, crossings per 1,000 bars.${more} Click a heading to sort.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="pairs">
<table class="trades sortable">
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
</section>`;
}

function twoDecimals(value: number): string {
  return decimals(value, 2);
}

function decimals(value: number, digits: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value).toFixed(digits);
  // What rounds to zero has no sign.
  return value < 0 && /[1-9]/.test(size) ? `−${size}` : size;
}
