import { AppError } from '../core/domain/app-error.ts';
import { pairName } from '../core/domain/pair.ts';
import type { Ticket } from '../core/domain/ticket.ts';

/**
 * The name of a pair that has tickets, configured still or not.
 * @param text the name, or a part of it that fits one pair alone (letters of either case)
 * @throws AppError `usage`
 */
export function namedPair(tickets: readonly Ticket[], text: string): string {
  const pairs = [...new Set(tickets.map(({ pair }) => pairName(pair)))];
  const near = pairs.filter((pair) => pair.toLowerCase().includes(text.toLowerCase()));
  const fitting = pairs.includes(text) ? [text] : near;
  if (fitting.length === 1) return fitting[0];
  const known = pairs.length === 0 ? 'no pair has a ticket yet' : `pairs with tickets: ${pairs.join(', ')}`;
  throw new AppError(
    'usage',
    `${text} ${fitting.length === 0 ? 'is no pair with tickets' : 'fits several pairs'}; ${known}`,
  );
}
