import { AppError } from '../core/domain/app-error.ts';
import { isoUtc } from '../core/domain/time.ts';
import { exitNote } from '../core/fills/exit-note.ts';
import { accountJson, fillJson } from '../core/fills/pnl-json.ts';
import { filledShares, fillsText, fillWords } from '../core/report/fills-text.ts';
import { eventWords } from '../core/tickets/event-words.ts';
import { correctFill } from '../workflows/correct-fill.ts';
import { recordFill, type FillResult } from '../workflows/record-fill.ts';
import { namedTicket } from '../workflows/ticket-account.ts';
import type { CommandContext } from './command-context.ts';
import type { Output } from './output.ts';
import { parseNote } from './parse-note.ts';
import { parseNumber, parsePositive } from './parse-number.ts';
import { parseTime } from './parse-time.ts';
import { withRealBook } from './real-book-session.ts';
import { wholeNumber } from './whole-number.ts';

export interface FillFlags {
  readonly leg?: string;
  readonly qty?: string;
  readonly price?: string;
  readonly fee?: string;
  readonly at?: string;
  readonly id?: string;
  readonly void?: string;
  readonly correct?: string;
  readonly why?: string;
  readonly force: boolean;
}

/** `statarb fill`: what was really traded for a ticket is recorded, corrected, voided or listed. */
export async function fill(context: CommandContext, ticket: string, flags: FillFlags): Promise<number> {
  requireOnePurpose(flags);
  const numbers = {
    ...(flags.qty === undefined ? {} : { quantity: parsePositive('--qty', flags.qty) }),
    ...(flags.price === undefined ? {} : { price: parsePositive('--price', flags.price) }),
    ...(flags.fee === undefined ? {} : { feeUsd: parseNumber('--fee', flags.fee) }),
    ...(flags.at === undefined ? {} : { at: parseTime('--at', flags.at) }),
  };
  const { leg, force: isForced } = flags;
  const why = parseNote('--why', flags.why);
  if (leg !== undefined) {
    const { quantity, price } = numbers;
    if (quantity === undefined || price === undefined) throw new AppError('usage', '--leg needs --qty and --price');
    const externalId = parseNote('--id', flags.id);
    const result = await withRealBook(context, { isReadOnly: false }, (ports) =>
      recordFill(ports, {
        ...{ ticket, leg, quantity, price, externalId, isForced },
        ...{ feeUsd: numbers.feeUsd ?? 0, at: numbers.at ?? null },
      }),
    );
    const noFee =
      flags.fee === undefined && result.recorded.length > 0 ? ['no --fee was given: recorded as $0.00'] : [];
    return print(context.output, result, noFee);
  }
  const no = flags.void ?? flags.correct;
  if (no === undefined) return list(context, ticket);
  const values = flags.void === undefined ? numbers : null;
  if (values !== null && Object.keys(values).length === 0) {
    throw new AppError('usage', '--correct needs what is to change: --qty, --price, --fee or --at');
  }
  const correction = {
    ticket,
    no: wholeNumber(flags.void === undefined ? '--correct' : '--void', no),
    why,
    values,
    isForced,
  };
  return print(
    context.output,
    await withRealBook(context, { isReadOnly: false }, (ports) => correctFill(ports, correction)),
    [],
  );
}

function requireOnePurpose(flags: FillFlags): void {
  const purposes = [flags.leg, flags.void, flags.correct].filter((flag) => flag !== undefined);
  if (purposes.length > 1) throw new AppError('usage', 'give one of --leg, --void and --correct, not several');
  const numbers = [flags.qty, flags.price, flags.fee, flags.at, flags.id].some((flag) => flag !== undefined);
  if (numbers && (purposes.length === 0 || flags.void !== undefined)) {
    throw new AppError('usage', 'say what is filled: --leg ETH/USDT --qty … --price …, or --correct <fill no>');
  }
  if (flags.id !== undefined && flags.leg === undefined) throw new AppError('usage', '--id goes with --leg only');
}

async function list(context: CommandContext, text: string): Promise<number> {
  const { output } = context;
  return withRealBook(context, { isReadOnly: true }, ({ store, fills }) => {
    const ledger = fills.ledger();
    const { ticket, account } = namedTicket(store, text);
    const trip = account(ledger);
    const own = ledger.fills.filter(({ ticketId }) => ticketId === ticket.id);
    const skips = ledger.skips.filter(({ ticketId }) => ticketId === ticket.id);
    const note = exitNote(ticket, trip);
    output.json({
      ticket: ticket.id,
      note,
      fills: own.map(fillJson),
      skips: skips.map(({ isSkipped, why, at }) => ({ skipped: isSkipped, why, at: isoUtc(at) })),
      trip: accountJson(trip),
    });
    output.line(output.style('bold', ticket.id));
    output.line(`${eventWords(ticket)}  filled: ${filledShares(ticket, own)}`);
    output.line(own.length === 0 ? 'no fill is recorded' : fillsText(own, output.style));
    for (const { isSkipped, why } of skips.slice(-1)) {
      if (isSkipped) output.line(output.style('yellow', `not placed${why === null ? '' : `: ${why}`}`));
    }
    if (note !== null) output.line(note);
    if (trip.remainder !== null) output.line(output.style('yellow', trip.remainder));
    return 0;
  });
}

function print(output: Output, result: FillResult, notes: readonly string[]): number {
  const { ticket, recorded, earlier, account, ledger, warnings } = result;
  const own = ledger.fills.filter(({ ticketId }) => ticketId === ticket.id);
  const said = [...notes, ...warnings];
  output.json({
    ticket: ticket.id,
    recorded: recorded.map(({ no }) => no),
    fills: own.map(fillJson),
    warnings: said,
    trip: accountJson(account),
  });
  output.line(output.style('bold', ticket.id));
  if (earlier !== null) output.line(earlierWords(result));
  for (const one of recorded) output.line(`fill ${String(one.no)} recorded: ${fillWords(one, ticket)}`);
  output.line(`filled: ${filledShares(ticket, own)}`);
  if (account.remainder !== null) output.line(output.style('yellow', account.remainder));
  for (const warning of said) output.line(output.style('yellow', `note: ${warning}`));
  return 0;
}

function earlierWords({ earlier, ledger }: FillResult): string {
  const fill = ledger.fills.find(({ no }) => no === earlier?.no);
  if (fill === undefined) return '';
  return earlier?.voided === null && fill.voided !== null
    ? `fill ${String(fill.no)} voided`
    : `fill ${String(fill.no)} is recorded already under this id${fill.voided === null ? '' : ' (and voided)'}: nothing added`;
}
