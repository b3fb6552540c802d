import { isoUtc } from '../core/domain/time.ts';
import { skipTicket } from '../workflows/skip-ticket.ts';
import type { CommandContext } from './command-context.ts';
import { parseNote } from './parse-note.ts';
import { withRealBook } from './real-book-session.ts';

/** `statarb skip`: a ticket is not placed, or after all it is. */
export async function skip(
  context: CommandContext,
  ticket: string,
  flags: { readonly why?: string; readonly undo: boolean },
): Promise<number> {
  const { output } = context;
  const why = parseNote('--why', flags.why);
  const result = await withRealBook(context, { isReadOnly: false }, (ports) =>
    skipTicket(ports, { ticket, why, isUndone: flags.undo }),
  );
  const { skip: standing, isUnchanged } = result;
  output.json({
    ticket: result.ticket.id,
    skipped: standing !== null,
    why: standing?.why ?? null,
    since: standing === null ? null : isoUtc(standing.at),
    changed: !isUnchanged,
  });
  const words =
    standing === null ? 'is to be placed' : `is not placed${standing.why === null ? '' : `: ${standing.why}`}`;
  output.line(`${result.ticket.id} ${words}${isUnchanged ? ' (as it was)' : ''}`);
  return 0;
}
