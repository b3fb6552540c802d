import { AppError } from '../core/domain/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { RealBookPorts } from '../workflows/real-book.ts';
import { openSession, type CommandContext, type Session } from './command-context.ts';

/**
 * Runs a command's work on the paper book (read only) and the ledger of real fills, and closes both.
 * @param mode `whenNew`: what to do when no cycle has run yet
 * @throws AppError `usage` when no cycle has run yet and nothing else is said: without tickets there is nothing to fill
 */
export async function withRealBook<T>(
  context: CommandContext,
  mode: { readonly isReadOnly: boolean; readonly whenNew?: () => T },
  work: (ports: RealBookPorts & { readonly clock: Clock }, session: Session) => T | Promise<T>,
): Promise<T> {
  const session = await openSession(context);
  const { config, clock } = session;
  // For writing first: it brings a database of an older version up to date, which reading then asks for.
  const fills = await context.compose.fillBook(config, mode);
  try {
    const store = await context.compose.existingStore(config);
    try {
      if (fills === null || store === null) return (mode.whenNew ?? nothingYet)();
      return await work({ store, fills, clock }, session);
    } finally {
      store?.close();
    }
  } finally {
    fills?.close();
  }
}

function nothingYet(): never {
  throw new AppError('usage', 'no cycle has run yet: start `statarb scan`');
}
