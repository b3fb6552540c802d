import { resolve } from 'node:path';
import { pairName } from '../core/domain/pair.ts';
import { isoMinute, isoUtc } from '../core/domain/time.ts';
import type { PairState } from '../ports/cycle-store.ts';
import type { RestoreResult } from '../ports/state-backup.ts';
import { openSession, type CommandContext } from './command-context.ts';
import type { Output } from './output.ts';

/** `statarb state restore`: a backup in the place of the state, which is kept aside. Never while a scan is at work. */
export async function stateRestore(
  context: CommandContext,
  flags: { readonly now?: string },
  [file]: readonly string[],
): Promise<number> {
  const { config, clock } = await openSession(context, flags.now);
  const { compose, output } = context;
  const lock = await compose.acquireLock(config, clock);
  try {
    const backup = await compose.stateBackup(config);
    const restored = await backup.restore(resolve(file), clock.now());
    const store = await compose.store(config);
    try {
      const pairs = config.pairs.map(pairName).map((pair) => ({ pair, state: store.pairState(pair) }));
      output.json({
        state: config.paths.state,
        from: resolve(file),
        replaced: restored.replaced,
        damage: restored.damage,
        pairs: pairs.map(({ pair, state }) => ({
          pair,
          position: state?.position ?? 'flat',
          bar: state === null ? null : isoUtc(state.lastDecision.bar),
        })),
        unknown_tickets: restored.unknownTickets,
        unknown_fills: restored.unknownFills,
        undelivered: restored.undelivered,
        trials_added: restored.trialsAdded,
      });
      output.line(output.style('green', `${config.paths.state} is restored from ${file}`));
      for (const { pair, state } of pairs) output.line(`  ${pair}  ${whereItStands(state)}`);
    } finally {
      store.close();
    }
    tellOfReplaced(output, restored);
    return 0;
  } finally {
    lock.release();
  }
}

const whereItStands = (state: PairState | null): string =>
  state === null
    ? 'never decided'
    : `${state.position.replace('_', ' ')}, decided up to the bar ${isoMinute(state.lastDecision.bar)}`;

function tellOfReplaced(output: Output, restored: RestoreResult): void {
  const { replaced, damage, unknownTickets, unknownFills, undelivered, trialsAdded } = restored;
  if (replaced !== null) {
    output.line(`What was there is kept as ${replaced}${damage === null ? '' : `; it was damaged: ${damage}`}`);
  }
  output.line(
    'The next scan catches up on the bars missed since: an entry of a missed bar is recorded and not opened, an exit or stop closes then.',
  );
  if (unknownTickets.length > 0) {
    output.line(
      output.style(
        'yellow',
        `${String(unknownTickets.length)} tickets are newer than the backup and not known any more: if you have traded them, your positions differ from the book`,
      ),
    );
    for (const id of unknownTickets) output.line(`  ${id}`);
  }
  if (unknownFills > 0) {
    const lost = `${String(unknownFills)} of your fills are newer than the backup: record them again (statarb fill, statarb import-fills)`;
    output.line(output.style('yellow', lost));
  }
  if (undelivered > 0) {
    output.line(`${String(undelivered)} messages were undelivered then: they are sent again, marked (resent)`);
  }
  if (trialsAdded > 0) output.line(`${String(trialsAdded)} trials were added to the ledger; none was removed`);
}
