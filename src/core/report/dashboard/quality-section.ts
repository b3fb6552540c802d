import { counted } from '../../domain/decimal-text.ts';
import type { EpochMs } from '../../domain/time.ts';
import { price } from '../../tickets/format.ts';
import { escapeHtml } from '../escape-html.ts';
import { figureText, minuteText } from '../figure-text.ts';
import type { Dashboard, PairBoard } from './dashboard-model.ts';
import { shortTime } from './page-time.ts';

const MOST_NAMED = 6;

/** What is to be known of the bars behind the figures: holes, revisions, damage. */
export function qualitySection({ pair, past }: PairBoard, { barMs }: Dashboard): string {
  if (past === null) return '';
  const { filled, gaps, revised, damaged } = past.quality;
  const lines = [
    ...damaged.map(
      ({ symbol, from, reason }) =>
        `<b class="loss">Candles of ${escapeHtml(symbol)} from ${minuteText(from)} were damaged</b> (${escapeHtml(reason)}): <code>statarb fetch</code> brings them back.`,
    ),
    filled.length === 0
      ? ''
      : `<b>${counted(filled.length, 'bar')} forward-filled</b>, missing on both legs; nothing is decided or filled on them: ${named(stretches(filled, barMs))}.`,
    gaps.length === 0
      ? ''
      : `<b>${counted(gaps.length, 'bar')} dropped</b>, missing on one leg: ${named(
          gaps.map(({ ts, missing }) => `${shortTime(ts)} (${escapeHtml(pair[missing])})`).reverse(),
        )}.`,
    revised.length === 0
      ? ''
      : `<b>${counted(revised.length, 'bar')} revised by the venue</b> after it was cached; decisions made before stand: ${named(
          revised
            .map(
              ({ symbol, ts, closeBefore, close }) =>
                `${shortTime(ts)} ${escapeHtml(symbol)} close ${price(closeBefore)} → ${price(close)}`,
            )
            .reverse(),
        )}.`,
  ].filter((line) => line !== '');
  const size = `${figureText(past.ts.length, 'count')} bars from ${shortTime(past.from)} to ${shortTime(past.to)}`;
  return `<section aria-label="Data">
<h2>Data</h2>
${
  lines.length === 0
    ? `<p class="lead">${size}: none is missing, filled or revised.</p>`
    : `<p class="lead">${size}.</p>
<ul class="lines">
${lines.map((line) => `<li>${line}</li>`).join('\n')}
</ul>`
}
</section>`;
}

function named(all: readonly string[]): string {
  const more = all.length - MOST_NAMED;
  return all.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Runs of bars, newest first. */
function stretches(times: readonly EpochMs[], barMs: number): string[] {
  const runs: [EpochMs, EpochMs][] = [];
  for (const ts of times) {
    const run = runs.at(-1);
    if (run !== undefined && ts === run[1] + barMs) run[1] = ts;
    else runs.push([ts, ts]);
  }
  return runs
    .map(([first, last]) => (first === last ? shortTime(first) : `${shortTime(first)} to ${shortTime(last)}`))
    .reverse();
}
