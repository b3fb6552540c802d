import type { DiscoveryResult } from '../../discovery/discovery-result.ts';
import { sortableClient } from '../client/sortable-client.ts';
import { escapeHtml } from '../escape-html.ts';
import { dayText } from '../figure-text.ts';
import { htmlPage } from '../html-page.ts';
import { pageStyle } from '../style/page-style.ts';
import { printStyle } from '../style/print-style.ts';
import { tableStyle } from '../style/table-style.ts';
import { funnelSection } from './funnel-section.ts';
import { networkSection } from './network-section.ts';
import { pairsSection } from './pairs-section.ts';
import { qMapSection } from './q-map-section.ts';
import { spreadsSection, type SpreadSeries } from './spreads-section.ts';

const discoveryStyle = `
.funnel { margin-top: 20px; width: 100%; } .funnel th { font-weight: 500; text-align: left; } .funnel .bar { width: 34%; }
.funnel .bar span { display: block; min-width: 2px; height: 12px; background: var(--accent); opacity: .55; border-radius: 2px; }
.funnel .dim { color: var(--dim); } .funnel .value { font-weight: 600; }
.qmap, .network { display: block; margin-top: 20px; height: auto; } .qmap text, .network text { fill: var(--ink); }
.qmap { min-width: 460px; max-width: 100%; } .qmap .found { stroke: var(--loss); stroke-width: 1.5; }
.network { width: min(100%, 520px); } .network text { font-size: 13px; } .network circle { fill: var(--accent); }
.network path { fill: none; stroke: var(--accent); stroke-width: 1.2; opacity: .6; }
.network .chosen { stroke-width: 3; opacity: .9; } .network .weak { stroke: var(--faint); stroke-dasharray: 4 4; }
.spreads { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 28px 40px; margin-top: 20px; }
.spread { break-inside: avoid; } .spread figcaption { color: var(--dim); font-size: .88rem; margin-bottom: 6px; }
.spread figcaption b { color: var(--ink); } .spread figcaption span { color: var(--accent); } .spread.weak figcaption span { color: var(--loss); }
.spread svg { display: block; width: 100%; height: auto; } .spread path { fill: none; stroke: var(--accent); stroke-width: 1.1; }
.spread.weak path { stroke: var(--faint); } .spread .band { fill: var(--band); } .spread .later { fill: var(--held); }
.spread .zero { stroke: var(--rule); } .spread .border { stroke: var(--ink); stroke-dasharray: 3 3; opacity: .6; }
.words { margin-top: 14px; max-width: 78ch; } .words dt { font-weight: 600; margin-top: 12px; } .words dd { color: var(--dim); }
`;

/** A discovery as one HTML page without a network. The same result gives the same bytes. */
export function discoveryReport(result: DiscoveryResult, series: readonly SpreadSeries[]): string {
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
${settingsSection(result)}`,
    data: null,
    scripts: [sortableClient],
  });
}

const WORDS: readonly (readonly [string, string])[] = [
  [
    'Order',
    'Pairs that pass every filter come first, then by q, then by p. There is no score: nothing is weighed against anything, and the held-out window ranks nothing, so that it can confirm.',
  ],
  [
    'p and q',
    'p is Engle–Granger with lags by AIC and MacKinnon’s surface for residuals of two series. q is the false-discovery rate over all tests of this run by Benjamini and Yekutieli, which holds however the tests depend on each other, and pairs that share a leg do.',
  ],
  [
    'Johansen',
    'Its published table is that of series that drift; driftless random walks pass its 5 % line in 13 % of cases. So the trace stands beside its share among random walks and decides nothing.',
  ],
  [
    'Half-life, Hurst, crossings',
    'Regression makes the residual of unrelated series look tied: on random walks its half-life is about a ninth of the window, whatever the window. Only the grey share says whether a figure is unusual.',
  ],
  [
    'Held out',
    'The formation window’s own alpha and beta, and the configured rules with their costs, on later bars. Confirmed: the residual rejects a unit root there too, and the rules earned something.',
  ],
];

function wordsSection(): string {
  const items = WORDS.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`);
  return `<section aria-labelledby="words"><h2 id="words">How to read this</h2><dl class="words">${items.join('\n')}</dl></section>`;
}

function leftOutSection({ leftOut }: DiscoveryResult): string {
  if (leftOut.length === 0) return '';
  const rows = leftOut.map(
    ({ symbol, reason, detail }) =>
      `<tr><th scope="row">${escapeHtml(symbol)}</th><td>${reason}</td><td>${escapeHtml(detail)}</td></tr>`,
  );
  return `<section aria-labelledby="left-out"><h2 id="left-out">Left out</h2>
<div class="scroll"><table><thead><tr><th scope="col">Symbol</th><th scope="col">Reason</th><th scope="col">Detail</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div></section>`;
}

function settingsSection({ settings, seed }: DiscoveryResult): string {
  const facts: readonly (readonly [string, string])[] = [
    ['Formation window', `${settings.lookbackDays} days`],
    ['Held out', `${settings.holdoutDays} days`],
    ['p of a single test', `≤ ${settings.adfPvalueThreshold}`],
    ['q', `≤ ${settings.maxQ}`],
    ['Correlation of returns', `≥ ${settings.minCorrelation}`],
    ['Half-life', `${settings.halfLife.min} to ${settings.halfLife.max} bars`],
    ['Thinner leg', `≥ $${settings.minAdvUsd} a day`],
    ['Chosen', `at most ${settings.topN}`],
    ['Seed', String(seed)],
  ];
  const rows = facts.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`);
  return `<section aria-labelledby="settings"><h2 id="settings">Settings</h2><table><tbody>
${rows.join('\n')}
</tbody></table></section>`;
}
