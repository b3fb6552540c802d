import { blockEnd, type BarGrid } from './bar-grid.ts';

/** What the windowed moments of a pair of series owe to x alone, one value a bar; NaN where the window is not full. */
export interface XMoments {
  /** Sum of x − x₀, x₀ being the first value of the bar's block. */
  readonly sum: Float64Array;
  /** Sum of squared deviations of x from its mean. */
  readonly sxx: Float64Array;
}

/**
 * The half of `rollingCoMoments` that does not change with y, the very same numbers: worked out once, it serves any number of y.
 *
 * @param x series
 * @param grid the bars' times
 * @param window number of elements, ≥ 2
 * @param into out: columns as long as x; fresh memory when not given
 */
export function xMoments(
  x: Float64Array,
  grid: BarGrid,
  window: number,
  into: XMoments = { sum: new Float64Array(x.length), sxx: new Float64Array(x.length) },
): XMoments {
  const n = x.length;
  const { sum, sxx } = into;
  const tailSum = new Float64Array(window);
  const tailSquares = new Float64Array(window);
  const newest = window - 1;
  const inverse = 1 / window;

  const block = (start: number, end: number): void => {
    const x0 = x[start];
    const short = Math.max(0, newest - start);
    tailSum.fill(NaN, 0, short);
    let x1 = 0;
    let xx = 0;
    for (let j = newest, i = start - 1; j >= short; j--, i--) {
      tailSum[j] = x1;
      tailSquares[j] = xx;
      if (j === short) break;
      const dx = x[i] - x0;
      x1 += dx;
      xx += dx * dx;
    }

    x1 = xx = 0;
    for (let j = 0, i = start; i < end; j++, i++) {
      const dx = x[i] - x0;
      x1 += dx;
      xx += dx * dx;
      const sumX = x1 + tailSum[j];
      sum[i] = sumX;
      sxx[i] = xx + tailSquares[j] - sumX * (sumX * inverse);
    }
  };
  for (let start = 0, end = 0; start < n; start = end) {
    end = blockEnd(grid, start, window);
    block(start, end);
  }
  return into;
}
