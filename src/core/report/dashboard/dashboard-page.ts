import { pairName } from '../../domain/pair.ts';
import { boardClient } from '../client/board-client.ts';
import { escapeHtml } from '../escape-html.ts';
import { minuteText } from '../figure-text.ts';
import { htmlPage, type ChartAssets } from '../html-page.ts';
import { boardStyle } from '../style/board-style.ts';
import { chartStyle } from '../style/chart-style.ts';
import { pageStyle } from '../style/page-style.ts';
import { printStyle } from '../style/print-style.ts';
import { tableStyle } from '../style/table-style.ts';
import { activitySection } from './activity-section.ts';
import { alertsSection } from './alerts-section.ts';
import { boardCharts } from './board-charts.ts';
import { boardData } from './board-data.ts';
import { channelsSection } from './channels-section.ts';
import type { Dashboard, PairBoard } from './dashboard-model.ts';
import { healthSection } from './health-section.ts';
import { positionSection } from './position-section.ts';
import { qualitySection } from './quality-section.ts';
import { runsSection } from './runs-section.ts';
import { stateSection } from './state-section.ts';
import { stateWords } from './state-words.ts';
import { ticketSection } from './ticket-section.ts';
import { unopenedSection } from './unopened-section.ts';
import { whySection } from './why-section.ts';

/**
 * The dashboard as one HTML file that needs no network: each pair’s state first, then what to do, why, and what happened. Only
 * ages and countdowns are the browser’s: everything else is a pure function of the arguments. Text from outside stays text.
 */
export function dashboardPage(dashboard: Dashboard, assets: ChartAssets): string {
  const { boards } = dashboard;
  return htmlPage({
    title: `${boards.map(titleOf).join(', ')} · statarb`,
    styles: [assets.chartStyle, pageStyle, tableStyle, chartStyle, boardStyle, printStyle],
    main: [
      alertsSection(dashboard),
      overview(boards),
      ...boards.map((board, i) => boardArticle(board, dashboard, i)),
      runsSection(dashboard),
      channelsSection(dashboard),
      `<footer><p>Written ${minuteText(dashboard.now)} UTC by every run of <code>statarb scan</code>, or by <code>statarb report</code>. Paper figures in USD; times in UTC. Settings ${escapeHtml(dashboard.configHash)}.</p></footer>`,
    ].join('\n'),
    data: boards.map((board) => boardData(board, dashboard)),
    scripts: [assets.chartScript, boardClient],
  });
}

const titleOf = (board: PairBoard): string => `${stateWords(board).level} · ${pairName(board.pair)}`;

/** With several pairs, all of them in a line each. */
function overview(boards: readonly PairBoard[]): string {
  if (boards.length < 2) return '';
  const items = boards.map((board, i) => {
    const { level, reason, tone } = stateWords(board);
    return `<li><a href="#pair-${i}">${escapeHtml(pairName(board.pair))}</a> <b class="tone-${tone} toned">${level}</b> <span>${escapeHtml(reason)}</span></li>`;
  });
  return `<nav class="overview" aria-label="Pairs"><ul>${items.join('')}</ul></nav>`;
}

function boardArticle(board: PairBoard, dashboard: Dashboard, i: number): string {
  return `<article class="board" id="pair-${i}">
${[
  stateSection(board, dashboard),
  ticketSection(board, dashboard),
  positionSection(board, dashboard),
  whySection(board, dashboard),
  healthSection(board, dashboard),
  boardCharts(board, dashboard, `pair-${i}`),
  activitySection(board, dashboard),
  unopenedSection(board),
  qualitySection(board, dashboard),
]
  .filter((section) => section !== '')
  .join('\n')}
</article>`;
}
