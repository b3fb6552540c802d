import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { KalmanNoise, SpreadModel, Windows } from '../domain/settings.ts';
import { blockEnd, type BarGrid } from '../stats/bar-grid.ts';
import { desk, layOut, scoreBlock, slopeBlock } from './spread-desk.ts';
import { spreadColumns } from './spread.ts';

type LeanWindows = Pick<Windows, 'olsBeta' | 'zscore' | 'kalman'>;

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
 * @param noise variances of the kalman model; null for the likeliest ones
 */
export function leanSpread(
  x: Float64Array,
  grid: BarGrid,
  model: SpreadModel,
  noise: KalmanNoise | null = null,
): LeanSpread {
  const n = x.length;
  const columns = { beta: new Float64Array(n), z: new Float64Array(n), sigma: new Float64Array(n) };
  if (model !== 'fixed-beta') return { columns, measure: fullMeasure(x, grid, model, noise, columns) };
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

/** The other models go the long way. */
function fullMeasure(
  x: Float64Array,
  grid: BarGrid,
  model: SpreadModel,
  noise: KalmanNoise | null,
  { beta, z, sigma }: LeanSpread['columns'],
): LeanSpread['measure'] {
  return (y, windows) => {
    const full = spreadColumns(x, y, grid, windows, model, noise);
    beta.set(full.beta);
    z.set(full.z);
    sigma.set(full.sigma);
  };
}
