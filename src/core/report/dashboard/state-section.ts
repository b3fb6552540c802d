import { counted } from '../../domain/decimal-text.ts';
import { baseOf, pairName } from '../../domain/pair.ts';
import { positionSide } from '../../domain/position.ts';
import { percent } from '../../tickets/format.ts';
import { verdictInWords } from '../../tickets/verdict-words.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText, minuteText } from '../figure-text.ts';
import { pageWords } from '../page-words.ts';
import { VERDICT_TONES } from '../verdict-section.ts';
import type { Dashboard, PairBoard } from './dashboard-model.ts';
import { clockTime, timeLeft } from './page-time.ts';
import { stateWords } from './state-words.ts';
import { zGauge } from './z-gauge.ts';

/** How a pair stands, at a glance: the state in a word and a sentence, z on its scale, when the next decision is, four figures. */
export function stateSection(board: PairBoard, { venue, timeframe, barMs, settings }: Dashboard): string {
  const { level, legs, reason, tone } = stateWords(board);
  const { decision, book } = board;
  const gauge = zGauge({
    z: decision?.z ?? null,
    zPrev: decision?.zPrev ?? null,
    side: positionSide(book),
    isOver: book.isRuined && book.position === null,
    zEntry: book.position?.entry.z ?? null,
    settings,
  });
  return `<header class="verdict state tone-${tone}">
<p class="what"><strong>${escapeHtml(pairName(board.pair))}</strong> <span>${escapeHtml(venue)} · ${escapeHtml(timeframe)}</span></p>
<h1><span class="level">${level}${legs === '' ? '' : ` <small>${escapeHtml(legs)}</small>`}</span><span class="unseen">: </span><span class="reason">${escapeHtml(reason)}</span></h1>
</header>
${trouble(board)}
${gauge}
${timing(board, barMs)}
${verdict(board)}
${glance(board)}`;
}

function trouble({ trouble: open }: PairBoard): string {
  if (open === null) return '';
  return `<aside class="notice tone-bad" role="alert"><p><b>Not decided since ${minuteText(open.since)} UTC.</b> ${escapeHtml(open.reason)}</p></aside>`;
}

function timing({ decision, nextDecisionAt }: PairBoard, barMs: number): string {
  if (decision === null || nextDecisionAt === null) return '';
  return `<p class="timing"><span>Decided on the bar that closed at ${clockTime(decision.bar + barMs)} UTC.</span> <span class="next">Next decision at ${clockTime(nextDecisionAt)} UTC ${timeLeft(nextDecisionAt)} <a href="" data-again="${nextDecisionAt}" hidden>Reload</a></span></p>`;
}

/** The backtest’s word on the rule, loud when it loses. */
function verdict({ verdict: found }: PairBoard): string {
  if (found === null) {
    return `<aside class="notice tone-open"><p><b>No backtest of this pair yet.</b> Run <code>statarb backtest</code> before trusting it.</p></aside>`;
  }
  const { level, sentence } = found;
  const whose = verdictInWords(found).replace(`: ${sentence}`, '.');
  const isLoss = level === 'NOT TRADEABLE';
  return `<aside class="notice tone-${VERDICT_TONES[level]}${isLoss ? ' loud' : ''}"><p><b>${escapeHtml(pageWords(sentence))}</b></p><p class="beside">${escapeHtml(whose)}${isLoss ? ' The tickets are for watching, not for money.' : ''}</p></aside>`;
}

function glance({ pair, openPnl, equityUsd, record, book, decision }: PairBoard): string {
  const { trades, winners, netUsd } = record;
  const toned = (usd: number | null): string => (usd === null || usd === 0 ? '' : usd > 0 ? ' gain' : ' loss');
  const figures: readonly (readonly [name: string, value: string, beside: string, tone: string])[] = [
    [
      'Open P&amp;L',
      openPnl === null ? '–' : figureText(openPnl, 'usd'),
      openPnl === null ? (book.pending === null ? 'no position' : 'fills at the next open') : 'before closing costs',
      toned(openPnl),
    ],
    [
      'Closed trades',
      trades === 0 ? '–' : figureText(netUsd, 'usd'),
      trades === 0 ? 'none yet' : `${counted(trades, 'trade')}, ${percent(winners / trades)} won`,
      toned(netUsd),
    ],
    ['Paper account', figureText(equityUsd, 'usd'), `cash ${figureText(book.cash, 'usd')}`, ''],
    [
      'Beta',
      decision?.beta == null ? '–' : figureText(decision.beta, 'ratio'),
      `${escapeHtml(baseOf(pair.x))} dollars for each ${escapeHtml(baseOf(pair.y))} dollar`,
      '',
    ],
  ];
  const shown = figures.map(
    ([name, value, beside, tone]) =>
      `<div><dt>${name}</dt><dd class="big${tone}">${value}</dd><dd class="beside">${beside}</dd></div>`,
  );
  return `<dl class="glance">
${shown.join('\n')}
</dl>`;
}
