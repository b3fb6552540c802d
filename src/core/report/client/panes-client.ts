/** Program of the page: draws one pane with uPlot in the colours of the style sheet. */
export const panesClient = String.raw`
let palette = {};
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['ink', 'dim', 'rule', 'faint', 'accent', 'loss', 'open', 'wash', 'band', 'held']) palette[name] = style.getPropertyValue('--' + name).trim();
}
readPalette();

const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const dollars = (value, decimals) => (value < 0 ? '−$' : '$') + Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
/** Dollars in the fewest digits that tell two ticks apart. */
const shortDollars = (value, step) => {
  const size = Math.abs(value);
  const within = (unit, least) => +(size / unit).toFixed(Math.max(least, Math.ceil(Math.log10(unit / step))));
  const text = size >= 1e6 ? within(1e6, 2) + 'M' : size >= 1e4 ? within(1e3, 1) + 'k' : size.toLocaleString('en-US');
  return (value < 0 ? '−$' : '$') + text;
};
const minus = (text) => text.replace('-', '−');
const formats = {
  usd: { told: (value) => dollars(value, 2), tick: shortDollars },
  percent: { told: (value) => minus((value * 100).toFixed(2)) + ' %', tick: (value) => minus(String(+(value * 100).toFixed(2))) + ' %' },
  plain: { told: (value) => minus(value.toFixed(2)), tick: (value) => minus(String(value)) },
  fine: { told: (value) => minus(String(+value.toPrecision(6))), tick: (value) => minus(String(+value.toPrecision(6))) },
};

/**
 * Draws a pane and adds it to its group. columns: [times, values, …]. lines: how each column is drawn.
 * levels: values the y axis must hold. isFollowing: zoomed in, the y axis follows the first line alone. below, above: drawn under and over the lines.
 */
function drawPane(group, section, id, { columns, lines, format, levels = [], isFollowing = false, bands = [], below = () => {}, above = () => {} }) {
  const figure = section.querySelector('[data-pane="' + id + '"]');
  const host = figure.querySelector('.plot');
  const told = columns.map((_, k) => figure.querySelector('[data-series="' + k + '"]'));
  const { told: tell, tick } = formats[format];
  const size = () => ({ width: Math.floor(host.clientWidth), height: parseInt(getComputedStyle(figure).getPropertyValue('--height'), 10) });
  const axis = { stroke: () => palette.dim, font: FONT, grid: { stroke: () => palette.rule, width: 1 }, ticks: { show: false }, gap: 6 };

  function readOut(pane) {
    const last = pane.valToIdx(group.to);
    const at = pane.cursor.idx ?? last;
    for (let k = 1; k < columns.length; k++) {
      if (told[k] == null) continue;
      const value = columns[k][at];
      const other = lines[k - 1].until === undefined ? undefined : columns[lines[k - 1].until][at];
      told[k].textContent = value == null ? '–' : tell(value) + (other == null ? '' : ' to ' + tell(other));
    }
    figure.dataset.at = columns[0][at];
    group.tellMoment(pane.cursor.idx == null ? null : columns[0][at]);
  }

  const pane = new uPlot({
    ...size(),
    ms: 1,
    tzDate: (ts) => uPlot.tzDate(new Date(ts), 'UTC'),
    legend: { show: false },
    padding: [8, 22, 0, 0],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      bind: { dblclick: () => null },
      points: { size: 7 },
      sync: { key: section.dataset.group, setSeries: false, scales: ['x', null], filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' } },
    },
    scales: { x: { time: true, range: (_, min, max) => [min, max] }, y: { range: (self, min, max) => yRange(...(isFollowing && !group.isWhole() ? reach(self, columns[1]) : [min, max]), levels) } },
    axes: [
      { ...axis, space: 64, size: 28, values: dateTicks },
      { ...axis, space: 26, size: 58, values: (_, ticks) => ticks.map((value) => tick(value, ticks.length > 1 ? ticks[1] - ticks[0] : Infinity)) },
    ],
    series: [{}, ...lines.map(({ ink, near = ink, width = 1.25, dash, fill }) => ({
      stroke: (self) => palette[isNear(self) ? near : ink] ?? 'transparent', width, dash, fill: fill && (() => palette[fill]), fillTo: 0, points: { show: false },
    }))],
    bands: bands.map((series) => ({ series, fill: () => palette.band })),
    hooks: {
      drawClear: [below],
      draw: [above],
      setCursor: [readOut],
      setScale: [(self, key) => {
        if (key !== 'x') return;
        figure.dataset.from = self.scales.x.min;
        figure.dataset.to = self.scales.x.max;
        readOut(self);
      }],
      setSelect: [(self) => {
        const { left, width } = self.select;
        self.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        if (width > 4) group.show(self.posToVal(left, 'x'), self.posToVal(left + width, 'x'));
      }],
    },
  }, columns, host);
  pane.setScale('x', { min: group.from, max: group.to });
  bindTouch(pane, group);
  new ResizeObserver(() => size().width !== pane.width && size().width > 0 && pane.setSize(size())).observe(host);
  pane.fit = () => pane.setSize(size());
  group.panes.push(pane);
  return pane;
}

/** Whether there is a pixel for every bar. */
const isNear = ({ scales, width }) => (scales.x.max - scales.x.min) / data.barMs < width;

/** Least and greatest of a column over the bars in view. */
function reach(pane, column) {
  const [first, last] = pane.series[0].idxs;
  let low = Infinity;
  let high = -Infinity;
  for (let i = first; i <= last; i++) {
    if (column[i] === null) continue;
    low = Math.min(low, column[i]);
    high = Math.max(high, column[i]);
  }
  return [low, high];
}

function yRange(min, max, levels) {
  const low = Math.min(min ?? Infinity, ...levels);
  const high = Math.max(max ?? -Infinity, ...levels);
  if (!(low <= high)) return [0, 1];
  const air = (high - low) * 0.06 || Math.abs(high) * 0.01 || 1;
  return [low - (levels.includes(low) && low === 0 ? 0 : air), high + (levels.includes(high) && high === 0 ? 0 : air)];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Dates as short as their distance allows. */
function dateTicks(_, ticks) {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : DAY;
  return ticks.map((ts, i) => {
    const iso = new Date(ts).toISOString();
    const month = MONTHS[new Date(ts).getUTCMonth()];
    const isFirst = i === 0;
    if (step < DAY && iso.slice(11, 16) !== '00:00') return iso.slice(11, 16);
    if (step < 27 * DAY) return iso.slice(8, 10) + ' ' + month;
    if (step < 300 * DAY) return iso.slice(5, 7) === '01' || isFirst ? month + ' ' + iso.slice(0, 4) : month;
    return iso.slice(0, 4);
  });
}
`;
