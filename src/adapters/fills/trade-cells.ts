import type { EpochMs } from '../../core/domain/time.ts';
import { csvTime } from '../csv-time.ts';

/** A number with the currency that stands behind it, or null when there is none. */
export interface Amount {
  readonly value: number;
  readonly unit: string | null;
}

const NUMBER = String.raw`[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?`;
const AMOUNT = new RegExp(`^(${NUMBER})\\s*([A-Za-z][A-Za-z0-9]{0,14})?$`);
const PLAIN = new RegExp(`^${NUMBER}$`);

/**
 * `0.5ETH`, `62,000.50`, `0.29528919 USDC`. Null when it is no number.
 * @param symbol the row's symbol: it tells the 1 of `1INCH` from the number before it
 */
export function amountOf(cell: string, symbol: string): Amount | null {
  const base = baseBehind(cell, symbol);
  if (base !== '') {
    const value = numberOf(cell.slice(0, cell.length - base.length).trimEnd());
    if (value !== null) return { value, unit: base };
  }
  const match = AMOUNT.exec(cell);
  if (match === null) return null;
  const [, digits, unit] = match as unknown as [string, string, string | undefined];
  const value = numberOf(digits);
  return value === null ? null : { value, unit: unit?.toUpperCase() ?? null };
}

/** A plain number, with or without commas between the thousands; null for anything else: an empty cell is no zero. */
export function numberOf(cell: string): number | null {
  const value = PLAIN.test(cell) && /\d/.test(cell) ? Number(cell.replaceAll(',', '')) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** The longest end of the cell that the symbol begins with. */
function baseBehind(cell: string, symbol: string): string {
  const [upper, wanted] = [cell.toUpperCase(), symbol.toUpperCase()];
  for (let length = Math.min(cell.length - 1, wanted.length); length > 1; length--) {
    const end = upper.slice(-length);
    if (/[A-Z]/.test(end) && wanted.startsWith(end)) return end;
  }
  return '';
}

/**
 * A cell as a time: whatever candle files may hold, and years of two digits.
 * @param zoneMs what times without a zone of their own are ahead of UTC
 */
export function tradeTime(cell: string, zoneMs: number): EpochMs {
  const day = cell.replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3').replace(/^(\d\d-\d\d-\d\d[ T])/, '20$1');
  const isLocal = day.includes('-') && !/(Z|UTC|[+-]\d{2}:?\d{2})$/.test(day.slice(10));
  return csvTime(day) - (isLocal ? zoneMs : 0);
}

/** A cell as it may stand in a message: short, on one line, and without anything that steers a terminal. */
export const quoted = (cell: string): string => `"${cell.slice(0, 60).replace(/[\p{C}"]/gu, '?')}"`;
