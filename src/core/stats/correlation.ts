/** Pearson's correlation of two arrays of equal length. NaN when one never differs, and when a value is NaN. */
export function correlation(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  let [sumX, sumY] = [0, 0];
  for (let t = 0; t < n; t++) {
    sumX += x[t] - x[0];
    sumY += y[t] - y[0];
  }
  let [xx, xy, yy] = [0, 0, 0];
  for (let t = 0; t < n; t++) {
    const dx = x[t] - x[0] - sumX / n;
    const dy = y[t] - y[0] - sumY / n;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : NaN;
}
