/** Program of the page, first part: unpacks the columns of `data` and gives each bar its values. Plain JavaScript, run by the browser. */
export const columnsClient = String.raw`
/** Numbers of a packed column; null where not known. */
function unpack({ bits, base64 }) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const values = bits === 64 ? new Float64Array(bytes.buffer) : new Float32Array(bytes.buffer);
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}

/** Open times of runs of bars. */
function expand(runs, barMs) {
  const times = [];
  for (const [first, count] of runs) for (let i = 0; i < count; i++) times.push(first + i * barMs);
  return times;
}

/** Fall from the running peak, as a fraction of it, zero or below. */
function drawdown(equity, start) {
  let peak = start;
  return equity.map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}

/** Daily values on every bar of their day. */
function onBars(times, days, values) {
  let day = 0;
  return times.map((ts) => {
    while (day + 1 < days.length && days[day + 1] <= ts) day++;
    return values[day] ?? null;
  });
}

/** Sums over the trades closed so far, on every bar: [net, price P&L, fees, slippage, funding]. */
function costsOnBars(times, trades) {
  const sums = [0, 0, 0, 0, 0];
  const columns = sums.map(() => new Array(times.length));
  let next = 0;
  for (let i = 0; i < times.length; i++) {
    for (; next < trades.length && trades[next].exitTs <= times[i]; next++) {
      const { net, gross, fees, slippage, funding } = trades[next];
      [net, gross, -fees, -slippage, funding].forEach((usd, k) => (sums[k] += usd));
    }
    columns.forEach((column, k) => (column[i] = sums[k]));
  }
  return columns;
}
`;
