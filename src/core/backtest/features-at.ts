import type { FeatureColumns } from '../domain/feature-columns.ts';

/** The features of one bar by name, NaN where unknown. */
export function featuresAt(features: FeatureColumns, i: number): Readonly<Record<string, number>> {
  const { beta, alpha, spread, spreadMean, spreadStd, z, sigma, advUsd, realizedVol, healthP } = features;
  return {
    beta: beta[i],
    alpha: alpha[i],
    spread: spread[i],
    spreadMean: spreadMean[i],
    spreadStd: spreadStd[i],
    z: z[i],
    sigma: sigma[i],
    'advUsd.x': advUsd.x[i],
    'advUsd.y': advUsd.y[i],
    'realizedVol.x': realizedVol.x[i],
    'realizedVol.y': realizedVol.y[i],
    ...(healthP === null ? {} : { healthP: healthP[i] }),
  };
}
