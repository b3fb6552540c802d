import { join, relative, resolve } from 'node:path';
import { readGridFile } from '../config/grid-file.ts';
import { AppError } from '../core/domain/app-error.ts';
import { pairName } from '../core/domain/pair.ts';
import { sweepJson } from '../core/report/sweep-json.ts';
import { sweepSummary } from '../core/report/sweep-summary.ts';
import { marketName } from '../workflows/trial-names.ts';
import { loadHistory } from '../workflows/load-history.ts';
import { gridSettings, gridWarmUp, runSweep, type SweepProgress } from '../workflows/sweep-run.ts';
import { writeSweep } from '../workflows/write-sweep.ts';
import { choosePair } from './choose-pair.ts';
import { openSession, type CommandContext } from './command-context.ts';
import type { Output } from './output.ts';
import { parseTime } from './parse-time.ts';

export interface SweepFlags {
  readonly grid: string;
  readonly from?: string;
  readonly to?: string;
  readonly pair?: string;
  readonly workers?: string;
  readonly offline: boolean;
  readonly out?: string;
}

/** Stopped by Ctrl-C, what was done by then written. */
const EXIT_INTERRUPTED = 130;

/** `statarb sweep`: many settings on one history, ranked and charged with the search. */
export async function sweep(context: CommandContext, flags: SweepFlags): Promise<number> {
  const { config, clock, log } = await openSession(context);
  const { compose, output } = context;
  const pair = choosePair(config.pairs, flags.pair);
  const workers = flags.workers === undefined ? null : workerCount(flags.workers);
  const settings = gridSettings(config.settings, readGridFile(flags.grid));
  const ports = await compose.backtestPorts(config, clock, log);
  try {
    const history = await loadHistory(ports, {
      pair,
      timeframe: config.timeframe,
      warmUp: gridWarmUp(settings),
      from: flags.from === undefined ? null : parseTime('--from', flags.from),
      to: flags.to === undefined ? null : parseTime('--to', flags.to),
      historyBars: config.historyBars,
      closeGraceMs: config.closeGraceSeconds * 1000,
      isOffline: flags.offline,
      onProgress: ({ symbol, done, total }) => {
        output.progress(symbol, done, total);
      },
    });
    const pool = await compose.sweepPool(history, workers);
    const interrupt = new AbortController();
    const stop = (): void => {
      interrupt.abort();
    };
    process.once('SIGINT', stop);
    const result = await runSweep(
      { pool, ledger: ports.ledger, clock },
      {
        history,
        market: marketName(ports.source.venue, pair, config.timeframe),
        settings,
        signal: interrupt.signal,
        onProgress: progressLine(output),
      },
    ).finally(async () => {
      process.removeListener('SIGINT', stop);
      await pool.close();
    });
    const folder = flags.out === undefined ? join(config.paths.reports, 'sweep') : resolve(flags.out);
    const { ts, barMs } = history.candles;
    await writeSweep(
      { files: ports.files, tables: await compose.tableWriter() },
      result,
      {
        pair: pairName(pair),
        venue: ports.source.venue,
        timeframe: config.timeframe,
        from: ts[history.from],
        to: ts[history.to - 1] + barMs,
      },
      (name) => join(folder, name),
    );
    output.json(sweepJson(result));
    output.line(sweepSummary(result, (name, text) => output.style(name, text)));
    const shown = relative(process.cwd(), folder) || '.';
    output.line(`Report: ${join(shown, 'sweep_report.html')}   all settings: ${join(shown, 'sweep.csv')}`);
    return result.isPartial ? EXIT_INTERRUPTED : 0;
  } finally {
    ports.ledger.close();
  }
}

function progressLine(output: Output): (progress: SweepProgress) => void {
  return ({ done, total, leftMs }) => {
    const seconds = Math.ceil(leftMs / 1000);
    const left = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
    output.progress(`sweep, ${left} left`, done, total);
  };
}

/** @throws AppError `usage` */
function workerCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 256) return count;
  throw new AppError('usage', `--workers ${text} is not a whole number from 1 to 256`);
}
