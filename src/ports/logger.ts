import type { Facts } from '../core/domain/app-error.ts';

/** One JSON line per call; secrets are taken out before anything is written. */
export interface Logger {
  debug(message: string, facts?: Facts): void;
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
}
