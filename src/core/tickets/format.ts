import { groupedText, significantText } from '../domain/decimal-text.ts';

/** `$1,234.50`, `-$12.00`; a dash where the value is not known. */
export const usd = (value: number): string =>
  Number.isFinite(value) ? `${value < 0 ? '-' : ''}$${groupedText(Math.abs(value), 2)}` : '–';

/** Whole dollars: `$10,000`. */
export const wholeUsd = (value: number): string =>
  Number.isFinite(value) ? `$${groupedText(Math.abs(value), 0)}` : '–';

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
export const price = (value: number): string => (Number.isFinite(value) ? significantText(value, 7) : '–');

/** A hedge ratio in five significant digits: `1.58`. */
export const ratio = (value: number): string => (Number.isFinite(value) ? significantText(value, 5) : '–');

/** A quantity with the decimals of its lot grid, or in eight significant digits when the grid is unknown. */
export const quantity = (value: number, decimals: number | null): string =>
  decimals === null ? significantText(value, 8) : value.toFixed(decimals);

/** A fraction as a percentage: 0.0123 → `1.2 %`. */
export const percent = (fraction: number, decimals = 0): string => `${(fraction * 100).toFixed(decimals)} %`;

/** z with two decimals; a dash where it is not known. */
export const signedZ = (z: number): string => (Number.isFinite(z) ? (Object.is(z, -0) ? 0 : z).toFixed(2) : '–');
