import { inspect } from 'node:util';
import { expect } from 'vitest';
import { AppError } from '../../../src/core/domain/app-error.ts';

/** The AppError of a delivery that fails: one line, and nothing planted anywhere in it. */
export async function deliveryFailure(delivery: Promise<void> | undefined): Promise<AppError> {
  const error = await delivery?.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${inspect(error)}`);
  expect(error.code).toBe('delivery');
  expect(error.message).not.toContain('\n');
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/planted|SECRET|cGxhbnRlZ/);
  return error;
}
