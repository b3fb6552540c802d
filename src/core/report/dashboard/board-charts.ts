import { counted } from '../../domain/decimal-text.ts';
import { baseOf } from '../../domain/pair.ts';
import { chartPane, chartToolbar, DECISION_SIGNS, type Pane, type Span } from '../charts-section.ts';
import type { Dashboard, PairBoard } from './dashboard-model.ts';

const DAY_MS = 86_400_000;
/** Days that buttons may offer: the four longest that are shorter than what there is. */
const SPANS = [365, 180, 90, 30, 14, 7, 3, 1, 0.5, 0.25];

const spanName = (days: number): string =>
  days === 365 ? '1 year' : days >= 1 ? counted(days, 'day') : `${days * 24} hours`;

/** The charts of one pair over the bars that are kept on the page; the program of the page fills them. @param group names them in the page */
export function boardCharts({ pair, past }: PairBoard, { barMs }: Dashboard, group: string): string {
  if (past === null || past.ts.length < 2) {
    return `<section aria-label="Charts"><h2>Charts</h2><p class="lead">There is nothing to draw yet: the charts begin with the second decided bar.</p></section>`;
  }
  const days = (past.to - past.from + barMs) / DAY_MS;
  const spans = SPANS.filter((span) => span < 0.9 * days)
    .slice(0, 4)
    .map((span): Span => [String(span), spanName(span)]);
  const [x, y] = [baseOf(pair.x), baseOf(pair.y)];
  const panes: readonly Pane[] = [
    {
      id: 'z',
      title: 'z',
      about: 'Standardised spread, with the thresholds and what was decided on which bar.',
      keys: [{ name: 'z', line: 'faint' }],
      signs: [...DECISION_SIGNS, ['refused', 'refused'], ['missed', 'missed']],
      height: 240,
    },
    {
      id: 'equity',
      title: 'Paper account',
      about: 'USD at each close: closed trades and the mark of the open position.',
      keys: [{ name: 'account', line: 'accent' }],
      height: 170,
    },
    {
      id: 'ratio',
      title: `${y} / ${x}`,
      about: `Price of ${y} in ${x}, at the closes.`,
      keys: [{ name: 'ratio', line: 'accent' }],
      height: 130,
    },
    {
      id: 'beta',
      title: 'Beta',
      about: `Slope of log ${y} on log ${x}.`,
      keys: [{ name: 'beta', line: 'accent' }],
      height: 130,
    },
  ];
  return `<section class="charts" data-group="${group}" aria-label="Charts">
<h2>The last ${spanName(Math.max(1, Math.round(days)))}</h2>
${chartToolbar([['', 'All'], ...spans])}
<noscript><p class="note">The charts need JavaScript. What is around them does not.</p></noscript>
<div class="panes" tabindex="0" role="group" aria-label="Charts: arrow keys move, plus and minus zoom, 0 shows everything">
${panes.map(chartPane).join('\n')}
</div>
</section>`;
}
