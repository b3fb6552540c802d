import type { TradeEvent } from '../domain/order.ts';
import { pairSlug, type Pair } from '../domain/pair.ts';
import { isoMinute, type EpochMs } from '../domain/time.ts';

/**
 * The id of the ticket of an event: a function of pair, bar and event alone, and a safe file name.
 * `BTC-USDT_ETH-USDT_2024-03-01T0700Z_ENTER_LONG_SPREAD`
 */
export function ticketId(pair: Pair, bar: EpochMs, event: TradeEvent): string {
  return `${pairSlug(pair)}_${isoMinute(bar).replace(':', '')}_${event}`;
}

const SAMPLE = 'SAMPLE_';

/** The id of a ticket that only shows what one looks like. */
export const sampleId = (id: string): string => `${SAMPLE}${id}`;

export const isSample = ({ id }: { readonly id: string }): boolean => id.startsWith(SAMPLE);
