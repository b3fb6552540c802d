import type { TicketLeg } from '../domain/ticket.ts';

/** How far off a quantity may be before it is worth a word: one step of the last decimal of the lot grid, or 1 % when it is unknown. */
export const oneLot = ({ quantity, quantityDecimals }: TicketLeg): number =>
  quantityDecimals === null ? 0.01 * quantity : 10 ** -quantityDecimals;

/** Whether a quantity exceeds a bound by more than the dust of binary sums. */
export const isMore = (value: number, bound: number): boolean => value > bound * (1 + 1e-9);
