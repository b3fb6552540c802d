import type { MeasuredBacktest } from '../backtest/backtest-result.ts';
import type { ClosedTrade } from '../domain/position.ts';
import { figureText, minuteText } from './figure-text.ts';

/** Column of the trade table: its name, and the field its rows are sorted by. */
const COLUMNS: readonly (readonly [name: string, key: string, isNumber: boolean])[] = [
  ['#', 'number', true],
  ['Side', 'side', false],
  ['Net', 'net', true],
  ['Ended by', 'exitReason', false],
  ['Entered', 'entryTs', false],
  ['Left', 'exitTs', false],
  ['Bars', 'barsHeld', true],
  ['z in', 'zEntry', true],
  ['z out', 'zExit', true],
  ['Beta', 'beta', true],
  ['Gross', 'gross', true],
  ['Costs', 'costs', true],
];

/** Every closed trade. The page's program sorts the rows and opens the details of one. */
export function tradesSection({ simulation, metrics }: MeasuredBacktest): string {
  const { trades, openPosition } = simulation;
  const still =
    openPosition === null
      ? ''
      : ` One position, opened ${minuteText(openPosition.filledOn)}, is still open: <b>${figureText(metrics.openPnl, 'usd')}</b>.`;
  if (trades.length === 0) {
    return `<section aria-labelledby="trades"><h2 id="trades">Trades</h2><p class="lead">No trade was closed.${still}</p></section>`;
  }
  const heads = COLUMNS.map(([name, key, isNumber]) => {
    const sorted = key === 'number' ? ' aria-sort="ascending"' : '';
    return `<th scope="col"${isNumber ? ' class="n"' : ''}${sorted}><button type="button" data-key="${key}">${name}</button></th>`;
  });
  return `<section aria-labelledby="trades">
<h2 id="trades">Trades</h2>
<p class="lead">${figureText(trades.length, 'count')} closed trades, times in UTC.${still} Costs are fees + slippage − funding. Click a heading to sort, a number for prices and quantities.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="trades">
<table class="trades">
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${trades.map(tradeRow).join('\n')}
</tbody>
</table>
</div>
</section>`;
}

function tradeRow(trade: ClosedTrade, i: number): string {
  const { side, entryTs, exitTs, barsHeld, zEntry, zExit, beta, gross, fees, slippage, funding, net, exitReason } =
    trade;
  const n = (text: string, tone = ''): string => `<td class="n${tone}">${text}</td>`;
  const cells = [
    `<td class="n"><button type="button" class="open" aria-expanded="false" aria-label="Details of trade ${i + 1}">${i + 1}</button></td>`,
    `<td>${side === 'long_spread' ? 'long' : 'short'}</td>`,
    n(figureText(net, 'usd'), net > 0 ? ' gain' : ' loss'),
    `<td>${exitReason.toLowerCase()}</td>`,
    `<td class="t">${minuteText(entryTs)}</td>`,
    `<td class="t">${minuteText(exitTs)}</td>`,
    n(String(barsHeld)),
    n(figureText(zEntry, 'ratio')),
    n(figureText(zExit, 'ratio')),
    n(figureText(beta, 'ratio')),
    n(figureText(gross, 'usd')),
    n(figureText(fees + slippage - funding, 'usd')),
  ];
  return `<tr data-trade="${i}">${cells.join('')}</tr>`;
}
