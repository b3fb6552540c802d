import type { MeasuredBacktest } from '../backtest/backtest-result.ts';
import { baseOf } from '../domain/pair.ts';
import { escapeHtml } from './escape-html.ts';
import { figureText, wholeDollars } from './figure-text.ts';

/** One drawn quantity: its name in the pane's key and how its line looks. */
interface Key {
  readonly name: string;
  readonly line: string;
  /** Which column it shows; its place in the key when not given. */
  readonly column?: number;
}

export interface Pane {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly keys: readonly Key[];
  /** Signs drawn on the line: class of the style sheet, and name. */
  readonly signs?: readonly Sign[];
  readonly height: number;
}

export type Sign = readonly [mark: string, name: string];

/** Signs of what was decided. */
export const DECISION_SIGNS: readonly Sign[] = [
  ['enter-long', 'enter long'],
  ['enter-short', 'enter short'],
  ['exit', 'exit'],
  ['stop', 'stop'],
  ['break', 'break'],
  ['ruin', 'ruin'],
];

/** The charts of the run. All panes share zoom and crosshair; the program of the page fills them. */
export function chartsSection(result: MeasuredBacktest): string {
  const { pair, metrics } = result;
  if (metrics.bars === 0) {
    return `<section aria-labelledby="charts"><h2 id="charts">Charts</h2><p class="lead">There is no bar to draw.</p></section>`;
  }
  const [x, y] = [baseOf(pair.x), baseOf(pair.y)];
  const panes: readonly Pane[] = [
    {
      id: 'equity',
      title: 'Account',
      about: `Account at each close, USD, from ${wholeDollars(result.settings.risk.accountUsd)}. The band is the account of random-walk spreads traded by the same rules, and the line in it their median; one value a day.`,
      keys: [
        { name: 'account', line: 'accent' },
        { name: 'random walk', line: 'band' },
        { name: 'median', line: 'faint', column: 4 },
      ],
      height: 280,
    },
    {
      id: 'drawdown',
      title: 'Drawdown',
      about: `Fall from the running peak; the largest is ${figureText(metrics.maxDrawdown, 'share')}.`,
      keys: [{ name: 'drawdown', line: 'loss' }],
      height: 130,
    },
    {
      id: 'z',
      title: 'z',
      about: 'Standardised spread, with the thresholds and what was decided on which bar.',
      keys: [{ name: 'z', line: 'faint' }],
      signs: DECISION_SIGNS,
      height: 240,
    },
    {
      id: 'beta',
      title: 'Beta',
      about: `Slope of log ${y} on log ${x}.`,
      keys: [{ name: 'beta', line: 'accent' }],
      height: 150,
    },
    {
      id: 'ratio',
      title: `${y} / ${x}`,
      about: `Price of ${y} in ${x}, at the closes.`,
      keys: [{ name: 'ratio', line: 'accent' }],
      height: 150,
    },
    {
      id: 'costs',
      title: 'Where the money went',
      about: 'Sums over closed trades, booked at the exit: price P&L − fees − slippage + funding = net.',
      keys: [
        { name: 'net', line: 'ink' },
        { name: 'price P&L', line: 'accent' },
        { name: 'fees', line: 'loss' },
        { name: 'slippage', line: 'loss-dashed' },
        { name: 'funding', line: 'dotted' },
      ],
      height: 220,
    },
  ];
  return `<section class="charts" data-group="run" aria-labelledby="charts">
<h2 id="charts">Charts</h2>
<p class="lead">Every bar is on this page. Where many share one pixel, its lowest and highest value are drawn; zoom in to see each.</p>
${chartToolbar()}
<noscript><p class="note">The charts need JavaScript. The figures and tables around them do not.</p></noscript>
<div class="panes" tabindex="0" role="group" aria-label="Charts: arrow keys move, plus and minus zoom, 0 shows everything">
${panes.map(chartPane).join('\n')}
</div>
</section>`;
}

/** A span of time that a button shows: days, empty for everything, and its name. */
export type Span = readonly [days: string, name: string];

const YEARS_AND_DAYS: readonly Span[] = [
  ['', 'All'],
  ['365', '1 year'],
  ['90', '90 days'],
  ['30', '30 days'],
  ['7', '7 days'],
];

/** Buttons for usual spans, and where the shown span is told. */
export function chartToolbar(spans = YEARS_AND_DAYS): string {
  const buttons = spans.map(([days, name]) => `<button type="button" data-days="${days}">${name}</button>`);
  return `<p class="how"><span class="fine">Drag to zoom · ctrl + wheel, or click and wheel · double-click for everything</span><span class="coarse">Pinch to zoom · slide to read · double-tap for everything</span></p>
<div class="toolbar"><div class="spans" role="group" aria-label="Span to show">${buttons.join('')}</div><output class="span-shown"></output><output class="moment" aria-live="off"></output></div>`;
}

/** The frame of one pane. */
export function chartPane({ id, title, about, keys, signs = [], height }: Pane): string {
  const shown = [
    ...keys.map(
      ({ name, line, column }, i) =>
        `<span class="key"><i class="line ${line}"></i>${escapeHtml(name)} <b data-series="${column ?? i + 1}"></b></span>`,
    ),
    ...signs.map(([mark, name]) => `<span class="key"><i class="sign ${mark}"></i>${name}</span>`),
  ];
  return `<figure class="pane" data-pane="${id}" style="--height:${height}px">
<figcaption><h3>${escapeHtml(title)}</h3><p class="keys">${shown.join('')}</p><p class="about">${escapeHtml(about)}</p></figcaption>
<div class="plot" role="img" aria-label="${escapeHtml(`${title}. ${about}`)}"></div>
</figure>`;
}
