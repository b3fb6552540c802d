import type { FillEntry, FillLedger } from '../domain/fill.ts';
import { liveFills } from '../domain/fill.ts';
import { baseOf, LEGS } from '../domain/pair.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isoMinute } from '../domain/time.ts';
import { percent, price as priceText, quantity as quantityText, usd } from '../tickets/format.ts';
import { isMore, oneLot } from './lot.ts';
import type { TripAccount } from './trip-account.ts';

/** A price further from what it should be than this is more likely a slip of the finger than a market. */
const MAX_PRICE_OFF = 0.2;

/** What is odd about a price, or null: typed in, it needs a second word. */
export function priceFault(instrument: string, price: number, reference: number): string | null {
  const off = price / reference - 1;
  if (!(Math.abs(off) > MAX_PRICE_OFF)) return null;
  const side = off > 0 ? 'above' : 'below';
  return `${priceText(price)} for ${instrument} lies ${percent(Math.abs(off))} ${side} ${priceText(reference)}`;
}

/** A fee above this share of what was traded was probably meant to be another number. */
const MAX_FEE_SHARE = 0.05;

/** What is odd about a fee, or null. */
export function feeFault({ feeUsd, quantity, price }: FillEntry): string | null {
  const share = Math.abs(feeUsd) / (quantity * price);
  return share > MAX_FEE_SHARE ? `a fee of ${usd(feeUsd)} is ${percent(share)} of what was traded` : null;
}

/**
 * What a person should look at after fills of a ticket were recorded; none of it is refused.
 * @param account the ticket's round trip, the new fills included
 */
export function ticketWarnings(ticket: Ticket, ledger: FillLedger, account: TripAccount): string[] {
  const fills = liveFills(ledger).filter(({ ticketId }) => ticketId === ticket.id);
  const early = fills.filter(({ at }) => at < ticket.decidedAt).map(({ no }) => `fill ${no}`);
  return [
    ...LEGS.flatMap((leg) => {
      const { action, quantity, quantityDecimals } = ticket.legs[leg];
      const filled = total(fills.filter((fill) => fill.leg === leg && fill.action === action));
      if (!isMore(filled, quantity + oneLot(ticket.legs[leg]))) return [];
      const [have, want] = [filled, quantity].map((value) => quantityText(value, quantityDecimals));
      return [`the ${baseOf(ticket.pair[leg])} leg is overfilled: ${have} of ${want} (${percent(filled / quantity)})`];
    }),
    ...LEGS.flatMap((leg) => {
      const { opened, closed, ticketLeg } = account.legs[leg];
      if (!isMore(closed.quantity, opened.quantity + oneLot(ticketLeg))) return [];
      const [done, held] = [closed.quantity, opened.quantity].map((value) =>
        quantityText(value, ticketLeg.quantityDecimals),
      );
      return [`the ${baseOf(ticketLeg.symbol)} leg is closed by ${done}, but only ${held} was ever opened`];
    }),
    ...(early.length === 0
      ? []
      : [`${early.join(', ')}: earlier than the ticket, which was decided at ${isoMinute(ticket.decidedAt)}`]),
  ];
}

const total = (fills: readonly FillEntry[]): number => fills.reduce((sum, { quantity }) => sum + quantity, 0);
