import { AppError } from '../../core/domain/app-error.ts';
import type { Clock } from '../../ports/clock.ts';

export interface FailedAttempt {
  /** 1 for the first try. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: unknown;
}

export interface RetryOptions {
  /** Tries altogether, the first included. */
  readonly attempts?: number;
  /** Longest wait after the first failure; it doubles with each further one. */
  readonly baseMs?: number;
  readonly maxMs?: number;
  /** No wait begins that would end later than this after the first try began. */
  readonly budgetMs?: number;
  readonly clock: Pick<Clock, 'elapsedMs' | 'sleep'>;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  readonly isRetryable?: (error: unknown) => boolean;
  readonly onRetry?: (failure: FailedAttempt) => void;
}

/**
 * Runs an action until it succeeds, fails for good, or time is up. Waits are exponential with full jitter (uniform between
 * nothing and the doubled base, so that many machines do not come back together); when the other side names a wait
 * (`retryAfterMs`), it is waited out in full, plus the jitter.
 * @throws the last error; an `AppError` that says how long to wait when the other side asks for more than the budget has left
 */
export async function retry<T>(action: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts = 4, baseMs = 500, maxMs = 8_000, budgetMs = 30_000, clock } = options;
  const { random = Math.random, isRetryable = isRetryableAppError } = options;
  const started = clock.elapsedMs();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action(attempt);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      const remaining = budgetMs - (clock.elapsedMs() - started);
      const asked = error instanceof AppError ? (error.retryAfterMs ?? 0) : 0;
      if (asked > remaining) throw askedToWaitTooLong(error as AppError, asked);
      const delayMs = asked + random() * Math.min(maxMs, baseMs * 2 ** (attempt - 1));
      if (attempt >= attempts || delayMs > remaining) throw error;
      options.onRetry?.({ attempt, delayMs, error });
      await clock.sleep(delayMs);
    }
  }
}

const isRetryableAppError = (error: unknown): boolean => error instanceof AppError && error.retryable;

function askedToWaitTooLong(error: AppError, askedMs: number): AppError {
  const wait = askedMs < 120_000 ? `${Math.ceil(askedMs / 1000)} s` : `${Math.ceil(askedMs / 60_000)} min`;
  return new AppError(error.code, `${error.message}; it asks us to wait ${wait}: run again after that`, {
    retryable: true,
    retryAfterMs: askedMs,
    facts: error.facts,
    cause: error,
  });
}
