/** Made on first use: the first number format costs a process 10 ms, and most runs print no ticket. */
function numberFormat(options: Intl.NumberFormatOptions): (value: number) => string {
  let format: Intl.NumberFormat | null = null;
  return (value) => (format ??= new Intl.NumberFormat('en-US', options)).format(value);
}

const money = numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = numberFormat({ maximumFractionDigits: 0 });
const plain = numberFormat({ maximumSignificantDigits: 7, useGrouping: false });
const plain5 = numberFormat({ maximumSignificantDigits: 5, useGrouping: false });
const plain8 = numberFormat({ maximumSignificantDigits: 8, useGrouping: false });

/** `$1,234.50`, `-$12.00`; a dash where the value is not known. */
export const usd = (value: number): string =>
  Number.isFinite(value) ? `${value < 0 ? '-' : ''}$${money(Math.abs(value))}` : '–';

/** Whole dollars: `$10,000`. */
export const wholeUsd = (value: number): string => (Number.isFinite(value) ? `$${whole(Math.abs(value))}` : '–');

/** With its sign always shown: `+$10,000`, `-$15,800`. Whole dollars. */
export const signedWholeUsd = (value: number): string => `${value < 0 ? '-' : '+'}${wholeUsd(value)}`;

/** Large amounts for the eye: `$8.1M`, `$950k`, `$12`. */
export function shortUsd(value: number): string {
  if (Math.abs(value) >= 1e9) return `$${(value / 1e9).toFixed(1)}B`;
  if (Math.abs(value) >= 1e6) return `$${(value / 1e6).toFixed(1)}M`;
  if (Math.abs(value) >= 1e3) return `$${(value / 1e3).toFixed(0)}k`;
  return `$${value.toFixed(0)}`;
}

/** A price in seven significant digits, without thousands separators: it is typed into order forms. */
export const price = (value: number): string => (Number.isFinite(value) ? plain(value) : '–');

/** A hedge ratio in five significant digits: `1.58`. */
export const ratio = (value: number): string => (Number.isFinite(value) ? plain5(value) : '–');

/** A quantity with the decimals of its lot grid, or in eight significant digits when the grid is unknown. */
export const quantity = (value: number, decimals: number | null): string =>
  decimals === null ? plain8(value) : value.toFixed(decimals);

/** A fraction as a percentage: 0.0123 → `1.2 %`. */
export const percent = (fraction: number, decimals = 0): string => `${(fraction * 100).toFixed(decimals)} %`;

/** z with two decimals; a dash where it is not known. */
export const signedZ = (z: number): string => (Number.isFinite(z) ? (Object.is(z, -0) ? 0 : z).toFixed(2) : '–');
