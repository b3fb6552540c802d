import type { Ticket } from '../domain/ticket.ts';
import type { EpochMs } from '../domain/time.ts';

/** The ticket's times in the zone of its reader: no line when there is none. */
export function localTimes({ timeZone, decidedAt, validUntil }: Ticket): string[] {
  if (timeZone === null) return [];
  return [`Local (${timeZone}): ${localMinute(decidedAt, timeZone)}, valid until ${localMinute(validUntil, timeZone)}`];
}

function localMinute(ts: EpochMs, timeZone: string): string {
  // The Swedish form is year-month-day hour:minute.
  return new Date(ts).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}
