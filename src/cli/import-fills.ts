import { isoUtc } from '../core/domain/time.ts';
import type { TradeOutcome } from '../core/fills/match-trades.ts';
import { quantity as quantityText, price as priceText, usd } from '../core/tickets/format.ts';
import { importFills, type ImportFillsResult } from '../workflows/import-fills.ts';
import type { CommandContext } from './command-context.ts';
import type { Output } from './output.ts';
import { parseNote } from './parse-note.ts';
import { parsePositive } from './parse-number.ts';
import { withRealBook } from './real-book-session.ts';

export interface ImportFillsFlags {
  readonly exchange?: string;
  readonly within?: string;
  readonly dryRun: boolean;
}

const HOUR_MS = 3_600_000;
/** Rows without a ticket that are listed one by one; `--json` lists them all. */
const MAX_LISTED = 20;

/** `statarb import-fills`: the rows of exchanges' trade exports that belong to tickets. */
export async function importFillFiles(
  context: CommandContext,
  paths: readonly string[],
  flags: ImportFillsFlags,
): Promise<number> {
  const { output } = context;
  const withinMs = flags.within === undefined ? null : parsePositive('--within', flags.within) * HOUR_MS;
  const exchange = parseNote('--exchange', flags.exchange);
  const result = await withRealBook(context, { isReadOnly: flags.dryRun }, async (ports, { config }) =>
    importFills(
      { ...ports, file: await context.compose.tradeFile() },
      { paths, exchange, match: { venue: config.exchange.id, withinMs }, isDryRun: flags.dryRun },
    ),
  );
  print(output, result, flags.dryRun);
  return 0;
}

type Of<Kind extends TradeOutcome['kind']> = Extract<TradeOutcome, { kind: Kind }>;

const ofKind = <Kind extends TradeOutcome['kind']>(outcomes: readonly TradeOutcome[], kind: Kind): Of<Kind>[] =>
  outcomes.filter((outcome): outcome is Of<Kind> => outcome.kind === kind);

function print(output: Output, { files, outcomes, warnings }: ImportFillsResult, isDryRun: boolean): void {
  const [recorded, known, unmatched] = [
    ofKind(outcomes, 'new'),
    ofKind(outcomes, 'known'),
    ofKind(outcomes, 'unmatched'),
  ];
  output.json({
    dry_run: isDryRun,
    files: files.map(({ path, content: { format, trades } }) => ({ path, format, rows: trades.length })),
    recorded: recorded.map(({ trade, fill }) => ({
      file: trade.file,
      line: trade.line,
      ticket: fill.ticketId,
      instrument: fill.instrument,
      action: fill.action,
      quantity: fill.quantity,
      price: fill.price,
      fee_usd: fill.feeUsd,
      at: isoUtc(fill.at),
      external_id: fill.externalId,
    })),
    known: known.map(({ trade, no }) => ({ file: trade.file, line: trade.line, fill: no })),
    unmatched: unmatched.map(({ trade, reason }) => ({ file: trade.file, line: trade.line, reason })),
    warnings,
  });
  for (const { path, content } of files) {
    output.line(`${output.style('bold', path)}  ${content.format}, ${String(content.trades.length)} rows`);
  }
  const done = isDryRun ? 'would be recorded' : 'recorded';
  output.line(
    `${String(recorded.length)} ${done}, ${String(known.length)} there already, ${String(unmatched.length)} of no ticket`,
  );
  for (const { fill } of recorded) {
    output.line(
      `  ${fill.ticketId}  ${fill.action.toUpperCase()} ${quantityText(fill.quantity, null)} ${fill.instrument} ` +
        `at ${priceText(fill.price)}, fee ${usd(fill.feeUsd)}`,
    );
  }
  for (const { trade, reason } of unmatched.slice(0, MAX_LISTED)) {
    output.line(output.style('dim', `  ${trade.file}:${String(trade.line)}: not stored: ${reason}`));
  }
  if (unmatched.length > MAX_LISTED) {
    output.line(output.style('dim', `  and ${String(unmatched.length - MAX_LISTED)} more (--json lists all)`));
  }
  for (const warning of warnings) output.line(output.style('yellow', `note: ${warning}`));
  if (isDryRun) output.line('dry run: nothing was recorded');
}
