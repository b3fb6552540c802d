import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { SpreadModel, Windows } from '../domain/settings.ts';
import { blockEnd, type BarGrid } from '../stats/bar-grid.ts';
import { xMoments } from '../stats/x-moments.ts';
import { spreadColumns } from './spread.ts';

/** What a walk reads of the spreads of one y after the other, all over the same x. */
export interface LeanSpread {
  /** Those of the y measured last. */
  readonly columns: Pick<FeatureColumns, 'beta' | 'z' | 'sigma'>;
  /** @param y log closes of the dependent leg, as long as x, without a NaN */
  readonly measure: (y: Float64Array) => void;
}

/**
 * `spreadColumns` for many y over one x: the same numbers to the last bit (`tests/core/features/lean-spread.test.ts`), in the
 * same memory each time, without the columns that no walk reads. Under `fixed-beta`, what x alone makes is worked out once.
 *
 * @param x log closes of the hedge leg
 * @param grid the bars' times
 */
export function leanSpread(
  x: Float64Array,
  grid: BarGrid,
  windows: Pick<Windows, 'olsBeta' | 'zscore'>,
  model: SpreadModel,
): LeanSpread {
  const n = x.length;
  const columns = { beta: new Float64Array(n), z: new Float64Array(n), sigma: new Float64Array(n) };
  if (model !== 'fixed-beta') return { columns, measure: fullMeasure(x, grid, windows, model, columns) };
  const slopes = slopesOf(x, grid, windows.olsBeta, columns);
  const scores = scoresOf(x, grid, windows.zscore, columns);
  return {
    columns,
    measure: (y) => {
      slopes(y);
      scores(y);
    },
  };
}

type Measure = LeanSpread['measure'];

/** The models whose spread moves with beta go the long way. */
function fullMeasure(
  x: Float64Array,
  grid: BarGrid,
  windows: Pick<Windows, 'olsBeta' | 'zscore'>,
  model: SpreadModel,
  { beta, z, sigma }: LeanSpread['columns'],
): Measure {
  return (y) => {
    const full = spreadColumns(x, y, grid, windows, model);
    beta.set(full.beta);
    z.set(full.z);
    sigma.set(full.sigma);
  };
}

/** As `rollingOls`, its slope alone. */
function slopesOf(x: Float64Array, grid: BarGrid, window: number, { beta }: LeanSpread['columns']): Measure {
  const { sum, sxx } = xMoments(x, grid, window);
  const tailY = new Float64Array(window);
  const tailXy = new Float64Array(window);
  const newest = window - 1;
  const inverse = 1 / window;

  const block = (y: Float64Array, start: number, end: number): void => {
    const x0 = x[start];
    const y0 = y[start];
    // Where the window is not full, the sum of x is NaN already.
    const short = Math.max(0, newest - start);
    let y1 = 0;
    let xy = 0;
    for (let j = newest, i = start - 1; j >= short; j--, i--) {
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
  };
  return (y) => {
    for (let start = 0, end = 0; start < x.length; start = end) {
      end = blockEnd(grid, start, window);
      block(y, start, end);
    }
  };
}

/** As `spreadColumns` under fixed beta, its z and sigma alone. */
function scoresOf(x: Float64Array, grid: BarGrid, window: number, { beta, z, sigma }: LeanSpread['columns']): Measure {
  const { sum, sxx } = xMoments(x, grid, window);
  const tailY = new Float64Array(window);
  const tailXy = new Float64Array(window);
  const tailYy = new Float64Array(window);
  const newest = window - 1;
  const inverse = 1 / window;
  const perBar = 1 / (window - 1);

  const block = (y: Float64Array, start: number, end: number): void => {
    const x0 = x[start];
    const y0 = y[start];
    const slope = Number.isNaN(beta[start]) ? 0 : beta[start];
    const short = Math.max(0, newest - start);
    let y1 = 0;
    let xy = 0;
    let yy = 0;
    for (let j = newest, i = start - 1; j >= short; j--, i--) {
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
  };
  return (y) => {
    for (let start = 0, end = 0; start < x.length; start = end) {
      end = blockEnd(grid, start, window);
      block(y, start, end);
    }
  };
}
