import type { Revision } from '../core/domain/candle.ts';
import type { Session } from './command-context.ts';
import type { Composition } from './composition.ts';

/** Keeps the old and new values of bars that a command has replaced. The database is opened only when there are any. */
export async function recordRevisions(
  compose: Composition,
  { config, clock }: Session,
  revisions: readonly Revision[],
): Promise<void> {
  if (revisions.length === 0) return;
  const store = await compose.store(config);
  try {
    store.recordRevisions(revisions, clock.now());
  } finally {
    store.close();
  }
}
