import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { SpreadModel, Windows } from '../domain/settings.ts';
import { blockEnd, type BarGrid } from '../stats/bar-grid.ts';
import { xMoments } from '../stats/x-moments.ts';
import { spreadColumns } from './spread.ts';

type LeanWindows = Pick<Windows, 'olsBeta' | 'zscore'>;

/** What a walk reads of the spreads of one y after the other, all over the same x. */
export interface LeanSpread {
  /** Those of the y measured last. */
  readonly columns: Pick<FeatureColumns, 'beta' | 'z' | 'sigma'>;
  /** @param y log closes of the dependent leg, as long as x, without a NaN */
  readonly measure: (y: Float64Array, windows: LeanWindows) => void;
}

/**
 * `spreadColumns` for many y over one x: the same numbers to the last bit (`tests/core/features/lean-spread.test.ts`), in the
 * same memory each time, without the columns that no walk reads. Under `fixed-beta`, what x alone makes is worked out once for
 * as long as the windows stay the same.
 *
 * @param x log closes of the hedge leg
 * @param grid the bars' times
 */
export function leanSpread(x: Float64Array, grid: BarGrid, model: SpreadModel): LeanSpread {
  const n = x.length;
  const columns = { beta: new Float64Array(n), z: new Float64Array(n), sigma: new Float64Array(n) };
  if (model !== 'fixed-beta') return { columns, measure: fullMeasure(x, grid, model, columns) };
  const slopes = desk(x, columns);
  const scores = desk(x, columns);
  return {
    columns,
    measure: (y, { olsBeta, zscore }) => {
      layOut(slopes, grid, olsBeta);
      layOut(scores, grid, zscore);
      for (let start = 0, end = 0; start < n; start = end) {
        end = blockEnd(grid, start, olsBeta);
        slopeBlock(slopes, y, start, end);
      }
      for (let start = 0, end = 0; start < n; start = end) {
        end = blockEnd(grid, start, zscore);
        scoreBlock(scores, y, start, end);
      }
    },
  };
}

/** The models whose spread moves with beta go the long way. */
function fullMeasure(
  x: Float64Array,
  grid: BarGrid,
  model: SpreadModel,
  { beta, z, sigma }: LeanSpread['columns'],
): LeanSpread['measure'] {
  return (y, windows) => {
    const full = spreadColumns(x, y, grid, windows, model);
    beta.set(full.beta);
    z.set(full.z);
    sigma.set(full.sigma);
  };
}

/** What one pass over the blocks works with: x and its moments, the columns, and the sums over the bars before a block. */
interface Desk {
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

function desk(x: Float64Array, { beta, z, sigma }: LeanSpread['columns']): Desk {
  const [sum, sxx] = [new Float64Array(x.length), new Float64Array(x.length)];
  const none = new Float64Array(0);
  return { x, beta, z, sigma, sum, sxx, window: 0, tailY: none, tailXy: none, tailYy: none };
}

/** Makes a desk one for this window. */
function layOut(desk: Desk, grid: BarGrid, window: number): void {
  if (window === desk.window) return;
  xMoments(desk.x, grid, window, desk);
  desk.window = window;
  desk.tailY = new Float64Array(window);
  desk.tailXy = new Float64Array(window);
  desk.tailYy = new Float64Array(window);
}

/** As `rollingOls`, its slope alone. */
function slopeBlock(desk: Desk, y: Float64Array, start: number, end: number): void {
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
function scoreBlock(desk: Desk, y: Float64Array, start: number, end: number): void {
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
