/**
 * What went wrong outside our code:
 * `settings`/`usage` the user's input; `venue` the exchange cannot be reached or refuses; `data` it answered with
 * something unusable or missing; `clock` ours and the venue's clocks disagree; `storage` a file or folder cannot be
 * read or written; `lock` another run works on the same state; `delivery` a channel did not take a message.
 */
export type AppErrorCode = 'settings' | 'usage' | 'venue' | 'data' | 'clock' | 'storage' | 'lock' | 'delivery';

/** Facts a program can read: short names, plain values. */
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/**
 * The world failed. The message is one or more lines for a person: what is wrong, where, and what to do about it.
 * Faults of our own are never an AppError.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  /** Whether the same request may succeed a little later. */
  readonly retryable: boolean;
  /** How long the other side asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | null;
  readonly facts: Facts;

  constructor(
    code: AppErrorCode,
    message: string,
    options: { retryable?: boolean; retryAfterMs?: number | null; facts?: Facts; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.facts = options.facts ?? {};
  }
}
