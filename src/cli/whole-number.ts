import { AppError } from '../core/domain/app-error.ts';

/** @throws AppError `usage` */
export function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new AppError('usage', `${flag} ${text} is not a whole number`);
}
