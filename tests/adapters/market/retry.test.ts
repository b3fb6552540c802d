import { describe, expect, test } from 'vitest';
import { retry } from '../../../src/adapters/market/retry.ts';
import type { RetryOptions } from '../../../src/adapters/market/retry.ts';
import { AppError } from '../../../src/core/domain/app-error.ts';
import { appErrorOf, fakeClock } from './market-fixture.ts';

const busy = (retryAfterMs: number | null = null): AppError =>
  new AppError('venue', 'the venue is busy', { retryable: true, retryAfterMs });

/** Fails with each error in turn, then succeeds with the number of the try. */
function failing(errors: readonly Error[]): (attempt: number) => Promise<number> {
  return (attempt) => (attempt <= errors.length ? Promise.reject(errors[attempt - 1]) : Promise.resolve(attempt));
}

function options(more: Partial<RetryOptions> = {}): RetryOptions & { clock: ReturnType<typeof fakeClock> } {
  return { random: () => 1, ...more, clock: fakeClock() };
}

describe('retry', () => {
  test('an action that succeeds runs once and waits for nothing', async () => {
    const given = options();
    expect(await retry(failing([]), given)).toBe(1);
    expect(given.clock.slept).toEqual([]);
  });

  test('waits double with each failure up to the longest wait', async () => {
    const given = options({ attempts: 6, baseMs: 500, maxMs: 2_000 });
    expect(await retry(failing([busy(), busy(), busy(), busy(), busy()]), given)).toBe(6);
    expect(given.clock.slept).toEqual([500, 1000, 2000, 2000, 2000]);
  });

  test('each wait is a random part of the doubled base', async () => {
    const given = options({ random: () => 0.25 });
    await retry(failing([busy(), busy()]), given);
    expect(given.clock.slept).toEqual([125, 250]);
  });

  test('an error that trying again cannot help is thrown at once', async () => {
    const given = options();
    const final = new AppError('venue', 'no such symbol');
    expect(await appErrorOf(retry(failing([final]), given))).toBe(final);
    expect(given.clock.slept).toEqual([]);
  });

  test('a fault of our own is not tried again', async () => {
    await expect(retry(failing([new RangeError('ours')]), options())).rejects.toThrow('ours');
  });

  test('the last error is thrown when all tries are used up', async () => {
    const errors = [busy(), busy(), busy(), busy()];
    const given = options();
    expect(await appErrorOf(retry(failing(errors), given))).toBe(errors[3]);
    expect(given.clock.slept).toHaveLength(3);
  });

  test('a wait the other side asks for is kept in full', async () => {
    const given = options();
    await retry(failing([busy(7_000)]), given);
    expect(given.clock.slept).toEqual([7_500]);
  });

  test('when the other side asks for more than there is time, it gives up at once and says how long to wait', async () => {
    const given = options();
    const error = await appErrorOf(retry(failing([busy(600_000)]), given));
    expect(error.message).toBe('the venue is busy; it asks us to wait 10 min: run again after that');
    expect(error).toMatchObject({ code: 'venue', retryable: true, retryAfterMs: 600_000 });
    expect(given.clock.slept).toEqual([]);
  });

  test('no try begins once the time is used up', async () => {
    const given = options({ budgetMs: 1_000, attempts: 10 });
    let tries = 0;
    const slow = async (): Promise<never> => {
      tries += 1;
      await given.clock.sleep(900);
      throw busy();
    };
    await appErrorOf(retry(slow, given));
    expect(tries).toBe(1);
  });

  test('every wait is told beforehand', async () => {
    const told: unknown[] = [];
    await retry(
      failing([busy(), busy()]),
      options({ onRetry: ({ attempt, delayMs }) => told.push([attempt, delayMs]) }),
    );
    expect(told).toEqual([
      [1, 500],
      [2, 1000],
    ]);
  });
});
