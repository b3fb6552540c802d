import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { KalmanNoise, SpreadModel, Windows } from '../domain/settings.ts';
import { subtractsAlpha } from '../domain/spread-model.ts';
import type { BarGrid } from '../stats/bar-grid.ts';
import { rollingCoMoments } from '../stats/rolling-co-moments.ts';
import { rollingKalman } from '../stats/rolling-kalman.ts';
import { rollingMoments } from '../stats/rolling-moments.ts';
import { rollingOls } from '../stats/rolling-ols.ts';

type SpreadColumns = Pick<FeatureColumns, 'beta' | 'alpha' | 'spread' | 'spreadMean' | 'spreadStd' | 'z' | 'sigma'>;

/**
 * Hedge ratio, spread and its z-score. With x, y log prices, W = `olsBeta`, L = `zscore`, K = `kalman`:
 * beta_t, alpha_t by OLS of y on x over W bars; then by model
 * - `fixed-beta`: S_i = y_i − beta_t · x_i for the last L bars, all with today's beta; neither units nor a moving beta matter.
 * - `rolling-beta`: S_t = y_t − beta_t · x_t, each bar with its own beta. A change of beta moves it by log(price of x) ≈ 11 times
 *   as much, so most of its z is revision of beta.
 * - `residual`: as `rolling-beta` with alpha_t subtracted too.
 * - `kalman`: beta_t, alpha_t are what a Kalman filter (`rollingKalman`, blocks of K bars) forecasts for bar t from the bars before
 *   it; S_t = y_t − beta_t · x_t − alpha_t is how wrong that was, and z is S_t ÷ the standard deviation that was forecast for it.
 *   Nothing of L is in it. What the likeliest filter takes for lasting moves back into alpha at once: z says how unusual the last
 *   bar was more than how far the legs have parted.
 * sigma is always the fixed-beta std, under the beta of the model.
 *
 * @param x log closes of the hedge leg
 * @param y log closes of the dependent leg
 * @param grid the bars' times
 * @param noise variances of the kalman model; null for the likeliest ones
 */
export function spreadColumns(
  x: Float64Array,
  y: Float64Array,
  grid: BarGrid,
  windows: Pick<Windows, 'olsBeta' | 'zscore' | 'kalman'>,
  model: SpreadModel,
  noise: KalmanNoise | null = null,
): SpreadColumns {
  if (model === 'kalman') return kalmanSpread(x, y, grid, windows, noise);
  const { beta, alpha } = rollingOls(x, y, grid, windows.olsBeta);
  const fixed = fixedBetaSpread(x, y, beta, grid, windows.zscore);
  if (model === 'fixed-beta') return { beta, alpha, ...fixed, sigma: fixed.spreadStd };

  const n = x.length;
  const spread = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    spread[i] = y[i] - beta[i] * x[i] - (subtractsAlpha(model) ? alpha[i] : 0);
  }
  const { mean, std } = rollingMoments(spread, grid, windows.zscore);
  const z = new Float64Array(n);
  for (let i = 0; i < n; i++) z[i] = std[i] > 0 ? (spread[i] - mean[i]) / std[i] : NaN;
  return { beta, alpha, spread, spreadMean: mean, spreadStd: std, z, sigma: fixed.spreadStd };
}

function kalmanSpread(
  x: Float64Array,
  y: Float64Array,
  grid: BarGrid,
  { zscore, kalman }: Pick<Windows, 'zscore' | 'kalman'>,
  noise: KalmanNoise | null,
): SpreadColumns {
  const { alpha, beta, innovation: spread, variance } = rollingKalman(x, y, grid, kalman, noise);
  const n = x.length;
  const spreadMean = new Float64Array(n);
  const spreadStd = new Float64Array(n);
  const z = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const std = Math.sqrt(variance[i]);
    spreadMean[i] = Number.isNaN(std) ? NaN : 0;
    spreadStd[i] = std;
    z[i] = std > 0 ? spread[i] / std : NaN;
  }
  const { spreadStd: sigma } = fixedBetaSpread(x, y, beta, grid, zscore);
  return { beta, alpha, spread, spreadMean, spreadStd, z, sigma };
}

/**
 * The spread of the last `window` bars under today's beta, from the moments of x and y: O(1) a bar. Within a block beta hardly
 * turns, so y is summed with the block's first beta already taken out: a spread far quieter than its legs stays exact.
 */
function fixedBetaSpread(
  x: Float64Array,
  y: Float64Array,
  beta: Float64Array,
  grid: BarGrid,
  window: number,
): Pick<SpreadColumns, 'spread' | 'spreadMean' | 'spreadStd' | 'z'> {
  const n = x.length;
  const spread = new Float64Array(n);
  const spreadMean = new Float64Array(n);
  const spreadStd = new Float64Array(n);
  const z = new Float64Array(n);
  const perBar = 1 / (window - 1);
  rollingCoMoments(x, y, grid, window, beta, ({ meanX, meanY, sxx, sxy, syy }, start, end, slope) => {
    for (let i = start, j = 0; i < end; i++, j++) {
      const b = beta[i];
      const turn = b - slope;
      const variance = (syy[j] - turn * (2 * sxy[j] - turn * sxx[j])) * perBar;
      // Below this share of what beta explains the rest is rounding: y is an exact multiple of x.
      const rounding = 1e-14 * b * b * sxx[j] * perBar;
      const std = variance > rounding ? Math.sqrt(variance) : Number.isNaN(variance) ? NaN : 0;
      const dx = x[i] - x[start];
      const dy = y[i] - y[start] - slope * dx;
      spread[i] = y[i] - b * x[i];
      spreadMean[i] = y[start] - b * x[start] + (meanY[j] - turn * meanX[j]);
      spreadStd[i] = std;
      z[i] = std > 0 ? (dy - meanY[j] - turn * (dx - meanX[j])) / std : NaN;
    }
  });
  return { spread, spreadMean, spreadStd, z };
}
