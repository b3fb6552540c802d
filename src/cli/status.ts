import { pairName } from '../core/domain/pair.ts';
import type { Position } from '../core/domain/position.ts';
import type { BacktestVerdict } from '../core/domain/ticket.ts';
import { isoMinute, isoUtc } from '../core/domain/time.ts';
import { realPositionJson } from '../core/fills/pnl-json.ts';
import { holdingWords, type RealPosition } from '../core/fills/real-position.ts';
import { recordInWords } from '../core/tickets/entry-odds.ts';
import { healthJson } from '../core/tickets/health-json.ts';
import { healthInWords } from '../core/tickets/health-words.ts';
import { usd } from '../core/tickets/format.ts';
import { verdictInWords } from '../core/tickets/verdict-words.ts';
import type { MessageContent } from '../ports/cycle-store.ts';
import { realPositionsOf } from '../workflows/real-book.ts';
import { pairStanding } from '../workflows/pair-standing.ts';
import { decisionJson } from '../workflows/scan-report.ts';
import { openSession, type CommandContext } from './command-context.ts';
import { decisionLine } from './print-decisions.ts';
import { standingOptions } from './scan-settings.ts';

/** `statarb status`: where each pair stands. */
export async function status(context: CommandContext): Promise<number> {
  const { config, log } = await openSession(context);
  const { compose, output } = context;
  const store = await compose.existingStore(config);
  if (store === null) {
    output.json({ pairs: [], pending: [], last_run: null });
    output.line('no cycle has run yet: start `statarb scan`');
    return 0;
  }
  const fills = await compose.fillBook(config, { isReadOnly: true });
  try {
    const real = fills === null ? new Map<string, RealPosition>() : realPositionsOf({ store, fills });
    const standings = config.pairs.map(async (pair) => ({
      pair: pairName(pair),
      ...(await pairStanding({ store, log, verdictOf: compose.verdictOf(config) }, pair, standingOptions(config))),
    }));
    const pairs = await Promise.all(standings);
    const pending = store.undelivered();
    const run = store.runs(1).at(0);
    output.json({
      pairs: pairs.map(({ pair, state, ...standing }) => ({
        pair,
        position: state?.position ?? 'flat',
        bar: state === null ? null : isoUtc(state.lastDecision.bar),
        decision: state === null ? null : decisionJson(state.lastDecision),
        health: state?.lastDecision.why?.health === undefined ? null : healthJson(state.lastDecision.why.health),
        open: state?.book.position == null ? null : openPosition(state.book.position),
        cash: state?.book.cash ?? config.settings.risk.accountUsd,
        real: realJson(real.get(pair)),
        next_decision: standing.nextDecisionAt === null ? null : isoUtc(standing.nextDecisionAt),
        open_pnl: standing.openPnl,
        equity: standing.equityUsd,
        record: { trades: standing.record.trades, winners: standing.record.winners, net: standing.record.netUsd },
        verdict: standing.verdict === null ? null : verdictJson(standing.verdict),
      })),
      pending: pending.map((row) => ({
        ticket: row.content.kind === 'ticket' ? row.content.ticket.id : null,
        message: contentName(row.content),
        channel: row.channel,
        attempts: row.attempts,
        last_error: row.lastError,
      })),
      last_run: run === undefined ? null : { run_id: run.runId, now: isoUtc(run.now), exit_code: run.exitCode },
    });
    for (const { pair, state, nextDecisionAt, ...standing } of pairs) {
      output.line(`${output.style('bold', pair)}  ${state?.position.replace('_', ' ') ?? 'never decided'}`);
      if (state === null) continue;
      output.line(`  last   ${decisionLine(output, decisionJson(state.lastDecision))}`);
      healthInWords(state.lastDecision.why?.health).forEach((line, i) => {
        output.line(`  ${i === 0 ? 'health' : '      '} ${line.replace('Health ', '')}`);
      });
      if (nextDecisionAt !== null) output.line(`  next   ${isoMinute(nextDecisionAt)}, when the next bar is closed`);
      const open = state.book.position;
      if (open !== null) {
        output.line(
          `  open   since ${isoMinute(open.filledOn)}, entered at z ${open.entry.z.toFixed(2)}, P&L ${usd(standing.openPnl ?? NaN)} before the costs of closing`,
        );
      }
      if (state.book.pending !== null) {
        output.line(
          `  order  ${state.book.pending.event} decided on ${isoMinute(state.book.pending.decidedOn)}, fills at the next open`,
        );
      }
      output.line(
        `  paper  cash ${usd(state.book.cash)}, worth ${usd(standing.equityUsd)}${state.book.isRuined ? output.style('red', ' ruined: no more trades') : ''}`,
      );
      output.line(`         ${recordInWords(standing.record, usd)}`);
      output.line(
        `  test   ${output.style(standing.verdict?.level === 'NOT TRADEABLE' ? 'red' : 'dim', verdictInWords(standing.verdict))}`,
      );
      for (const line of realLines(real.get(pair))) output.line(line);
    }
    if (run !== undefined)
      output.line(`last run ${run.runId} at ${isoMinute(run.now)}, exit code ${String(run.exitCode)}`);
    output.line(pending.length === 0 ? 'nothing waits for delivery' : `${String(pending.length)} deliveries pending:`);
    for (const row of pending) {
      output.line(
        `  ${contentName(row.content)} → ${row.channel}, ${String(row.attempts)} tries${row.lastError === null ? '' : `, ${row.lastError}`}`,
      );
    }
    return 0;
  } finally {
    fills?.close();
    store.close();
  }
}

const contentName = (content: MessageContent): string =>
  content.kind === 'ticket' ? content.ticket.id : content.notice.title;

const realJson = (position: RealPosition | undefined) => (position === undefined ? null : realPositionJson(position));

/** What the recorded fills say, beside the paper lines; nothing where nobody has recorded anything and nothing is open. */
function realLines(position: RealPosition | undefined): string[] {
  if (position === undefined) return [];
  const { state, holdings, since, netUsd, unrealisedUsd, remainder, beside } = position;
  const held =
    state === 'open'
      ? `${holdingWords(holdings)} since ${isoMinute(since)}, P&L ${usd(netUsd)} (open ${usd(unrealisedUsd)}, fees included)`
      : 'flat';
  const words = [...(state === 'none' ? [] : [held]), ...[remainder, beside].filter((one) => one !== null)];
  return words.map((line, i) => `  ${i === 0 ? 'real ' : '     '}  ${line}`);
}

function verdictJson({ level, sentence, from, to, isSameSettings }: BacktestVerdict) {
  return { level, sentence, from: isoUtc(from), to: isoUtc(to), same_settings: isSameSettings };
}

function openPosition(position: Position) {
  return {
    side: position.side,
    entry_bar: isoUtc(position.entry.decidedOn),
    filled: isoUtc(position.filledOn),
    z_entry: position.entry.z,
    beta: position.entry.beta,
    qty_x: position.fills.x.quantity,
    qty_y: position.fills.y.quantity,
    entry_x: position.fills.x.price,
    entry_y: position.fills.y.price,
    funding: position.fundingUsd,
  };
}
