import { AppError } from '../core/domain/app-error.ts';
import type { Fill, FillEntry, FillLedger } from '../core/domain/fill.ts';
import { skipOf } from '../core/domain/fill.ts';
import { baseOf } from '../core/domain/pair.ts';
import type { Ticket } from '../core/domain/ticket.ts';
import { isoMinute, type EpochMs } from '../core/domain/time.ts';
import { feeFault, priceFault, ticketWarnings } from '../core/fills/fill-faults.ts';
import { namedInstrument } from '../core/fills/instrument.ts';
import type { TripAccount } from '../core/fills/trip-account.ts';
import type { Clock } from '../ports/clock.ts';
import { namedTicket } from './ticket-account.ts';
import type { RealBookPorts } from './real-book.ts';

/** One execution as somebody typed it. */
export interface FillRequest {
  /** The ticket's id, a part of it, or `last`. */
  readonly ticket: string;
  /** The leg's symbol or base, or the instrument that was really traded. */
  readonly leg: string;
  readonly quantity: number;
  readonly price: number;
  readonly feeUsd: number;
  /** Null: now. */
  readonly at: EpochMs | null;
  readonly externalId: string | null;
  /** Takes a price or fee that looks like a slip of the finger. */
  readonly isForced: boolean;
}

/** What a change of a ticket's fills came to. */
export interface FillResult {
  readonly ticket: Ticket;
  /** The fills recorded now; none when they were there already. */
  readonly recorded: readonly Fill[];
  /** The fill voided now, or the one that stood there already under the same id. */
  readonly earlier: Fill | null;
  readonly account: TripAccount;
  readonly ledger: FillLedger;
  readonly warnings: readonly string[];
}

/**
 * Records what was really traded for a ticket. The side is the ticket's. The same external id with the same numbers is
 * the same fill, and adds nothing.
 * @throws AppError `usage` when it cannot be meant: no such ticket or leg, a skipped ticket, an absurd price, a time to come
 */
export function recordFill(ports: RealBookPorts & { readonly clock: Clock }, request: FillRequest): FillResult {
  const { ticket, account } = namedTicket(ports.store, request.ticket);
  const now = ports.clock.now();
  const at = pastTime(request.at ?? now, now);
  const { change, fills, ledger } = ports.fills.record(now, (before) => {
    requirePlaced(ticket, before);
    const named = namedInstrument(ticket, request.leg, (leg) => account(before).legs[leg].holdings);
    if ('fault' in named) throw new AppError('usage', `--leg ${named.fault}`);
    const { action, referencePrice } = ticket.legs[named.leg];
    const { quantity, price, feeUsd, externalId } = request;
    const fill: FillEntry = {
      ...{ ticketId: ticket.id, ...named, action, quantity, price, feeUsd, at },
      ...{ source: 'hand', venue: ticket.venue, externalId },
    };
    if (!request.isForced) requirePlausible(fill, referencePrice);
    const known = externalId === null ? null : knownFill(before, fill, externalId);
    return known === null ? { fills: [fill], known } : { known };
  });
  const after = account(ledger);
  return {
    ticket,
    recorded: fills,
    earlier: change.known,
    account: after,
    ledger,
    warnings: ticketWarnings(ticket, ledger, after),
  };
}

/** @throws AppError `usage` when the time has not come yet */
export function pastTime(at: EpochMs, now: EpochMs): EpochMs {
  if (at <= now) return at;
  throw new AppError('usage', `--at ${isoMinute(at)} lies in the future`);
}

/** @throws AppError `usage` when price or fee look like a slip of the finger */
export function requirePlausible(fill: FillEntry, referencePrice: number): void {
  const fault = priceFault(fill.instrument, fill.price, referencePrice) ?? feeFault(fill);
  if (fault !== null) throw new AppError('usage', `nothing recorded: ${fault}; repeat it with --force if it is right`);
}

function requirePlaced({ id }: Ticket, ledger: FillLedger): void {
  if (skipOf(ledger, id) === null) return;
  throw new AppError('usage', `${id} is marked as not placed: take that back first, statarb skip ${id} --undo`);
}

/** The recorded fill of that id, or null. Voided ones count: what was voided is not brought back by telling it again. */
function knownFill({ fills }: FillLedger, fill: FillEntry, id: string): Fill | null {
  const known = fills.find((one) => one.externalId === id && baseOf(one.instrument) === baseOf(fill.instrument));
  if (known === undefined) return null;
  const isSame =
    known.ticketId === fill.ticketId &&
    known.action === fill.action &&
    known.quantity === fill.quantity &&
    known.price === fill.price;
  if (isSame) return known;
  throw new AppError(
    'usage',
    `--id ${id} is fill ${known.no} of ${known.ticketId} already, with other numbers: correct it with --correct ${known.no}`,
  );
}
