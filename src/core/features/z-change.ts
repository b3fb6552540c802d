import type { ZChange, ZInputs } from '../domain/decision-why.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { Legs } from '../domain/pair.ts';
import type { SpreadModel } from '../domain/settings.ts';
import { subtractsAlpha } from '../domain/spread-model.ts';

/**
 * The change of z as a sum, by changing one thing after the other: first the prices (with the beta, mean and std of the bar
 * before), then the mean, then the std, last beta. The parts add up to z − zPrev but for rounding.
 */
export function zChange(inputs: ZInputs): ZChange {
  const { z, zPrev, meanPrev, stdPrev, meanRolled, stdRolled } = inputs;
  const spread = inputs.logY - inputs.betaPrev * inputs.logX - inputs.alphaPrev;
  return {
    price: (spread - meanPrev) / stdPrev - zPrev,
    mean: (meanPrev - meanRolled) / stdPrev,
    sigma: (spread - meanRolled) * (1 / stdRolled - 1 / stdPrev),
    beta: z - (spread - meanRolled) / stdRolled,
  };
}

/**
 * The numbers behind z on bar i, from columns up to i.
 * @param logs natural logs of the closes, one a bar
 * @param window `windows.zscore`, L
 * @returns null where z of bar i or of the one before is NaN
 */
export function zInputs(
  logs: Legs<Float64Array>,
  features: FeatureColumns,
  window: number,
  model: SpreadModel,
  i: number,
): ZInputs | null {
  const inputs = inputsAt(logs, features, window, model, i);
  return inputs && { ...inputs, betaShare: betaShare(logs, features, window, model, i) };
}

function inputsAt(
  logs: Legs<Float64Array>,
  features: FeatureColumns,
  window: number,
  model: SpreadModel,
  i: number,
): Omit<ZInputs, 'betaShare'> | null {
  const { z, beta, alpha, spreadMean, spreadStd } = features;
  if (i < 1 || Number.isNaN(z[i]) || Number.isNaN(z[i - 1])) return null;
  const mean = spreadMean[i];
  const std = spreadStd[i];
  const rolled =
    model === 'fixed-beta' ? momentsUnder(logs, beta[i - 1], window, i) : { meanRolled: mean, stdRolled: std };
  return {
    z: z[i],
    zPrev: z[i - 1],
    logX: logs.x[i],
    logY: logs.y[i],
    beta: beta[i],
    betaPrev: beta[i - 1],
    alpha: subtractsAlpha(model) ? alpha[i] : 0,
    alphaPrev: subtractsAlpha(model) ? alpha[i - 1] : 0,
    mean,
    std,
    meanPrev: spreadMean[i - 1],
    stdPrev: spreadStd[i - 1],
    ...rolled,
  };
}

/** Mean and sample std of the last `window` spreads up to bar i under one beta. */
function momentsUnder({ x, y }: Legs<Float64Array>, beta: number, window: number, i: number) {
  const first = i - window + 1;
  // Relative to the first bar of the window, so that the level of the logs costs no digits.
  const base = y[first] - beta * x[first];
  let sum = 0;
  let squares = 0;
  for (let k = first; k <= i; k++) {
    const spread = y[k] - beta * x[k] - base;
    sum += spread;
    squares += spread * spread;
  }
  const mean = sum / window;
  return { meanRolled: base + mean, stdRolled: Math.sqrt(Math.max(0, squares - sum * mean) / (window - 1)) };
}

/** See `ZInputs.betaShare`. */
function betaShare(
  logs: Legs<Float64Array>,
  features: FeatureColumns,
  window: number,
  model: SpreadModel,
  i: number,
): number | null {
  let cumulated = 0;
  let [sumB, sumZ, sumBZ, sumZZ] = [0, 0, 0, 0];
  const z0 = features.z[i];
  for (let k = i - window + 1; k <= i; k++) {
    const inputs = inputsAt(logs, features, window, model, k);
    if (inputs === null) return null;
    cumulated += zChange({ ...inputs, betaShare: null }).beta;
    const z = inputs.z - z0;
    sumB += cumulated;
    sumZ += z;
    sumBZ += cumulated * z;
    sumZZ += z * z;
  }
  const variance = sumZZ - (sumZ * sumZ) / window;
  return variance > 0 ? (sumBZ - (sumB * sumZ) / window) / variance : null;
}
