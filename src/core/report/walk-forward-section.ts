import type { MeasuredBacktest } from '../backtest/backtest-result.ts';
import type { Interval } from '../backtest/interval.ts';
import type { WalkForwardFold } from '../backtest/walk-forward-result.ts';
import type { StrategySettings } from '../domain/settings.ts';
import { chartPane, chartToolbar } from './charts-section.ts';
import { escapeHtml } from './escape-html.ts';
import { dayText, figureText } from './figure-text.ts';
import { betaWindow, spreadWindows } from '../domain/spread-model.ts';

/** What each fold chose in sample and earned out of sample, and the joined out-of-sample account. Empty without a walk-forward. */
export function walkForwardSection({ walkForward }: MeasuredBacktest): string {
  if (walkForward === null) return '';
  const { scheme, settingsTried, folds, trades, net, sharpe, maxDrawdown, intervals, ts } = walkForward;
  const between = ({ low, high }: Interval, unit: 'usd' | 'ratio'): string =>
    ` (95 %: ${figureText(low, unit)} to ${figureText(high, unit)})`;
  const told = [
    `net <b>${figureText(net, 'usd')}</b>${between(intervals.net, 'usd')}`,
    `Sharpe <b>${figureText(sharpe, 'ratio')}</b>${between(intervals.sharpe, 'ratio')}`,
    `max drawdown <b>${figureText(maxDrawdown, 'share')}</b>`,
    `<b>${figureText(trades.length, 'count')}</b> trades`,
  ];
  const chart =
    ts.length === 0
      ? ''
      : `<div class="charts" data-group="walk-forward">
${chartToolbar()}
<div class="panes" tabindex="0" role="group" aria-label="Walk-forward chart: arrow keys move, plus and minus zoom, 0 shows everything">
${chartPane({ id: 'out-of-sample', title: 'Account out of sample', about: 'The folds’ P&L added up, USD.', keys: [{ name: 'account', line: 'accent' }], height: 220 })}
</div>
</div>`;
  return `<section aria-labelledby="walk-forward">
<h2 id="walk-forward">Walk-forward</h2>
<p class="lead">${scheme === 'anchored' ? 'Anchored' : 'Rolling'}, ${figureText(settingsTried, 'count')} settings tried on each fold’s in-sample stretch. The best by Sharpe net of costs was then judged on bars it had never seen. Joined out of sample: ${told.join(', ')}.</p>
${chart}
<div class="scroll" tabindex="0" role="region" aria-labelledby="walk-forward">
<table class="folds">
<thead><tr><th scope="col" class="n">Fold</th><th scope="col">In sample</th><th scope="col">Out of sample</th><th scope="col">Choice</th><th scope="col" class="n">Sharpe in</th><th scope="col" class="n">Sharpe out</th><th scope="col" class="n">Net in</th><th scope="col" class="n">Net out</th><th scope="col" class="n">Trades out</th><th scope="col" class="n">Win rate out</th><th scope="col" class="n">Drawdown out</th></tr></thead>
<tbody>
${folds.map(foldRow).join('\n')}
</tbody>
</table>
</div>
</section>`;
}

function foldRow(fold: WalkForwardFold, i: number): string {
  const { inSample, outOfSample, purgedBars, choice, inSampleFigures: inside, outOfSampleFigures: outside } = fold;
  const n = (text: string): string => `<td class="n">${text}</td>`;
  const cells = [
    n(String(i + 1)),
    `<td class="t">${dayText(inSample.from)}<br>${dayText(inSample.to)}</td>`,
    `<td class="t">${dayText(outOfSample.from)}<br>${dayText(outOfSample.to)}<br><small>${figureText(purgedBars, 'count')} bars purged</small></td>`,
    `<td class="choice">${choice === null ? 'stays out: no setting had a positive Sharpe in sample' : choiceText(choice)}</td>`,
    n(figureText(inside?.sharpe ?? NaN, 'ratio')),
    n(figureText(outside?.sharpe ?? NaN, 'ratio')),
    n(figureText(inside?.net ?? NaN, 'usd')),
    n(figureText(outside?.net ?? NaN, 'usd')),
    n(figureText(outside?.trades ?? NaN, 'count')),
    n(figureText(outside?.winRate ?? NaN, 'share')),
    n(figureText(outside?.maxDrawdown ?? NaN, 'share')),
  ];
  return `<tr>${cells.join('')}</tr>`;
}

const choiceText = (settings: StrategySettings): string => {
  const { strategy, windows, thresholds } = settings;
  return `${escapeHtml(`${strategy.direction}, ${strategy.model}`)}<br>windows ${betaWindow(spreadWindows(settings))} / ${windows.zscore}<br>z ${thresholds.zIn} / ${thresholds.zOut} / ${thresholds.zStop}`;
};
