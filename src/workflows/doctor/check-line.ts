/** One thing that was looked at. */
export interface CheckLine {
  /** What was looked at, in a word or two. */
  readonly check: string;
  /** `warn`: it works, but not as it should. `fail`: a scan cannot do its work, or secrets lie open. */
  readonly status: 'ok' | 'warn' | 'fail';
  /** What was found. */
  readonly message: string;
  /** What to do about it; null when there is nothing, or when the message says so. */
  readonly fix: string | null;
}

/** A look at one matter. It may throw an AppError, which is a failure with its message. */
export interface Check {
  readonly check: string;
  readonly look: () => Promise<readonly Finding[]> | readonly Finding[];
}

/** A line without its name. */
export type Finding = Omit<CheckLine, 'check'>;

export const ok = (message: string): Finding => ({ status: 'ok', message, fix: null });
export const warn = (message: string, fix: string): Finding => ({ status: 'warn', message, fix });
export const fail = (message: string, fix: string): Finding => ({ status: 'fail', message, fix });
