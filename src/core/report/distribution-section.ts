import type { MeasuredBacktest } from '../backtest/backtest-result.ts';
import type { ClosedTrade } from '../domain/position.ts';
import { figureText, wholeDollars } from './figure-text.ts';
import { histogramBins, type Bin } from './histogram-bins.ts';

/** How the trades' results are spread, and what each side and each kind of exit came to. */
export function distributionSection({ simulation, metrics }: MeasuredBacktest): string {
  const { trades } = simulation;
  const body =
    trades.length === 0
      ? '<p class="lead">No trade was closed.</p>'
      : `<p class="lead">Net of each closed trade, USD. Average <b>${figureText(metrics.avgTrade, 'usd')}</b>, median <b>${figureText(median(trades), 'usd')}</b>.</p>
${histogram(histogramBins(trades.map(({ net }) => net)))}
${groups(trades)}`;
  return `<section aria-labelledby="distribution"><h2 id="distribution">Distribution of trades</h2>
${body}
</section>`;
}

/** Bars stretch with the page; the text stands outside the drawing, so it keeps its size. */
function histogram(bins: readonly Bin[]): string {
  const most = Math.max(...bins.map(({ count }) => count));
  const low = bins[0].low;
  const high = bins[bins.length - 1].high;
  const usd = (value: number): string => (bins[0].high - low < 1 ? figureText(value, 'usd') : wholeDollars(value));
  const bars = bins.map((bin, i) => {
    const height = (bin.count / most) * 100;
    const told = `${usd(bin.low)} to ${usd(bin.high)}: ${bin.count} trades`;
    return `<rect class="${bin.low < 0 ? 'loss' : 'gain'}" x="${i + 0.06}" y="${(100 - height).toFixed(2)}" width="0.88" height="${height.toFixed(2)}"><title>${told}</title></rect>`;
  });
  const at = (value: number): string => (((value - low) / (high - low)) * 100).toFixed(2);
  const hasBothSides = low < 0 && high > 0;
  const zero = hasBothSides ? `<span class="tick" style="left:${at(0)}%">$0</span>` : '';
  return `<figure class="histogram" role="img" aria-label="Histogram: ${bins.length} bins from ${usd(low)} to ${usd(high)}, at most ${most} trades in one">
<svg viewBox="0 0 ${bins.length} 100" preserveAspectRatio="none" aria-hidden="true">${bars.join('')}</svg>
<div class="ticks"><span class="tick first">${usd(low)}</span>${zero}<span class="tick last">${usd(high)}</span><span class="most">${most} trades in the tallest bar, each ${usd(bins[0].high - low)} wide</span></div>
</figure>`;
}

function groups(trades: readonly ClosedTrade[]): string {
  const of = (name: string, keep: (trade: ClosedTrade) => boolean): string => {
    const kept = trades.filter(keep);
    if (kept.length === 0) return '';
    const net = kept.reduce((sum, trade) => sum + trade.net, 0);
    const wins = kept.filter((trade) => trade.net > 0).length;
    const held = kept.reduce((sum, trade) => sum + trade.barsHeld, 0);
    return `<tr><th scope="row">${name}</th><td class="n">${kept.length}</td><td class="n">${figureText(wins / kept.length, 'share')}</td><td class="n">${figureText(net, 'usd')}</td><td class="n">${figureText(net / kept.length, 'usd')}</td><td class="n">${figureText(held / kept.length, 'bars')}</td></tr>`;
  };
  const rows = [
    of('Long spread', ({ side }) => side === 'long_spread'),
    of('Short spread', ({ side }) => side === 'short_spread'),
    of('Ended by exit', ({ exitReason }) => exitReason === 'EXIT'),
    of('Ended by stop', ({ exitReason }) => exitReason === 'STOP'),
    of('Ended by break', ({ exitReason }) => exitReason === 'BREAK'),
    of('Ended by ruin', ({ exitReason }) => exitReason === 'RUIN'),
  ];
  return `<div class="scroll"><table class="groups">
<thead><tr><th scope="col">Trades</th><th scope="col" class="n">Count</th><th scope="col" class="n">Win rate</th><th scope="col" class="n">Net</th><th scope="col" class="n">Average</th><th scope="col" class="n">Held</th></tr></thead>
<tbody>${rows.join('')}</tbody>
</table></div>`;
}

function median(trades: readonly ClosedTrade[]): number {
  const sorted = trades.map(({ net }) => net).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
