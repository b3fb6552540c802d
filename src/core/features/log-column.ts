/** Natural logarithms of a column of prices. A loop, because `map` costs twice as much and this is a fifth of all feature work. */
export function logColumn(prices: Float64Array): Float64Array {
  const logs = new Float64Array(prices.length);
  for (let i = 0; i < prices.length; i++) logs[i] = Math.log(prices[i]);
  return logs;
}
