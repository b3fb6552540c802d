import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { Legs } from '../domain/pair.ts';
import type { PairHealth } from '../domain/pair-health.ts';
import { healthFigures } from './health-figures.ts';
import { healthPercentiles, type HealthNull } from './health-null.ts';

/**
 * The health of a pair on bar i, over the `bars` bars up to it.
 *
 * @param logs natural logs of the closes, one a bar
 * @param healthP the column that rules read, whose value then is the p told; null where there is none
 * @param walks what random walks of as many bars show
 * @returns null while there are fewer bars
 */
export function pairHealth(
  logs: Legs<Float64Array>,
  healthP: FeatureColumns['healthP'],
  bars: number,
  walks: HealthNull,
  i: number,
): PairHealth | null {
  const first = i - bars + 1;
  if (first < 0) return null;
  const measured = healthFigures(logs.x.subarray(first, i + 1), logs.y.subarray(first, i + 1));
  const figures = healthP === null ? measured : { ...measured, p: healthP[i] };
  return { bars, figures, percentiles: healthPercentiles(walks, figures) };
}
