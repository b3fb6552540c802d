/** Where to enter and leave an Ornstein–Uhlenbeck spread, in the spread's own units about its mean, and what that earns. */
export interface BertramBands {
  /** Below the mean; the exit lies as far above it. 0 where trading costs nothing: then every move pays. */
  readonly entry: number;
  readonly exit: number;
  /** Expected return after costs, a bar. 0 where the cost is so high that the bands are never met. */
  readonly returnPerBar: number;
  /** Expected bars from one entry to the next; Infinity likewise. */
  readonly barsPerTrade: number;
}

/**
 * The bands that earn most per unit of time, after costs: long from `entry` to `exit`, then out of the market until the spread is
 * back at `entry`. Shorts are the mirror image, and whoever takes both earns twice as much.
 *
 * In units of the stationary deviation σ/√(2θ), with m the exit, c the cost and S(m) = ∫₀ᵐ exp(u²/2) du, a round of the spread takes
 * 2√(2π)·S(m)/θ and earns 2m − c; the best m solves m − exp(−m²/2)·S(m) = c/2, whose left side only rises.
 *
 * @param ou theta a bar and sigma per √bar, both above 0, such as those of `ornsteinUhlenbeck`
 * @param cost of a round trip, both legs, in the units of the spread, ≥ 0
 * @returns NaN throughout for an argument that is NaN, infinite or out of range
 *
 * Source: W. K. Bertram, Physica A 389 (2010), equations 8 to 12.
 */
export function bertramBands(
  { theta, sigma }: { readonly theta: number; readonly sigma: number },
  cost: number,
): BertramBands {
  const isGood = theta > 0 && sigma > 0 && cost >= 0 && Number.isFinite(theta + sigma + cost);
  if (!isGood) return { entry: NaN, exit: NaN, returnPerBar: NaN, barsPerTrade: NaN };
  const deviation = sigma / Math.sqrt(2 * theta);
  const c = cost / deviation;
  const m = bestExit(c);
  if (m === 0) {
    return { entry: 0, exit: 0, returnPerBar: (theta * deviation) / Math.sqrt(2 * Math.PI), barsPerTrade: 0 };
  }
  const round = 2 * Math.sqrt(2 * Math.PI) * dawson(m) * Math.exp((m * m) / 2);
  return {
    entry: -m * deviation,
    exit: m * deviation,
    returnPerBar: ((2 * m - c) * theta * deviation) / round,
    barsPerTrade: round / theta,
  };
}

/** Bisection to the last bit. The root lies above c/2, and less than 2 + ∛c above it. */
function bestExit(c: number): number {
  if (c === 0) return 0;
  let low = c / 2;
  let high = c / 2 + 2 + Math.cbrt(c);
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (middle - dawson(middle) < c / 2) low = middle;
    else high = middle;
  }
}

/** exp(−m²/2) · ∫₀ᵐ exp(u²/2) du for m ≥ 0: its series of positive terms, far out the asymptotic one. */
function dawson(m: number): number {
  const square = m * m;
  if (m > 12) {
    let term = 1 / m;
    let sum = term;
    for (let k = 1; term > 1e-17 * sum; k++) sum += term *= (2 * k - 1) / square;
    return sum;
  }
  let power = m;
  let sum = m;
  for (let k = 1; power > 1e-17 * sum; k++) {
    power *= square / (2 * k);
    sum += power / (2 * k + 1);
  }
  return sum * Math.exp(-square / 2);
}
