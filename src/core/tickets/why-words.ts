import type { Ticket } from '../domain/ticket.ts';
import { betaShareInWords, changeInWords } from './z-change-words.ts';

/** Why z is where it is, in one line; no line where it is not known. */
export function whyInWords({ change, betaShare, windows }: Pick<Ticket, 'change' | 'betaShare' | 'windows'>): string[] {
  if (change === null) return [];
  const share = betaShareInWords(betaShare, windows.zscore);
  return [share === null ? changeInWords(change) : `${changeInWords(change)}; ${share}`];
}
