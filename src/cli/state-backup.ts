import { resolve } from 'node:path';
import { AppError } from '../core/domain/app-error.ts';
import { openSession, type CommandContext } from './command-context.ts';

/** `statarb state backup`: a checked copy of the state while scans go on. */
export async function stateBackup(
  context: CommandContext,
  flags: { readonly keep?: string; readonly now?: string },
  args: readonly string[],
): Promise<number> {
  const { config, clock } = await openSession(context, flags.now);
  const { compose, output } = context;
  const file = args.at(0);
  // A folder of somebody's choosing is thinned out only when asked.
  const keep = keepOf(flags.keep) ?? (file === undefined ? config.retention.backups : null);
  const backup = await compose.stateBackup(config);
  const made = await backup.backup({ target: file === undefined ? null : resolve(file), at: clock.now(), keep });
  output.json({ file: made.file, bytes: made.bytes, ledger: made.ledger, removed: made.removed });
  output.line(`${made.file}  ${String(Math.ceil(made.bytes / 1024))} KiB, checked`);
  if (made.ledger !== null) output.line(`${made.ledger}  the trial ledger`);
  for (const old of made.removed) output.line(`removed ${old}`);
  return 0;
}

function keepOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const keep = Number(text);
  if (Number.isInteger(keep) && keep >= 1) return keep;
  throw new AppError('usage', `--keep ${text} is not a whole number above 0`);
}
