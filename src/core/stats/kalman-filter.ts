/** Variances of the regression's noises, a bar: all finite and ≥ 0, `observation` or `alpha` above 0. */
export interface KalmanNoise {
  /** Of the steps of alpha. */
  readonly alpha: number;
  /** Of the steps of beta. */
  readonly beta: number;
  /** Of what is left of y, `eps`. */
  readonly observation: number;
}

/** What is known of each bar before the bar, one value each; NaN until two bars with different x have defined the state. */
export interface KalmanColumns {
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
  /** y − alpha − beta · x. */
  readonly innovation: Float64Array;
  /** Its variance. */
  readonly variance: Float64Array;
}

/** What the likelihood is made of, and the state after the last bar. */
export interface KalmanEnd {
  /** Innovations that count, the two of the diffuse start left out; and the sum of their squares, each ÷ its variance. */
  readonly count: number;
  readonly squares: number;
  /** Sum of the logs of all variances, of the diffuse start the diffuse parts. */
  readonly logDet: number;
  readonly alpha: number;
  readonly beta: number;
}

/**
 * One pass of the Kalman filter over y_t = alpha_t + beta_t · x_t + eps_t, alpha and beta being random walks, from an exact
 * diffuse start: nothing is assumed of the state before the first bar.
 *
 * The first y defines alpha as a function of beta. What is left unknown is the beta of the first bar: the filter runs as if
 * it were 0 and carries how state and innovations depend on it, and least squares of these innovations is its estimate (de Jong
 * 1991, the augmented filter). It is the exact filter of Durbin & Koopman (2012, §5.2 to 5.7) in numbers that stay small even where
 * the first x differ by next to nothing.
 *
 * Everything is relative to the first x and y: levels cost no digits, and the alpha that walks is the one at the first x. A
 * variance of `beta` above 0 therefore means something else where x begins elsewhere.
 *
 * @param x regressor
 * @param y dependent series, as long as x, at least one value
 * @param into out: the columns, as long as x, with alpha for x and y as given; null when only the end is wanted
 */
export function kalmanFilter(
  x: Float64Array,
  y: Float64Array,
  noise: KalmanNoise,
  into: KalmanColumns | null,
): KalmanEnd {
  const { alpha: stepA, beta: stepB, observation } = noise;
  const n = x.length;
  const x0 = x[0];
  const y0 = y[0];
  // State with the first beta 0; how it depends on the first beta; covariance when the first beta is known.
  let a = 0;
  let b = 0;
  let byA = 0;
  let byB = 1;
  let paa = observation;
  let pab = 0;
  let pbb = 0;
  // Least squares for the first beta, and the product of variances on its way to a logarithm.
  let information = 0;
  let score = 0;
  let squares = 0;
  let product = 1;
  let logDet = 0;
  if (into !== null && n > 0) into.alpha[0] = into.beta[0] = into.innovation[0] = into.variance[0] = NaN;

  for (let t = 1; t < n; t++) {
    const dx = x[t] - x0;
    paa += stepA;
    pbb += stepB;
    const error = y[t] - y0 - a - b * dx;
    const byError = byA + byB * dx;
    const gainA = paa + pab * dx;
    const gainB = pab + pbb * dx;
    const variance = gainA + gainB * dx + observation;
    const weight = 1 / variance;

    if (into !== null) {
      const first = information > 0 ? score / information : NaN;
      const beta = b + first * byB;
      into.beta[t] = beta;
      into.alpha[t] = y0 + a + first * byA - beta * x0;
      into.innovation[t] = error - first * byError;
      into.variance[t] = variance + (byError * byError) / information;
    }

    const weighted = weight * byError;
    information += weighted * byError;
    score += weighted * error;
    squares += weight * error * error;
    product *= variance;
    if (product < 1e-100 || product > 1e100) {
      logDet += Math.log(product);
      product = 1;
    }

    const ka = gainA * weight;
    const kb = gainB * weight;
    a += ka * error;
    b += kb * error;
    byA -= ka * byError;
    byB -= kb * byError;
    paa -= ka * gainA;
    pab -= ka * gainB;
    pbb -= kb * gainB;
  }

  const first = information > 0 ? score / information : NaN;
  const beta = b + first * byB;
  return {
    count: n - 2,
    squares: Math.max(0, squares - first * score),
    logDet: logDet + Math.log(product) + Math.log(information),
    alpha: y0 + a + first * byA - beta * x0,
    beta,
  };
}
