import { AppError, type AppErrorCode } from '../core/domain/app-error.ts';

const EXIT_CODES: Readonly<Record<AppErrorCode, number>> = {
  settings: 2,
  usage: 2,
  venue: 3,
  data: 3,
  clock: 3,
  storage: 3,
  delivery: 4,
  lock: 5,
};

/** 2 usage or settings · 3 venue or data · 4 undelivered · 5 locked · 70 a bug. */
export const exitCode = (error: unknown): number => (error instanceof AppError ? EXIT_CODES[error.code] : 70);
