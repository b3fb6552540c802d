import { entryRefusals } from '../strategy/filters.ts';
import { entrySize } from '../strategy/sizing.ts';
import type { EntryContext } from '../strategy/decision-context.ts';

/**
 * What a long-spread entry on each bar would be, worked out when first asked for. Neither thresholds nor direction matter to
 * it, so settings that share their features share the table.
 */
export interface EntryTable {
  /** Signed quantities of a long spread in base units; a short one has the opposite signs. Valid where `isOpen` said true. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Whether sizing and filters let an entry on bar i through; all but the refusal beyond the stop, which is z's alone. */
  isOpen(i: number): boolean;
  /** From now on the table is one of this context, as long as the one before: of other numbers in the same columns, or of other ones. */
  restart(context: EntryContext): void;
}

const OPEN = 1;
const REFUSED = 2;

/** @param context its thresholds and direction are not read */
export function entryTable(context: EntryContext): EntryTable {
  const n = context.candles.ts.length;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  const known = new Uint8Array(n);
  let current = unstopped(context);
  return {
    x,
    y,
    isOpen(i) {
      if (known[i] === 0) {
        const size = entrySize(current, i, 'ENTER_LONG_SPREAD');
        const isOpen = size !== null && entryRefusals(current, i, size).length === 0;
        known[i] = isOpen ? OPEN : REFUSED;
        if (size !== null) ({ x: x[i], y: y[i] } = size.quantity);
      }
      return known[i] === OPEN;
    },
    restart(next) {
      current = unstopped(next);
      known.fill(0);
    },
  };
}

/** Following is never refused for being beyond the stop. */
const unstopped = (context: EntryContext): EntryContext => ({
  ...context,
  settings: { ...context.settings, strategy: { ...context.settings.strategy, direction: 'follow' } },
});
