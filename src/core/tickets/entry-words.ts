import { isEntry } from '../domain/order.ts';
import type { Ticket } from '../domain/ticket.ts';
import { oddsInWords, recordInWords } from './entry-odds.ts';
import { usd } from './format.ts';
import { verdictInWords } from './verdict-words.ts';

/** What an entry is up against, a line each: its odds, the pair's record and the latest verdict. No line for a closing ticket. */
export function entryInWords({ odds, record, verdict, event }: Ticket): string[] {
  if (!isEntry(event)) return [];
  return [
    ...(odds === null ? [] : [oddsInWords(odds)]),
    ...(record === null ? [] : [recordInWords(record, usd)]),
    verdictInWords(verdict),
  ];
}
