import { blockEnd, type BarGrid } from './bar-grid.ts';

/** Columns of windowed moments of one series; NaN where the window is not full or holds a NaN. */
export interface Moments {
  readonly mean: Float64Array;
  /** Sample standard deviation (ddof 1). */
  readonly std: Float64Array;
}

/**
 * Mean and sample standard deviation over a rolling window, O(1) a bar and without drift.
 * The one-series form of `rollingCoMoments`: the same blocks, the same bounds on what a result depends on.
 *
 * @param values series
 * @param grid the bars' times
 * @param window number of elements, ≥ 2
 */
export function rollingMoments(values: Float64Array, grid: BarGrid, window: number): Moments {
  const n = values.length;
  const mean = new Float64Array(n);
  const std = new Float64Array(n);
  const tailSum = new Float64Array(window);
  const tailSquares = new Float64Array(window);
  const inverse = 1 / window;

  // A function a block: it is called often enough to be compiled as a whole, which one long loop, run once, is not.
  const block = (start: number, end: number): void => {
    const origin = values[start];
    const tail = Math.min(window - 1, start);
    let sum = 0;
    let squares = 0;
    for (let k = 1; k <= tail; k++) {
      const d = values[start - k] - origin;
      tailSum[k] = sum += d;
      tailSquares[k] = squares += d * d;
    }

    sum = squares = 0;
    for (let i = start; i < end; i++) {
      const d = values[i] - origin;
      sum += d;
      squares += d * d;
      const k = window - 1 - (i - start);
      if (k > tail) {
        mean[i] = std[i] = NaN;
        continue;
      }
      const total = sum + tailSum[k];
      const m = total * inverse;
      mean[i] = origin + m;
      std[i] = Math.sqrt(Math.max(0, squares + tailSquares[k] - total * m) / (window - 1));
    }
  };
  for (let start = 0, end = 0; start < n; start = end) {
    end = blockEnd(grid, start, window);
    block(start, end);
  }
  return { mean, std };
}
