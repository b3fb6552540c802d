import type { DiscoveryResult } from '../../discovery/discovery-result.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText } from '../figure-text.ts';

interface Step {
  readonly name: string;
  readonly count: number;
  readonly note: string;
  /** How many of them chance alone makes, where that is known. */
  readonly byChance?: number;
}

/** From all symbols to the pairs that held up, with what chance alone would have passed beside it. */
export function funnelSection(result: DiscoveryResult): string {
  const most = result.tests;
  const rows = steps(result).map(({ name, count, note, byChance }) => {
    const mark =
      byChance === undefined ? '' : `<i style="left:${barWidth(byChance, most)}%" title="by chance alone"></i>`;
    return `<tr><th scope="row">${escapeHtml(name)}</th><td class="n value">${figureText(count, 'count')}</td><td class="bar"><div><span style="width:${barWidth(count, most)}%"></span>${mark}</div></td><td class="dim">${escapeHtml(note)}</td></tr>`;
  });
  return `<section aria-labelledby="funnel">
<h2 id="funnel">How many passed, and how many chance would have passed</h2>
<p class="lead">${detectable(result)}</p>
<table class="funnel"><tbody>
${rows.join('\n')}
</tbody></table>
<p class="note">Lengths are logarithmic. The upright mark is what chance alone makes of tests of unrelated series.</p>
</section>`;
}

function steps(result: DiscoveryResult): readonly Step[] {
  const { adfPvalueThreshold, maxQ, holdoutDays, topN } = result.settings;
  const chance = Math.round(result.expectedByChance);
  return [
    { name: 'symbols', count: result.symbols.length, note: `tested; ${result.leftOut.length} left out` },
    { name: 'pairs', count: result.pairsTested, note: 'each symbol with each other' },
    { name: 'tests', count: result.tests, note: 'every pair in both orders' },
    {
      name: `tests with p ≤ ${adfPvalueThreshold}`,
      count: result.rawPasses,
      note: `chance alone makes about ${figureText(chance, 'count')}`,
      byChance: result.expectedByChance,
    },
    { name: `pairs with q ≤ ${maxQ}`, count: result.significant, note: 'false-discovery rate over all tests' },
    {
      name: 'pairs that pass every filter',
      count: passing(result),
      note: 'correlation, half-life, volume, beta above 0',
    },
    { name: 'chosen', count: result.chosen, note: `the first of them, at most ${topN}` },
    {
      name: `confirmed in the ${holdoutDays} days held out`,
      count: result.confirmed,
      note: 'p small there too, and the rules earned',
    },
  ];
}

/** Those that pass every filter stand first by rank, so that the count ends at the first that does not. */
function passing({ everyPair }: DiscoveryResult): number {
  let count = 0;
  for (const { rejections } of everyPair()) {
    if (rejections.some((reason) => reason !== 'top_n')) break;
    count++;
  }
  return count;
}

/** Percent of the longest bar; nothing for 0. */
const barWidth = (count: number, most: number): string =>
  most > 0 ? ((100 * Math.log1p(count)) / Math.log1p(most)).toFixed(1) : '0';

function detectable({ detectableHalfLife, formation, tests }: DiscoveryResult): string {
  const bars = figureText(formation.bars, 'count');
  if (Number.isNaN(detectableHalfLife)) return `${bars} bars are too few for so many tests: no pair could have passed.`;
  return `With ${bars} bars and ${figureText(tests, 'count')} tests, a pair whose half-life is longer than about <b>${Math.round(detectableHalfLife)} bars</b> is missed more often than 1 time in 5. Slower pairs may be there: look at more days, not at a laxer line.`;
}
