import { AppError } from '../core/domain/app-error.ts';

const MAX_LENGTH = 500;

/**
 * Words given on the command line that are stored and shown again: one line, and nothing in it that steers a terminal.
 * @throws AppError `usage`
 */
export function parseNote(flag: string, text: string | undefined): string | null {
  const note = text?.trim() ?? '';
  if (note === '') return null;
  if (/\p{C}/u.test(note)) throw new AppError('usage', `${flag} must be one line of plain text`);
  if (note.length <= MAX_LENGTH) return note;
  throw new AppError('usage', `${flag} is longer than ${MAX_LENGTH} characters`);
}
