/** A rate in basis points (1/100 of a percent) as a fraction. */
export const bpsToFraction = (bps: number): number => bps / 10_000;

/** A fraction as basis points. */
export const fractionToBps = (fraction: number): number => fraction * 10_000;
