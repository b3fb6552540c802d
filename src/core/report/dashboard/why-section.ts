import type { DecisionWhy, ZChange, ZInputs } from '../../domain/decision-why.ts';
import { baseOf, type Pair } from '../../domain/pair.ts';
import { positionSide } from '../../domain/position.ts';
import { exitBounds } from '../../tickets/exit-bounds.ts';
import { price, ratio } from '../../tickets/format.ts';
import { betaShareInWords } from '../../tickets/z-change-words.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText } from '../figure-text.ts';
import { pageWords } from '../page-words.ts';
import type { Dashboard, LastDecision, PairBoard } from './dashboard-model.ts';
import { levelPrice } from './level-price.ts';
import { shortTime } from './page-time.ts';
import { spokenReason } from './state-words.ts';

/** Why the last decision was what it was, what moved z, and what it would take to trade. */
export function whySection(board: PairBoard, { barMs }: Dashboard): string {
  const { decision, pair } = board;
  if (decision === null) return '';
  const inputs = decision.why?.inputs ?? null;
  return `<section aria-label="Why">
<h2>Why</h2>
<p class="lead">Bar of ${shortTime(decision.bar)}, closed ${shortTime(decision.bar + barMs)}: <b class="wrap">${escapeHtml(spokenReason(decision))}</b></p>
${
  inputs === null || decision.why === null
    ? ''
    : `<div class="columns">
<div>${whatItTakes(board, decision.why, inputs)}${decision.change === null ? '' : changeBars(decision.change)}${share(inputs, decision.why)}</div>
${numbers(pair, decision, inputs)}
</div>`
}
</section>`;
}

/** The parts of the change of z as bars from a common zero. */
function changeBars(change: ZChange): string {
  const parts = [
    ['prices', change.price],
    ['beta', change.beta],
    ['mean', change.mean],
    ['sigma', change.sigma],
  ] as const;
  const total = parts.reduce((sum, [, part]) => sum + part, 0);
  const most = Math.max(...[...parts.map(([, part]) => part), total].map(Math.abs), 1e-9);
  const row = (name: string, part: number, kind = ''): string => {
    const width = (46 * Math.abs(part)) / most;
    const left = part < 0 ? 50 - width : 50;
    return `<tr${kind}><th scope="row">${name}</th><td class="bar"><svg width="100%" height="12" aria-hidden="true"><line x1="50%" x2="50%" y1="0" y2="12"/><rect x="${left.toFixed(2)}%" y="2" width="${width.toFixed(2)}%" height="8" rx="1.5"/></svg></td><td class="n">${part > 0 && figureText(part, 'ratio') !== '0.00' ? '+' : ''}${figureText(part, 'ratio')}</td></tr>`;
  };
  return `<table class="compact change"><caption>What moved z in the last bar</caption><tbody>
${parts.map(([name, part]) => row(name, part)).join('\n')}
${row('together', total, ' class="sum"')}
</tbody></table>`;
}

function share({ betaShare }: ZInputs, { windows }: DecisionWhy): string {
  const words = betaShareInWords(betaShare, windows.zscore);
  return words === null ? '' : `<p class="note">${escapeHtml(pageWords(words))}.</p>`;
}

/** At which price of y, x unchanged, the next decision would be a trade. */
function whatItTakes({ pair, book }: PairBoard, { thresholds, direction }: DecisionWhy, inputs: ZInputs): string {
  const position = positionSide(book);
  if (book.pending !== null || book.isRuined) return '';
  const isRevert = direction === 'revert';
  const { zIn } = thresholds;
  const levels: [word: string, z: number][] = [];
  if (position === 'flat') {
    levels.push([isRevert ? 'Enter long' : 'Enter short', -zIn], [isRevert ? 'Enter short' : 'Enter long', zIn]);
  } else {
    const { leave, stop } = exitBounds({ position, thresholds, direction });
    levels.push(['Leave', leave.level]);
    if (stop !== null) levels.push(['Stop', stop.level]);
  }
  const [y, x] = [baseOf(pair.y), baseOf(pair.x)].map(escapeHtml);
  const rows = levels.map(([word, z]) => {
    const { priceY, change } = levelPrice(inputs, z);
    return `<tr><th scope="row">${word}</th><td class="n">${figureText(z, 'ratio')}</td><td class="n">${price(priceY)}</td><td class="n">${change > 0 ? '+' : ''}${figureText(change, 'percent')}</td></tr>`;
  });
  return `<table class="compact takes"><caption>What it takes, with ${x} where it is</caption>
<thead><tr><th scope="col"></th><th scope="col" class="n">z</th><th scope="col" class="n">${y} at</th><th scope="col" class="n">a move of</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>`;
}

function numbers(pair: Pair, { z, zPrev, close }: LastDecision, inputs: ZInputs): string {
  const number = (value: number | null): string => (value === null ? '–' : figureText(value, 'ratio'));
  const signed = (text: string): string => text.replace('-', '−');
  const rows: [string, string, string][] = [
    ['z', number(z), number(zPrev)],
    ['Beta', signed(ratio(inputs.beta)), signed(ratio(inputs.betaPrev))],
    ['Mean of the spread', signed(price(inputs.mean)), signed(price(inputs.meanPrev))],
    ['Std of the spread', price(inputs.std), price(inputs.stdPrev)],
    [`${baseOf(pair.y)} close`, price(close.y), ''],
    [`${baseOf(pair.x)} close`, price(close.x), ''],
  ];
  return `<table class="compact"><caption>The numbers it stood on</caption>
<thead><tr><th scope="col"></th><th scope="col" class="n">this bar</th><th scope="col" class="n">before</th></tr></thead>
<tbody>
${rows.map(([name, now, before]) => `<tr><th scope="row">${escapeHtml(name)}</th><td class="n">${now}</td><td class="n dim">${before}</td></tr>`).join('\n')}
</tbody></table>`;
}
