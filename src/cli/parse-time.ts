import { AppError } from '../core/domain/app-error.ts';
import type { EpochMs } from '../core/domain/time.ts';

/**
 * A time given on the command line, UTC unless it names an offset: `2024-03-01`, `2024-03-01T07:01`, `2024-03-01T07:01Z`.
 * @throws AppError `usage`
 */
export function parseTime(flag: string, text: string): EpochMs {
  const hasOffset = /(Z|[+-]\d\d:?\d\d)$/i.test(text);
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(hasOffset || !text.includes('T') ? text : `${text}Z`) : NaN;
  if (Number.isNaN(time)) {
    throw new AppError('usage', `${flag} ${text} is not a time: write it like 2024-03-01T07:01Z (UTC)`);
  }
  return time;
}
