import { clockClient } from './clock-client.ts';
import { columnsClient } from './columns-client.ts';
import { marksClient } from './marks-client.ts';
import { panesClient } from './panes-client.ts';
import { themeClient } from './theme-client.ts';
import { zoomClient } from './zoom-client.ts';

const draw = String.raw`
const times = expand(data.times, data.barMs);
const last = times[times.length - 1];
const group = zoomGroup(section, times[0], last);
groups.push(group);
const pane = (id, spec) => drawPane(group, section, id, { ...spec, columns: [times, ...spec.columns] });
const { zIn, zOut, zStop } = data.levels;
const both = (value, ink, dash) => [[value, ink, dash], [-value, ink, dash]];
const levels = [...both(zIn, 'accent', [6, 4]), ...both(zOut, 'dim', [2, 3]), ...(zStop === null ? [] : both(zStop, 'loss', [6, 4]))];
pane('z', {
  columns: [unpack(data.z)], lines: [{ ink: 'faint', near: 'ink', width: 1 }], format: 'plain', levels: levels.map(([value]) => value),
  below: drawHeld,
  above: (self) => { drawLevels(self, levels); drawSigns(self); },
});
pane('equity', { columns: [unpack(data.equity)], lines: [{ ink: 'accent', width: 1.5 }], format: 'usd', below: drawHeld });
pane('ratio', { columns: [unpack(data.ratio)], lines: [{ ink: 'accent' }], format: 'fine' });
pane('beta', { columns: [unpack(data.beta)], lines: [{ ink: 'accent' }], format: 'fine' });
// All of it on a phone is a hedge, not a line.
const span = section.querySelectorAll('[data-days]')[2];
if (section.clientWidth < 640 && span !== undefined) group.show(last - span.dataset.days * DAY, last);
`;

/** The whole program of the dashboard. Each pair is drawn in a scope of its own, with its own data. */
export const boardClient = `(() => {
'use strict';
${clockClient.trim()}

function drawBoard(data, section) {
${[columnsClient, zoomClient, panesClient, marksClient, themeClient, draw].map((part) => part.trim()).join('\n\n')}
}

JSON.parse(document.getElementById('report-data').textContent).forEach((data, i) => {
  if (data !== null) drawBoard(data, document.querySelector('[data-group="pair-' + i + '"]'));
});
})();`;
