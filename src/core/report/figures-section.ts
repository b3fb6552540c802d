import type { MeasuredBacktest } from '../backtest/backtest-result.ts';
import { escapeHtml } from './escape-html.ts';
import { figureText, intervalText } from './figure-text.ts';
import { FIGURES, figureInterval, HEADLINES, type Figure } from './figures.ts';

/** The six figures to read first, then all of them with interval and definition. */
export function figuresSection(result: MeasuredBacktest): string {
  return `<section aria-labelledby="figures">
<h2 id="figures">Figures</h2>
<dl class="headlines">
${HEADLINES.map((figure) => headline(figure, result)).join('\n')}
</dl>
<p class="lead">Intervals are 95 %, by a seeded stationary block bootstrap. A dash: it cannot be computed. A year is 365 days, a day is a UTC day, sizes do not compound.</p>
<table class="figures">
<thead><tr><th scope="col">Figure</th><th scope="col" class="n">Value</th><th scope="col" class="n">95 % interval</th><th scope="col" class="definition">Definition</th></tr></thead>
<tbody>
${FIGURES.map((figure) => figureRow(figure, result)).join('\n')}
</tbody>
</table>
${refusals(result)}
</section>`;
}

function headline(figure: Figure, result: MeasuredBacktest): string {
  const interval = figureInterval(figure, result);
  const { costs } = result.settings;
  const beside = [
    interval === null ? '' : intervalText(interval, figure.unit),
    figure.unit === 'bps' ? `charged: ${figureText(costs.feeBps + costs.slippageBps, 'bps')}` : '',
  ].filter((text) => text !== '');
  return `<div title="${escapeHtml(figure.definition)}"><dt>${figure.name}</dt><dd class="big">${figureText(figure.value(result.metrics), figure.unit)}</dd><dd class="beside">${beside.join('; ')}</dd></div>`;
}

function figureRow(figure: Figure, result: MeasuredBacktest): string {
  const interval = figureInterval(figure, result);
  const shown = interval === null ? '' : intervalText(interval, figure.unit);
  return `<tr><th scope="row">${figure.name}</th><td class="n value">${figureText(figure.value(result.metrics), figure.unit)}</td><td class="n interval">${shown}</td><td class="definition">${escapeHtml(figure.definition)}</td></tr>`;
}

function refusals({ metrics }: MeasuredBacktest): string {
  const refused = Object.entries(metrics.refused);
  if (refused.length === 0) return '<p class="note">No entry was refused.</p>';
  const list = refused.map(([code, count]) => `<code>${escapeHtml(code)}</code> ${figureText(count, 'count')}`);
  return `<p class="note">Entries refused, by reason (one entry may have several): ${list.join(', ')}.</p>`;
}
