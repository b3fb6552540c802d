import { AppError } from '../core/domain/app-error.ts';

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * A number given on the command line, without a unit and without commas between the thousands.
 * @throws AppError `usage`
 */
export function parseNumber(flag: string, text: string): number {
  const value = PLAIN.test(text) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw new AppError('usage', `${flag} ${text} is not a number: write it like 62000.5`);
}

/** @throws AppError `usage` when it is no number above 0 */
export function parsePositive(flag: string, text: string): number {
  const value = parseNumber(flag, text);
  if (value > 0) return value;
  throw new AppError('usage', `${flag} ${text} is not above 0: the side comes from the ticket`);
}
