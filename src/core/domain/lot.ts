/**
 * A quantity on the venue's grid: the nearest multiple of the step, free of binary dust. Unchanged when the step is unknown.
 */
export function roundToStep(quantity: number, step: number | null): number {
  if (step === null) return quantity;
  return Number((Math.round(quantity / step) * step).toFixed(stepDecimals(step)));
}

/** Decimals that a step needs: 0.001 → 3, 5 → 0. */
export function stepDecimals(step: number): number {
  for (let decimals = 0; decimals < 18; decimals++) {
    if (Math.abs(Number(step.toFixed(decimals)) - step) <= step * 1e-9) return decimals;
  }
  return 18;
}
