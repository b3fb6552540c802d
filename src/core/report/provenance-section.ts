import type { MeasuredBacktest } from '../backtest/backtest-result.ts';
import type { Strategy, StrategySettings } from '../domain/settings.ts';
import { escapeHtml } from './escape-html.ts';
import { figureText, minuteText, significant } from './figure-text.ts';

type Row = readonly [name: string, value: string, meaning: string];

/** The settings in the words of the config file, and what makes the run repeatable. */
export function provenanceSection(result: MeasuredBacktest): string {
  return `<section aria-labelledby="settings">
<h2 id="settings">Settings and data</h2>
<p class="lead">The same settings, data and code version give this page again, byte for byte.</p>
<div class="columns">
<table class="facts"><caption>Settings</caption><tbody>
${settingRows(result.settings).map(factRow).join('\n')}
</tbody></table>
<table class="facts"><caption>Data and fingerprint</caption><tbody>
${dataRows(result).map(factRow).join('\n')}
</tbody></table>
</div>
</section>`;
}

const factRow = ([name, value, meaning]: Row): string =>
  `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}${meaning === '' ? '' : ` <small>${escapeHtml(meaning)}</small>`}</td></tr>`;

function settingRows({ windows, thresholds, strategy, risk, costs, filters, exits }: StrategySettings): Row[] {
  const number = (value: number | null): string =>
    value === null ? 'off' : Number.isInteger(value) ? figureText(value, 'count') : significant(value, 10);
  return [
    ['strategy.direction', strategy.direction, ''],
    ['strategy.model', strategy.model, ''],
    ...(strategy.model === 'kalman' ? [noiseRow(strategy)] : []),
    strategy.model === 'kalman'
      ? ['windows.kalman', number(windows.kalman), 'bars']
      : ['windows.ols_beta', number(windows.olsBeta), 'bars'],
    ['windows.zscore', number(windows.zscore), 'bars'],
    ['windows.adv', number(windows.adv), 'bars'],
    ['windows.realized_vol', number(windows.realizedVol), 'bars'],
    ['windows.spread_vol', number(windows.spreadVol), 'bars'],
    ['thresholds.z_in', number(thresholds.zIn), ''],
    ['thresholds.z_out', number(thresholds.zOut), ''],
    ['thresholds.z_stop', number(thresholds.zStop), strategy.direction === 'follow' ? 'not used when following' : ''],
    ['risk.account_usd', number(risk.accountUsd), 'USD'],
    ['risk.target_sigma_usd', number(risk.targetSigmaUsd), 'USD per 1.0 z'],
    ['risk.max_notional_usd_per_leg', number(risk.maxNotionalUsdPerLeg), 'USD'],
    ['risk.min_notional_usd_per_leg', number(risk.minNotionalUsdPerLeg), 'USD'],
    ['risk.max_adv_frac', number(risk.maxAdvFrac), 'of a leg’s dollar volume a bar'],
    ['costs.fee_bps', number(costs.feeBps), 'per leg and side'],
    ['costs.slippage_bps', number(costs.slippageBps), 'per leg and side'],
    ['filters.min_adv_usd', number(filters.minAdvUsd), 'USD a bar'],
    ['filters.max_realized_vol_annual', number(filters.maxRealizedVolAnnual), 'per year'],
    ['filters.max_funding_diff_bps_8h', number(filters.maxFundingDiffBps8h), ''],
    ['filters.max_spread_vol_percentile', number(filters.maxSpreadVolPercentile), ''],
    ['filters.max_health_p', number(filters.maxHealthP ?? null), ''],
    ['exits.max_health_p', number(exits?.maxHealthP ?? null), ''],
    ...(windows.health === undefined ? [] : [['windows.health', number(windows.health), 'bars'] as Row]),
  ];
}

function noiseRow({ kalmanNoise }: Strategy): Row {
  const name = 'strategy.kalman_noise';
  if (kalmanNoise === null) return [name, 'likeliest', 'of each window'];
  const { alpha, beta, observation } = kalmanNoise;
  const variances = [alpha, beta, observation].map((value) => significant(value, 10));
  return [name, variances.join(' / '), 'variances of alpha, beta and observation'];
}

function dataRows({ pair, venue, timeframe, metrics, candles, simulation, manifest }: MeasuredBacktest): Row[] {
  return [
    ['x, hedge leg', pair.x, ''],
    ['y, dependent leg', pair.y, ''],
    ['venue', venue, ''],
    ['timeframe', timeframe, ''],
    ['from', minuteText(metrics.from), 'UTC, inclusive'],
    ['to', minuteText(metrics.to), 'UTC, exclusive'],
    ['bars', figureText(metrics.bars, 'count'), `after ${figureText(simulation.from, 'count')} bars of warm-up`],
    [
      'forward-filled',
      figureText(metrics.filledBars, 'count'),
      'bars missing on both legs; nothing is decided or filled on them',
    ],
    ['one-sided gaps', figureText(candles.gaps.length, 'count'), 'bars missing on one leg, dropped'],
    ['run', manifest.runId, ''],
    ['hash of settings', manifest.configHash, ''],
    ['hash of data', manifest.dataHash, ''],
    ['code version', manifest.codeVersion, ''],
    ['seed', String(manifest.seed), 'of the bootstrap and the random walks'],
  ];
}
