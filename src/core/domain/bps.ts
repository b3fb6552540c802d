/** A rate in basis points (1/100 of a percent) as a fraction. */
export const bpsToFraction = (bps: number): number => bps / 10_000;
