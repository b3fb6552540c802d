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
  /** To be called when the context's columns have got other numbers. */
  forget(): void;
}

/** @param context its thresholds and direction are not read */
export function entryTable(context: EntryContext): EntryTable {
  const n = context.candles.ts.length;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  const known = new Uint8Array(n);
  // Following is never refused for being beyond the stop.
  const { settings } = context;
  const strategy = { ...settings.strategy, direction: 'follow' } as const;
  const unstopped: EntryContext = { ...context, settings: { ...settings, strategy } };
  const OPEN = 1;
  const REFUSED = 2;
  return {
    x,
    y,
    isOpen(i) {
      if (known[i] === 0) {
        const size = entrySize(context, i, 'ENTER_LONG_SPREAD');
        const isOpen = size !== null && entryRefusals(unstopped, i, size).length === 0;
        known[i] = isOpen ? OPEN : REFUSED;
        if (size !== null) ({ x: x[i], y: y[i] } = size.quantity);
      }
      return known[i] === OPEN;
    },
    forget() {
      known.fill(0);
    },
  };
}
