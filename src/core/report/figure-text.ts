import type { Gate } from '../backtest/verdict.ts';
import type { Interval } from '../backtest/interval.ts';
import { groupedText, significantText } from '../domain/decimal-text.ts';
import type { EpochMs } from '../domain/time.ts';

/** How a figure is printed. `usd` is dollars and cents, `percent` takes a fraction. */
export type FigureUnit = Gate['unit'] | 'share' | 'bars' | 'times';

/** A number in its unit, with a true minus sign; a dash where it is not known. */
export function figureText(value: number, unit: FigureUnit): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  switch (unit) {
    case 'usd':
      return signed(value, (size) => `$${groupedText(size, 2)}`);
    case 'percent':
      return signed(value * 100, (size) => `${groupedText(size, 2)} %`);
    case 'share':
      return signed(value * 100, (size) => `${groupedText(size, 1)} %`);
    case 'ratio':
      return signed(value, (size) => groupedText(size, 2));
    case 'count':
      return signed(value, (size) => groupedText(size, 2).replace(/\.?0+$/, ''));
    case 'bps':
      return signed(value, (size) => `${groupedText(size, 1)} bps`);
    case 'bars':
      return signed(value, (size) => `${groupedText(size, 1)} bars`);
    case 'times':
      return signed(value, (size) => `${groupedText(size, 1)} ×`);
  }
}

/** A gate's value, with the digits that decide it: 0.9505 against 0.95. */
export function gateText(value: number, unit: Gate['unit']): string {
  if (unit !== 'ratio' || !(Math.abs(value) < 1)) return figureText(value, unit);
  // A chance of 1.671e-76 would fill the line with zeros.
  return value !== 0 && Math.abs(value) < 1e-6 ? signed(value, (size) => size.toExponential(3)) : significant(value, 4);
}

/** Dollars without cents, for tables where cents would only be noise: `−$1,204`. */
export const wholeDollars = (value: number): string =>
  Number.isFinite(value) ? signed(value, (size) => `$${groupedText(size, 0)}`) : '–';

/** `−$48,000.00 to −$31,000.00`; a dash where there was too little to resample. */
export const intervalText = ({ low, high }: Interval, unit: FigureUnit): string =>
  Number.isNaN(low) || Number.isNaN(high) ? '–' : `${figureText(low, unit)} to ${figureText(high, unit)}`;

/** A number in so many significant digits, without grouping: prices, quantities, beta. */
export const significant = (value: number, digits: number): string =>
  Number.isFinite(value) ? signed(value, (size) => significantText(size, digits)) : '–';

/** `2021-06-10`, in UTC. */
export const dayText = (ts: EpochMs): string => (Number.isFinite(ts) ? new Date(ts).toISOString().slice(0, 10) : '–');

/** `2021-06-10 10:00`, in UTC. */
export const minuteText = (ts: EpochMs): string =>
  Number.isFinite(ts) ? new Date(ts).toISOString().slice(0, 16).replace('T', ' ') : '–';

/** What rounds to zero has no sign. */
function signed(value: number, text: (size: number) => string): string {
  const size = text(Math.abs(value));
  return value < 0 && /[1-9]/.test(size) ? `−${size}` : size;
}
