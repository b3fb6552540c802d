import { columnsClient } from './columns-client.ts';
import { marksClient } from './marks-client.ts';
import { panesClient } from './panes-client.ts';
import { themeClient } from './theme-client.ts';
import { tradesClient } from './trades-client.ts';
import { zoomClient } from './zoom-client.ts';

const start = String.raw`
function drawRun(section) {
  const times = expand(data.times, data.barMs);
  const group = zoomGroup(section, times[0], times[times.length - 1]);
  groups.push(group);
  const pane = (id, spec) => drawPane(group, section, id, { ...spec, columns: [times, ...spec.columns] });
  const equity = unpack(data.equity);
  const days = unpack(data.days);
  const band = ['low', 'high', 'median'].map((name) => unpack(data.band[name]));
  const start = (self) => drawLevels(self, [[data.accountUsd, 'dim', [2, 3]]]);
  const zero = (self) => drawLevels(self, [[0, 'dim', [2, 3]]]);
  pane('equity', {
    columns: [equity, ...band.map((values) => onBars(times, days, values))],
    lines: [{ ink: 'accent', width: 1.5 }, { ink: '', width: 0, until: 3 }, { ink: '', width: 0 }, { ink: 'faint', width: 1 }],
    bands: [[3, 2]], format: 'usd', isFollowing: true, below: start,
  });
  pane('drawdown', { columns: [drawdown(equity, data.accountUsd)], lines: [{ ink: 'loss', fill: 'wash' }], format: 'percent', levels: [0] });
  const { zIn, zOut, zStop } = data.levels;
  const both = (value, ink, dash) => [[value, ink, dash], [-value, ink, dash]];
  const levels = [...both(zIn, 'accent', [6, 4]), ...both(zOut, 'dim', [2, 3]), ...(zStop === null ? [] : both(zStop, 'loss', [6, 4]))];
  pane('z', {
    columns: [unpack(data.z)], lines: [{ ink: 'faint', near: 'ink', width: 1 }], format: 'plain', levels: levels.map(([value]) => value),
    below: drawHeld,
    above: (self) => { drawLevels(self, levels); drawSigns(self); },
  });
  pane('beta', { columns: [unpack(data.beta)], lines: [{ ink: 'accent' }], format: 'fine' });
  pane('ratio', { columns: [unpack(data.ratio)], lines: [{ ink: 'accent' }], format: 'fine' });
  pane('costs', {
    columns: costsOnBars(times, data.trades),
    lines: [{ ink: 'ink', width: 2 }, { ink: 'accent', width: 1.5 }, { ink: 'loss', width: 1.5 }, { ink: 'loss', width: 1.5, dash: [6, 4] }, { ink: 'dim', width: 1.5, dash: [2, 3] }],
    format: 'usd', below: zero,
  });
  return group;
}

function drawWalkForward(section) {
  const times = expand(data.walkForward.times, data.barMs);
  const group = zoomGroup(section, times[0], times[times.length - 1]);
  groups.push(group);
  drawPane(group, section, 'out-of-sample', {
    columns: [times, unpack(data.walkForward.equity)], lines: [{ ink: 'accent', width: 1.5 }], format: 'usd',
    below: (self) => drawLevels(self, [[data.accountUsd, 'dim', [2, 3]]]),
  });
}

const run = document.querySelector('[data-group="run"]');
const group = run === null ? null : drawRun(run);
const walkForward = document.querySelector('[data-group="walk-forward"]');
if (walkForward !== null && data.walkForward !== null) drawWalkForward(walkForward);

const trades = document.querySelector('table.trades');
if (trades !== null) {
  tradeTable(trades, group === null ? null : (from, to) => {
    const air = Math.max(to - from, 24 * data.barMs) * 1.5;
    group.show(from - air, to + air);
    run.querySelector('[data-pane="z"]').scrollIntoView({ block: 'center' });
  });
}
`;

/** The whole program of the page. It runs in its own scope, after uPlot, at the end of the body. */
export const pageClient = `(() => {
'use strict';
const data = JSON.parse(document.getElementById('report-data').textContent);

${[columnsClient, zoomClient, panesClient, marksClient, themeClient, tradesClient, start].map((part) => part.trim()).join('\n\n')}
})();`;
