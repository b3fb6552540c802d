import type { DiscoveryResult } from '../../discovery/discovery-result.ts';
import { sortableClient } from '../client/sortable-client.ts';
import { escapeHtml } from '../escape-html.ts';
import { dayText } from '../figure-text.ts';
import { htmlPage } from '../html-page.ts';
import { discoveryStyle } from '../style/discovery-style.ts';
import { pageStyle } from '../style/page-style.ts';
import { printStyle } from '../style/print-style.ts';
import { tableStyle } from '../style/table-style.ts';
import { funnelSection } from './funnel-section.ts';
import { leftOutSection } from './left-out-section.ts';
import { networkSection } from './network-section.ts';
import { pairsSection } from './pairs-section.ts';
import { qMapSection } from './q-map-section.ts';
import { settingsSection, type DiscoveryProvenance } from './settings-section.ts';
import { spreadsSection, type SpreadSeries } from './spreads-section.ts';
import { wordsSection } from './words-section.ts';

/**
 * A discovery as one HTML page without a network. The same result gives the same bytes; text from outside stays text.
 * @param series the spreads that are drawn, those of the first pairs
 */
export function discoveryReport(
  result: DiscoveryResult,
  series: readonly SpreadSeries[],
  provenance: DiscoveryProvenance,
): string {
  const [level = '', ...rest] = result.sentence.split(':');
  const tone = result.confirmed > 0 ? 'good' : result.chosen > 0 ? 'open' : 'bad';
  const { formation, holdout } = result;
  const facts = [
    result.venue,
    result.timeframe,
    `formation ${dayText(formation.from)} to ${dayText(formation.to)}`,
    `held out to ${dayText(holdout.to)}`,
  ];
  return htmlPage({
    title: `${level} · ${result.symbols.length} symbols · discovery`,
    styles: [pageStyle, tableStyle, printStyle, discoveryStyle],
    main: `<header class="verdict tone-${tone}">
<p class="what">Discovery among <strong>${result.symbols.length} symbols</strong> <span>${facts.map(escapeHtml).join(' · ')}</span></p>
<h1><span class="level">${escapeHtml(level)}</span><span class="unseen">: </span><span class="reason">${escapeHtml(rest.join(':').trim())}</span></h1>
</header>
${funnelSection(result)}
${qMapSection(result)}
${spreadsSection(result, series)}
${networkSection(result)}
${pairsSection(result)}
${wordsSection()}
${leftOutSection(result)}
${settingsSection(result, provenance)}`,
    data: null,
    scripts: [sortableClient],
  });
}
