import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { BarGrid } from '../stats/bar-grid.ts';
import { xMoments } from '../stats/x-moments.ts';

/** What one pass over the blocks works with: x and its moments, the columns, and the sums over the bars before a block. */
export interface Desk {
  readonly x: Float64Array;
  readonly beta: Float64Array;
  readonly z: Float64Array;
  readonly sigma: Float64Array;
  readonly sum: Float64Array;
  readonly sxx: Float64Array;
  window: number;
  tailY: Float64Array;
  tailXy: Float64Array;
  tailYy: Float64Array;
}

/** @param columns out: what the passes fill, as long as x */
export function desk(x: Float64Array, { beta, z, sigma }: Pick<FeatureColumns, 'beta' | 'z' | 'sigma'>): Desk {
  const [sum, sxx] = [new Float64Array(x.length), new Float64Array(x.length)];
  const none = new Float64Array(0);
  return { x, beta, z, sigma, sum, sxx, window: 0, tailY: none, tailXy: none, tailYy: none };
}

/** Makes a desk one for this window. */
export function layOut(desk: Desk, grid: BarGrid, window: number): void {
  if (window === desk.window) return;
  xMoments(desk.x, grid, window, desk);
  desk.window = window;
  desk.tailY = new Float64Array(window);
  desk.tailXy = new Float64Array(window);
  desk.tailYy = new Float64Array(window);
}

/** As `rollingOls`, its slope alone. */
export function slopeBlock(desk: Desk, y: Float64Array, start: number, end: number): void {
  const { x, beta, sum, sxx, window, tailY, tailXy } = desk;
  const inverse = 1 / window;
  const x0 = x[start];
  const y0 = y[start];
  // Where the window is not full, the sum of x is NaN already.
  const short = Math.max(0, window - 1 - start);
  let y1 = 0;
  let xy = 0;
  for (let j = window - 1, i = start - 1; j >= short; j--, i--) {
    tailY[j] = y1;
    tailXy[j] = xy;
    if (j === short) break;
    const dy = y[i] - y0;
    y1 += dy;
    xy += (x[i] - x0) * dy;
  }

  y1 = xy = 0;
  for (let j = 0, i = start; i < end; j++, i++) {
    const dy = y[i] - y0;
    y1 += dy;
    xy += (x[i] - x0) * dy;
    const my = (y1 + tailY[j]) * inverse;
    const squares = sxx[i];
    beta[i] = squares > 0 ? (xy + tailXy[j] - sum[i] * my) / squares : NaN;
  }
}

/** As `spreadColumns` under fixed beta, its z and sigma alone. */
export function scoreBlock(desk: Desk, y: Float64Array, start: number, end: number): void {
  const { x, beta, z, sigma, sum, sxx, window, tailY, tailXy, tailYy } = desk;
  const inverse = 1 / window;
  const perBar = 1 / (window - 1);
  const x0 = x[start];
  const y0 = y[start];
  const slope = Number.isNaN(beta[start]) ? 0 : beta[start];
  const short = Math.max(0, window - 1 - start);
  let y1 = 0;
  let xy = 0;
  let yy = 0;
  for (let j = window - 1, i = start - 1; j >= short; j--, i--) {
    tailY[j] = y1;
    tailXy[j] = xy;
    tailYy[j] = yy;
    if (j === short) break;
    const dx = x[i] - x0;
    const dy = y[i] - y0 - slope * dx;
    y1 += dy;
    xy += dx * dy;
    yy += dy * dy;
  }

  y1 = xy = yy = 0;
  for (let j = 0, i = start; i < end; j++, i++) {
    const dx = x[i] - x0;
    const dy = y[i] - y0 - slope * dx;
    y1 += dy;
    xy += dx * dy;
    yy += dy * dy;
    const sumX = sum[i];
    const sumY = y1 + tailY[j];
    const my = sumY * inverse;
    const squares = sxx[i];
    const b = beta[i];
    const turn = b - slope;
    const sxy = xy + tailXy[j] - sumX * my;
    const syy = yy + tailYy[j] - sumY * my;
    const variance = (syy - turn * (2 * sxy - turn * squares)) * perBar;
    const rounding = 1e-14 * b * b * squares * perBar;
    const std = variance > rounding ? Math.sqrt(variance) : Number.isNaN(variance) ? NaN : 0;
    sigma[i] = std;
    z[i] = std > 0 ? (dy - my - turn * (dx - sumX * inverse)) / std : NaN;
  }
}
