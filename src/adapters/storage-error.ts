import { AppError } from '../core/domain/app-error.ts';

const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; give this user access to it or set another folder under paths',
  EPERM: 'permission denied; give this user access to it or set another folder under paths',
  EROFS: 'the file system is read-only; set a writable folder under paths',
  ENOSPC: 'the disk is full; free some space and run again',
  EDQUOT: 'the disk quota is used up; free some space and run again',
  ENOTDIR: 'a file stands where a folder is needed; move it away or set another folder under paths',
  EEXIST: 'a file stands where a folder is needed; move it away or set another folder under paths',
  EISDIR: 'a folder stands where a file is needed; move it away',
  ENOENT: 'there is no such file or folder',
  EMFILE: 'too many files are open; raise the limit (ulimit -n)',
  EIO: 'the disk reports an input/output error; check it',
};

/** The system's code of a failed file operation (`ENOENT`, …), or an empty text. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * A failed file operation as an `AppError` that names the path and says what to do.
 * @param action what was tried, such as `write` or `read`
 */
export function storageError(action: string, path: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const errno = errnoOf(cause);
  const advice = ADVICE[errno] ?? (cause instanceof Error ? cause.message : String(cause));
  const code = errno === '' ? '' : ` (${errno})`;
  return new AppError('storage', `cannot ${action} ${path}: ${advice}${code}`, { facts: { path, errno }, cause });
}
