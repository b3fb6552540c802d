const money = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const grouped = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 15 });

/** `$1,234.50`, `-$12.00`. */
export const usd = (value: number): string => `${value < 0 ? '-' : ''}$${money.format(Math.abs(value))}`;

/** With its sign always shown: `+$10,000`, `-$15,800`. Whole dollars. */
export const signedWholeUsd = (value: number): string => `${value < 0 ? '-' : '+'}$${whole.format(Math.abs(value))}`;

/** Large amounts for the eye: `$8.1M`, `$950k`, `$12`. */
export function shortUsd(value: number): string {
  if (Math.abs(value) >= 1e9) return `$${(value / 1e9).toFixed(1)}B`;
  if (Math.abs(value) >= 1e6) return `$${(value / 1e6).toFixed(1)}M`;
  if (Math.abs(value) >= 1e3) return `$${(value / 1e3).toFixed(0)}k`;
  return `$${value.toFixed(0)}`;
}

/** A price in seven significant digits, with thousands grouped: `3,114.2`, `0.05231`. */
export const price = (value: number): string => grouped.format(Number(value.toPrecision(7)));

/** A quantity with the decimals of its lot grid, or in eight significant digits when the grid is unknown. */
export const quantity = (value: number, decimals: number | null): string =>
  decimals === null ? String(Number(value.toPrecision(8))) : value.toFixed(decimals);

/** A fraction as a percentage: 0.0123 → `1.2 %`. */
export const percent = (fraction: number, decimals = 0): string => `${(fraction * 100).toFixed(decimals)} %`;

/** z with two decimals and its sign. */
export const signedZ = (z: number): string => (Object.is(z, -0) ? 0 : z).toFixed(2);
