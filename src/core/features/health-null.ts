import { HEALTH_FIGURES, type HealthFigure, type HealthFigures } from '../domain/pair-health.ts';
import { quantile } from '../stats/quantile.ts';
import { randomSource, standardNormal } from '../stats/random.ts';
import { healthFigures } from './health-figures.ts';

/** Pairs of random walks that a percentile is read from: it is then within 7 points, 19 times of 20. */
export const HEALTH_WALKS = 200;
/** Changes with everything that a stored distribution depends on beside its bars. */
export const HEALTH_NULL_VERSION = 1;
const SEED = 2024;
const QUANTILES = 101;

/** Quantiles 0, 0.01 … 1 of each figure over pairs of independent random walks; of beta drift, regardless of its sign. */
export type HealthNull = Readonly<Record<HealthFigure, readonly number[]>>;

/**
 * What each health figure looks like where there is nothing to find: on pairs of independent Gaussian random walks of as many bars.
 * For p, half-life and CUSUM it does not matter that real legs move together, since adding a multiple of x to y changes no residual.
 * Seeded: the same bars give the same numbers.
 */
export function healthNull(bars: number): HealthNull {
  const uniform = randomSource(SEED);
  const [x, y] = [new Float64Array(bars), new Float64Array(bars)];
  const rows = Array.from({ length: HEALTH_WALKS }, () => {
    for (let t = 1; t < bars; t++) {
      x[t] = x[t - 1] + standardNormal(uniform);
      y[t] = y[t - 1] + standardNormal(uniform);
    }
    return unsigned(healthFigures(x, y));
  });
  const quantiles = (figure: HealthFigure): number[] => {
    // Between two infinities nothing can be read: they are the largest number instead, before and after.
    const sorted = Float64Array.from(rows, (row) => finite(row[figure])).sort();
    return Array.from({ length: QUANTILES }, (_, k) => finite(quantile(sorted, k / (QUANTILES - 1))));
  };
  return Object.fromEntries(HEALTH_FIGURES.map((figure) => [figure, quantiles(figure)])) as Record<
    HealthFigure,
    number[]
  >;
}

/** Whether a value read from outside is what `healthNull` makes. */
export function isHealthNull(value: unknown): value is HealthNull {
  if (typeof value !== 'object' || value === null) return false;
  const columns = value as Readonly<Record<string, unknown>>;
  return HEALTH_FIGURES.every((figure) => {
    const column = columns[figure];
    return Array.isArray(column) && column.length === QUANTILES && column.every((one) => Number.isFinite(one));
  });
}

/** Where each figure stands among those of random walks, from 0 to 1; NaN where the figure is. */
export function healthPercentiles(walks: HealthNull, figures: HealthFigures): HealthFigures {
  const { p, halfLife, betaDrift, correlation, cusum } = unsigned(figures);
  return {
    p: rank(walks.p, p),
    halfLife: rank(walks.halfLife, halfLife),
    betaDrift: rank(walks.betaDrift, betaDrift),
    correlation: rank(walks.correlation, correlation),
    cusum: rank(walks.cusum, cusum),
  };
}

const unsigned = (figures: HealthFigures): HealthFigures => ({ ...figures, betaDrift: Math.abs(figures.betaDrift) });

/** JSON knows no infinity, which some half-lives are. */
const finite = (value: number): number => Math.min(value, Number.MAX_VALUE);

/** The share below a value, linear between quantiles, the middle of those that equal it. */
function rank(quantiles: readonly number[], value: number): number {
  if (Number.isNaN(value)) return NaN;
  const wanted = finite(value);
  const last = quantiles.length - 1;
  let below = 0;
  while (below <= last && quantiles[below] < wanted) below++;
  let above = below;
  while (above <= last && quantiles[above] === wanted) above++;
  if (below > last) return 1;
  if (above > below) return (below + above - 1) / 2 / last;
  if (below === 0) return 0;
  const [low, high] = [quantiles[below - 1], quantiles[below]];
  return (below - 1 + (high === Number.MAX_VALUE ? 0 : (wanted - low) / (high - low))) / last;
}
