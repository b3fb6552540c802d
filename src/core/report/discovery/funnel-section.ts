import type { DiscoveryResult } from '../../discovery/discovery-result.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText } from '../figure-text.ts';

/** From all tests to the pairs that held up, with what chance alone would have passed beside it. */
export function funnelSection(result: DiscoveryResult): string {
  const { adfPvalueThreshold, maxQ, holdoutDays } = result.settings;
  const steps: readonly (readonly [name: string, count: number, note: string])[] = [
    ['tests: every pair in both orders', result.tests, `${result.symbols.length} symbols, ${result.pairsTested} pairs`],
    [
      `tests with p ≤ ${adfPvalueThreshold}`,
      result.rawPasses,
      `chance alone makes about ${Math.round(result.expectedByChance)}`,
    ],
    [`pairs with q ≤ ${maxQ}`, result.significant, 'false-discovery rate over all tests'],
    ['chosen: every filter passed', result.chosen, `at most ${result.settings.topN}`],
    [`confirmed in the ${holdoutDays} days held out`, result.confirmed, 'p small there too, and the rules earned'],
  ];
  const rows = steps.map(([name, count, note]) => {
    const share = result.tests > 0 ? (100 * count) / result.tests : 0;
    return `<tr><th scope="row">${escapeHtml(name)}</th><td class="n value">${count}</td><td class="bar"><span style="width:${share.toFixed(2)}%"></span></td><td class="dim">${escapeHtml(note)}</td></tr>`;
  });
  const detectable = Number.isNaN(result.detectableHalfLife)
    ? `${result.formation.bars} bars are too few for so many tests: no pair could have passed.`
    : `With ${figureText(result.formation.bars, 'count')} bars and ${result.tests} tests, a pair whose half-life is longer than about <b>${Math.round(result.detectableHalfLife)} bars</b> is missed more often than 1 time in 5. Slower pairs may be there: look at more days, not at a laxer line.`;
  return `<section aria-labelledby="funnel">
<h2 id="funnel">How many passed, and how many chance would have passed</h2>
<p class="lead">${detectable}</p>
<table class="funnel"><tbody>
${rows.join('\n')}
</tbody></table>
</section>`;
}
