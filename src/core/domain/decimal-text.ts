/**
 * Numbers as text without `Intl`, whose first number format costs a process 10 ms. They print what `Intl.NumberFormat('en-US')`
 * would, rounding halves away from zero.
 */

/** A number with thousands separators and exactly so many decimals: `1,234.50`. Finite only. */
export function groupedText(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  // From here on `toFixed` speaks in exponents.
  if (Math.abs(value) >= 1e21)
    return grouped(BigInt(value).toString()) + (decimals > 0 ? `.${'0'.repeat(decimals)}` : '');
  const point = decimals > 0 ? text.length - decimals - 1 : text.length;
  return grouped(text.slice(0, point)) + text.slice(point);
}

/** A number rounded to so many significant digits, without grouping, trailing zeros or exponent: `0.00001234`. Finite only. */
export function significantText(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size >= 1e21) return BigInt(rounded).toString();
  if (size === 0 || size >= 1e-6) return String(rounded);
  const decimals = Math.min(100, digits - 1 - Math.floor(Math.log10(size)));
  return rounded.toFixed(decimals).replace(/0+$/, '');
}

/** How many of what: `1 trade`, `2 trades`, `12,345 bars`. @param many the plural, where it is not `one` with an s */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${groupedText(count, 0)} ${count === 1 ? one : many}`;

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',');
