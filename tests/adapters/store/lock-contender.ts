/**
 * A process of its own that waits for a line on stdin, then tries to take the lock of the state named by its argument,
 * prints one line of JSON, and, when it has the lock, holds it until stdin ends.
 */
import { once } from 'node:events';
import { acquireRunLock } from '../../../src/adapters/store/sqlite-run-lock.ts';
import { AppError } from '../../../src/core/domain/app-error.ts';

const say = (what: object): boolean => process.stdout.write(`${JSON.stringify(what)}\n`);

say({ is: 'ready' });
await once(process.stdin, 'data');
try {
  const lock = await acquireRunLock(process.argv[2] ?? '', { since: Date.UTC(2024, 2, 1, 8) });
  say({ is: 'holder' });
  process.stdin.resume();
  await once(process.stdin, 'end');
  lock.release();
} catch (error) {
  say({ is: 'refused', code: error instanceof AppError ? error.code : 'bug', message: String(error) });
  process.exit(0);
}
