import { kalmanFilter, type KalmanNoise } from './kalman-filter.ts';
import { latticeSearch } from './lattice-search.ts';

/** Natural logs of what one step of the state moves y by, ÷ the observation noise: variances from next to nothing to all of it. */
const LOG_RATIOS = { from: -16, width: 24 };
/** Down to steps of 1/8: a tenth of what any sample tells a ratio by. */
const HALVINGS = 6;

/**
 * The noise variances of `kalmanFilter` that make the series likeliest: maximum of the diffuse likelihood, the observation noise in
 * closed form, the other two by `latticeSearch` over the logs of their ratios to it. So the last digits of the series do not
 * change the ratios, and neither does the unit of x or y.
 *
 * @param x regressor, at least 4 values
 * @param y dependent series, as long as x
 * @returns all NaN where x never changes or a value is NaN; all 0 where y is a line of x to the last digit
 */
export function likeliestNoise(x: Float64Array, y: Float64Array): KalmanNoise {
  let squares = 0;
  for (const value of x) squares += (value - x[0]) ** 2;
  const size = squares / x.length;
  const noise = { alpha: 0, beta: 0, observation: 1 };
  const [logA, logB] = latticeSearch(
    (u, v) => {
      noise.alpha = Math.exp(u);
      noise.beta = Math.exp(v) / size;
      const end = kalmanFilter(x, y, noise, null);
      return end.count * Math.log(end.squares) + end.logDet;
    },
    LOG_RATIOS,
    HALVINGS,
  );
  noise.alpha = Math.exp(logA);
  noise.beta = Math.exp(logB) / size;
  const end = kalmanFilter(x, y, noise, null);
  const observation = end.squares / end.count;
  return { alpha: noise.alpha * observation, beta: noise.beta * observation, observation };
}
