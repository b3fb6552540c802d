/** A p- or q-value: `0.042`, or one digit and its power of ten, `3e−7`, where three decimals would say 0; a dash for NaN. */
export function probabilityText(value: number): string {
  if (Number.isNaN(value)) return '–';
  return value > 0 && value < 0.0005 ? value.toExponential(0).replace('-', '−') : value.toFixed(3);
}

/** Share of random walks below a figure, `93 %`; a dash where it is not known. */
export const percentileText = (share: number): string =>
  Number.isNaN(share) ? '–' : `${Math.round(100 * share)}\u00a0%`;
