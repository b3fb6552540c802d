import type { MeasuredBacktest } from '../backtest/backtest-result.ts';
import { wholeDollars } from './figure-text.ts';
import { monthlyPnl } from './monthly-pnl.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Years × months of P&L, each cell as deep in colour as its month was good or bad. */
export function monthlySection({ metrics, settings }: MeasuredBacktest): string {
  const years = monthlyPnl(metrics.daily, settings.risk.accountUsd);
  const strongest = Math.max(0, ...years.flatMap(({ months }) => months.filter(Number.isFinite).map(Math.abs)));
  const cell = (usd: number): string => {
    if (Number.isNaN(usd)) return '<td class="n"></td>';
    const heat = strongest > 0 ? Math.abs(usd) / strongest : 0;
    const tone = usd > 0 ? 'gain' : usd < 0 ? 'loss' : 'even';
    return `<td class="n heat ${tone}" style="--heat:${heat.toFixed(3)}">${wholeDollars(usd)}</td>`;
  };
  const rows = years.map(
    ({ year, months, total }) =>
      `<tr><th scope="row">${year}</th>${months.map(cell).join('')}<td class="n total">${wholeDollars(total)}</td></tr>`,
  );
  return `<section aria-labelledby="months">
<h2 id="months">Month by month</h2>
<p class="lead">Change of the account in each UTC month, USD.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="months">
<table class="months">
<thead><tr><th scope="col">Year</th>${MONTHS.map((month) => `<th scope="col" class="n">${month}</th>`).join('')}<th scope="col" class="n">Year</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
</section>`;
}
