import type { DiscoveryResult } from '../../discovery/discovery-result.ts';
import { groupedText } from '../../domain/decimal-text.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText, minuteText } from '../figure-text.ts';

/** What makes the run repeatable. */
export interface DiscoveryProvenance {
  readonly runId: string;
  readonly codeVersion: string;
  readonly dataHash: string;
}

type Fact = readonly [name: string, value: string];

/** The settings in the words of the config file, the data, and the run’s fingerprint. */
export function settingsSection(result: DiscoveryResult, provenance: DiscoveryProvenance): string {
  return `<section aria-labelledby="settings">
<h2 id="settings">Settings and data</h2>
<p class="lead">The same settings, data and code version give this page again, byte for byte.</p>
<div class="columns">
${table('Settings', settings(result))}
${table('Data and fingerprint', data(result, provenance))}
</div>
</section>`;
}

function settings({ settings }: DiscoveryResult): readonly Fact[] {
  return [
    ['discovery.lookback_days', `${settings.lookbackDays} days`],
    ['discovery.holdout_days', `${settings.holdoutDays} days`],
    ['discovery.adf_pvalue_threshold', String(settings.adfPvalueThreshold)],
    ['discovery.max_q', String(settings.maxQ)],
    ['discovery.min_correlation', String(settings.minCorrelation)],
    ['discovery.half_life', `${settings.halfLife.min} to ${settings.halfLife.max} bars`],
    ['discovery.min_adv_usd', `$${groupedText(settings.minAdvUsd, 0)} a day`],
    ['discovery.top_n_pairs', String(settings.topN)],
  ];
}

function data(result: DiscoveryResult, { runId, codeVersion, dataHash }: DiscoveryProvenance): readonly Fact[] {
  const window = ({ from, to, bars }: DiscoveryResult['formation']): string =>
    `${minuteText(from)} to ${minuteText(to)} UTC, end exclusive: ${figureText(bars, 'count')} bars`;
  return [
    ['venue', result.venue],
    ['timeframe', result.timeframe],
    ['formation window', window(result.formation)],
    ['held-out window', window(result.holdout)],
    ['symbols tested', result.symbols.join(', ')],
    ['run', runId],
    ['hash of data', dataHash],
    ['code version', codeVersion],
    ['seed', String(result.seed)],
  ];
}

const table = (caption: string, facts: readonly Fact[]): string =>
  `<table class="facts"><caption>${caption}</caption><tbody>
${facts.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${escapeHtml(value)}</td></tr>`).join('\n')}
</tbody></table>`;
