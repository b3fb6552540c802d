import { rmSync, writeFileSync } from 'node:fs';
import { replaceFile, temporaryPath } from './atomic-file.ts';
import { storageError } from './storage-error.ts';

/**
 * Replaces a text file whole or not at all, once a check has passed the new text. The check sees it as a file in the same folder, so
 * that relative paths mean the same.
 * @throws what the check throws, and AppError `storage`; the old file then stands as it was
 */
export function checkedReplacement(file: string, text: string, check: (staged: string) => void): void {
  const staged = temporaryPath(file);
  try {
    writeFileSync(staged, text);
    check(staged);
  } catch (error) {
    throw error instanceof Error && 'errno' in error ? storageError('write', staged, error) : error;
  } finally {
    rmSync(staged, { force: true });
  }
  replaceFile(file, text);
}
