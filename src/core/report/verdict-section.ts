import type { MeasuredBacktest } from '../backtest/backtest-result.ts';
import type { Gate, Verdict, VerdictLevel } from '../backtest/verdict.ts';
import { pairName } from '../domain/pair.ts';
import { escapeHtml } from './escape-html.ts';
import { dayText, figureText, gateText } from './figure-text.ts';
import { verdictReason } from './figures.ts';

/** Colour of a verdict in the style sheet. */
export const VERDICT_TONES: Readonly<Record<VerdictLevel, string>> = {
  TRADEABLE: 'good',
  'NOT PROVEN': 'open',
  'NOT TRADEABLE': 'bad',
};

/** What was tested, what it came to in one sentence, and the gates behind it. */
export function verdictSection({ metrics, pair, venue, timeframe }: MeasuredBacktest, verdict: Verdict): string {
  const facts = [
    escapeHtml(venue),
    escapeHtml(timeframe),
    `${dayText(metrics.from)} to ${dayText(metrics.to)}`,
    `${figureText(metrics.bars, 'count')} bars`,
  ];
  const failed = verdict.gates.filter(({ pass }) => !pass).length;
  return `<header class="verdict tone-${VERDICT_TONES[verdict.level]}">
<p class="what">Backtest of <strong>${escapeHtml(pairName(pair))}</strong> <span>${facts.join(' · ')}</span></p>
<h1><span class="level">${verdict.level}</span><span class="unseen">: </span><span class="reason">${escapeHtml(verdictReason(verdict))}</span></h1>
</header>
<section aria-labelledby="gates">
<h2 id="gates">The verdict’s gates</h2>
<p class="lead">${failed === 0 ? 'Every gate passes.' : `${failed} of ${verdict.gates.length} gates fail.`} “Random walk” is the same figure for spreads without any edge, traded by the same rules: a value no better than that is luck.</p>
<table class="gates">
<thead><tr><th scope="col">Gate</th><th scope="col" class="n">Value</th><th scope="col" class="n">Needed</th><th scope="col" class="n">Random walk</th><th scope="col">Result</th></tr></thead>
<tbody>
${verdict.gates.map(gateRow).join('\n')}
</tbody>
</table>
</section>`;
}

function gateRow({ id, label, value, threshold, pass, randomWalk, unit }: Gate): string {
  const cells = [
    `<th scope="row">${escapeHtml(label)}</th>`,
    `<td class="n value" data-label="Value">${gateText(value, unit)}</td>`,
    `<td class="n" data-label="Needed">${escapeHtml(threshold)}</td>`,
    `<td class="n" data-label="Random walk">${randomWalk === null ? '' : gateText(randomWalk, unit)}</td>`,
    `<td class="result"><span class="mark ${pass ? 'pass' : 'fail'}">${pass ? '✓ pass' : '✕ fail'}</span></td>`,
  ];
  return `<tr data-gate="${escapeHtml(id)}">${cells.join('')}</tr>`;
}
