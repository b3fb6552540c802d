import type { SweepResult, TriedSetting } from '../backtest/sweep-result.ts';
import { LEAST_DEFLATED_SHARPE, MOST_PBO } from '../backtest/sweep-evidence.ts';
import { readAxes, type GridAxis } from '../backtest/heat-map.ts';
import type { EpochMs } from '../domain/time.ts';
import { escapeHtml } from './escape-html.ts';
import { dayText, figureText } from './figure-text.ts';
import { heatMapSvg } from './heat-map-svg.ts';
import { pageStyle } from './style/page-style.ts';
import { printStyle } from './style/print-style.ts';
import { tableStyle } from './style/table-style.ts';
import { settingPlace, SWEEP_FIGURES } from './sweep-columns.ts';

/** What was swept. */
export interface SweepSubject {
  readonly pair: string;
  readonly venue: string;
  readonly timeframe: string;
  /** First bar, and end, exclusive. */
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Settings listed on the page; the files have them all. */
const MOST_ROWS = 300;
const SHOWN = ['sharpe', 'net', 'max_drawdown', 'trades', 'win_rate', 'stops', 'breakeven_cost_bps'];
const TONES = { 'WORTH A WALK-FORWARD': 'good', 'NOT PROVEN': 'open', 'NOTHING FOUND': 'bad' } as const;

const sweepStyle = `
.maps { display: flex; flex-wrap: wrap; gap: 32px 48px; margin-top: 24px; align-items: flex-start; }
.map { max-width: 100%; overflow-x: auto; break-inside: avoid; }
.map svg { display: block; }
.map text { fill: var(--ink); font-size: 13px; } .map .value-of { fill: var(--dim); } .map .axis-of { font-weight: 600; }
.map .without { fill: none; stroke: var(--rule); }
.ranking td, .ranking th { white-space: nowrap; }
`;

/** A sweep as one HTML page without scripts or network: sentence, evidence, heat maps, ranking. The same result gives the same bytes. */
export function sweepReport(result: SweepResult, subject: SweepSubject): string {
  const { verdict, ranking, asked, isPartial } = result;
  const facts = [subject.venue, subject.timeframe, `${dayText(subject.from)} to ${dayText(subject.to)}`];
  const partial = isPartial
    ? `<p class="note">Interrupted: ${ranking.length} of ${asked} settings were tried, the rest is missing here.</p>`
    : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${verdict.level} · ${subject.pair} · sweep`)}</title>
<link rel="icon" href="data:,">
<style>${pageStyle}${tableStyle}${printStyle}${sweepStyle}</style>
</head>
<body>
<main>
<header class="verdict tone-${TONES[verdict.level]}">
<p class="what">Sweep of ${ranking.length} settings on <strong>${escapeHtml(subject.pair)}</strong> <span>${facts.map(escapeHtml).join(' · ')}</span></p>
<h1><span class="level">${verdict.level}</span><span class="unseen">: </span><span class="reason">${escapeHtml(verdict.reason)}</span></h1>
${partial}</header>
${evidenceSection(result)}
${mapsSection(result)}
${rankingSection(result)}
</main>
</body>
</html>
`;
}

function evidenceSection({ evidence }: SweepResult): string {
  const rows = [
    {
      label: `Deflated Sharpe ratio of the best: the probability that it is more than the luck of ${evidence.trials} trials`,
      value: evidence.deflatedSharpe,
      needed: `≥ ${LEAST_DEFLATED_SHARPE}`,
      pass: evidence.deflatedSharpe >= LEAST_DEFLATED_SHARPE,
    },
    {
      label: `Probability of backtest overfitting (CSCV over ${evidence.pboSettings} settings)`,
      value: evidence.pbo,
      needed: `< ${MOST_PBO}`,
      pass: evidence.pbo < MOST_PBO,
    },
  ].map(
    ({ label, value, needed, pass }) =>
      `<tr><th scope="row">${label}</th><td class="n value">${figureText(value, 'ratio')}</td><td class="n">${escapeHtml(needed)}</td><td class="result"><span class="mark ${pass ? 'pass' : 'fail'}">${pass ? '✓ pass' : '✕ fail'}</span></td></tr>`,
  );
  return `<section aria-labelledby="evidence">
<h2 id="evidence">What the best one is worth</h2>
<p class="lead">Every figure on this page is in sample: the best of many looks good even when none of them is. Trials are all settings ever tried on this market, here and in other runs.</p>
<table class="gates">
<thead><tr><th scope="col">Test</th><th scope="col" class="n">Value</th><th scope="col" class="n">Needed</th><th scope="col">Result</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</section>`;
}

function mapsSection({ heatMaps }: SweepResult): string {
  if (heatMaps.length === 0) return '';
  const sizes = heatMaps.flatMap(({ cells }) => cells.flat()).map(Math.abs);
  const strongest = sizes.reduce((most, size) => (size > most ? size : most), 0);
  return `<section aria-labelledby="maps">
<h2 id="maps">Sharpe ratio over every two settings</h2>
<p class="lead">Each cell is the median of all settings that share its two values. A good cell among bad neighbours is luck; what works is a region.</p>
<div class="maps">
${heatMaps.map((map) => heatMapSvg(map, strongest)).join('\n')}
</div>
</section>`;
}

function rankingSection({ ranking }: SweepResult): string {
  const figures = SWEEP_FIGURES.filter(({ id }) => SHOWN.includes(id));
  const heads = figures.map(({ name }) => `<th scope="col" class="n">${name}</th>`);
  const axes = readAxes(ranking.map(({ settings }) => settings));
  const axisHeads = axes.map((axis) => `<th scope="col" class="n">${axis}</th>`);
  const row = (tried: TriedSetting, rank: number): string => {
    const place = settingPlace(tried);
    const cell = (axis: GridAxis): string => `<td class="n">${escapeHtml(String(place[axis]))}</td>`;
    const values = figures.map(({ value, unit, id }) => {
      const number = value(tried.figures);
      const tone = id === 'net' ? (number < 0 ? ' loss' : ' gain') : '';
      return `<td class="n${tone}">${figureText(number, unit)}</td>`;
    });
    return `<tr><th scope="row" class="n">${rank + 1}</th>${values.join('')}${axes.map(cell).join('')}<td class="loss">${tried.figures.ruinedAt === null ? '' : `ruined ${dayText(tried.figures.ruinedAt)}`}</td></tr>`;
  };
  const more =
    ranking.length > MOST_ROWS
      ? `<p class="note">The best ${MOST_ROWS} of ${ranking.length}; sweep.csv and sweep.parquet have them all.</p>`
      : '';
  return `<section aria-labelledby="ranking">
<h2 id="ranking">All settings, best first</h2>
<p class="lead">By Sharpe ratio after costs; equal ones by net profit.</p>
<div class="scroll"><table class="ranking">
<thead><tr><th scope="col" class="n">#</th>${heads.join('')}${axisHeads.join('')}<th></th></tr></thead>
<tbody>
${ranking.slice(0, MOST_ROWS).map(row).join('\n')}
</tbody>
</table></div>
${more}</section>`;
}
