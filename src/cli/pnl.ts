import { pnlJson } from '../core/fills/pnl-json.ts';
import { pnlText, type PnlBy } from '../core/report/pnl-text.ts';
import { namedPair } from '../workflows/named-pair.ts';
import { marksOf, realTrips, ticketsOf } from '../workflows/real-book.ts';
import type { CommandContext } from './command-context.ts';
import { withRealBook } from './real-book-session.ts';

/** `statarb pnl`: what the recorded fills made, beside what the paper book made of the same tickets. */
export async function pnl(
  context: CommandContext,
  flags: { readonly by: PnlBy; readonly pair?: string },
): Promise<number> {
  const { output } = context;
  const whenNew = (): number => {
    output.json(pnlJson([], new Map()));
    output.line('no cycle has run yet: start `statarb scan`');
    return 0;
  };
  return withRealBook(context, { isReadOnly: true, whenNew }, ({ store, fills }) => {
    const all = ticketsOf(store);
    const only = flags.pair === undefined ? null : namedPair(all, flags.pair);
    const marks = new Map([...marksOf(store, all)].filter(([pair]) => only === null || pair === only));
    const trips = realTrips(store, all, fills.ledger(), marks).filter(({ pair }) => only === null || pair === only);
    output.json(pnlJson(trips, marks));
    output.line(pnlText(trips, marks, flags.by, output.style));
    return 0;
  });
}
