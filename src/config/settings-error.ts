import { AppError } from '../core/domain/app-error.ts';
import type { Problem } from './problem.ts';

/** All that is wrong with a settings file, one line each: `path: message`. */
export function settingsError(file: string, problems: readonly Problem[], redact: (text: string) => string): AppError {
  const lines = [
    ...new Set(problems.map(({ path, message }) => redact(path === '' ? message : `${path}: ${message}`))),
  ];
  const count = lines.length === 1 ? 'one mistake' : `${lines.length} mistakes`;
  return new AppError('settings', [`${file} has ${count}:`, ...lines.map((line) => `  ${line}`)].join('\n'), {
    facts: { file, problems: lines },
  });
}
