import { AppError } from '../core/domain/app-error.ts';
import type { Fill, FillEntry, FillLedger } from '../core/domain/fill.ts';
import type { Ticket } from '../core/domain/ticket.ts';
import type { EpochMs } from '../core/domain/time.ts';
import { ticketWarnings } from '../core/fills/fill-faults.ts';
import type { Clock } from '../ports/clock.ts';
import type { RealBookPorts } from './real-book.ts';
import { pastTime, requirePlausible, type FillResult } from './record-fill.ts';
import { namedTicket } from './ticket-account.ts';

/** A recorded fill that was wrong. */
export interface Correction {
  readonly ticket: string;
  readonly no: number;
  readonly why: string | null;
  /** The numbers that change; null to void the fill and put nothing in its place. */
  readonly values: {
    readonly quantity?: number;
    readonly price?: number;
    readonly feeUsd?: number;
    readonly at?: EpochMs;
  } | null;
  readonly isForced: boolean;
}

/**
 * Voids a fill and, with values, records the right one in the same transaction. Nothing is removed: both stand in the audit trail.
 * @throws AppError `usage` when the ticket has no such fill, it is voided already, or the new numbers are absurd
 */
export function correctFill(ports: RealBookPorts & { readonly clock: Clock }, correction: Correction): FillResult {
  const { ticket, account } = namedTicket(ports.store, correction.ticket);
  const now = ports.clock.now();
  const { values, no, why } = correction;
  const { change, fills, ledger } = ports.fills.record(now, (before) => {
    const wrong = liveFill(before, ticket, no);
    const voids = [{ no, why: why ?? (values === null ? null : 'corrected') }];
    if (values === null) return { voids, wrong };
    const right: FillEntry & { replaces: number } = {
      ...wrong,
      ...values,
      at: pastTime(values.at ?? wrong.at, now),
      source: 'hand',
      // The id stays with the voided fill: an export that holds it is known, and adds nothing.
      externalId: null,
      replaces: no,
    };
    if (!correction.isForced) requirePlausible(right, ticket.legs[right.leg].referencePrice);
    return { voids, wrong, fills: [right] };
  });
  const after = account(ledger);
  return {
    ticket,
    recorded: fills,
    earlier: change.wrong,
    account: after,
    ledger,
    warnings: ticketWarnings(ticket, ledger, after),
  };
}

function liveFill({ fills }: FillLedger, ticket: Ticket, no: number): Fill {
  const fill = fills.find((one) => one.no === no);
  if (fill?.ticketId !== ticket.id) {
    const own = fills.filter(({ ticketId, voided }) => ticketId === ticket.id && voided === null);
    const there = own.length === 0 ? 'none' : own.map((one) => one.no).join(', ');
    throw new AppError('usage', `${ticket.id} has no fill ${no}: its fills are ${there}`);
  }
  if (fill.voided !== null) throw new AppError('usage', `fill ${no} is voided already`);
  return fill;
}
