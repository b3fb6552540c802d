import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '../core/domain/app-error.ts';
import { isoMinute } from '../core/domain/time.ts';
import { usd } from '../core/tickets/format.ts';
import { runReplay, type ReplayResult } from '../workflows/replay-run.ts';
import type { CommandContext } from './command-context.ts';
import type { Output } from './output.ts';
import { parseTime } from './parse-time.ts';
import { scanOptions } from './scan-settings.ts';

export interface ReplayFlags {
  readonly from: string;
  readonly to: string;
  readonly keep?: string;
}

/** `statarb replay`: the real scan cycle over cached candles, held against the backtest. A difference is our bug: exit 70. */
export async function replay(context: CommandContext, flags: ReplayFlags): Promise<number> {
  const { compose, output, options } = context;
  const config = await context.config();
  const [from, to] = [parseTime('--from', flags.from), parseTime('--to', flags.to)];
  if (from >= to) throw new AppError('usage', `--from ${isoMinute(from)} is not before --to ${isoMinute(to)}`);
  const kept = flags.keep === undefined ? null : resolve(flags.keep);
  if (kept !== null && existsSync(kept) && readdirSync(kept).length > 0) {
    throw new AppError('usage', `--keep ${kept} is not empty: a replay starts from nothing, name a new folder`);
  }
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'statarb-replay-'));
  try {
    // Thousands of scans: what each of them logs is wanted only when asked for.
    const log = await compose.logger(config, options.logLevel === 'info' ? 'silent' : options.logLevel);
    const ports = await compose.replayPorts(config, folder, log);
    try {
      const result = await runReplay(ports, {
        ...scanOptions(config),
        from,
        to,
        rules: ports.rules,
        onProgress: (done, total) => {
          output.progress('bars', done, total);
        },
      });
      output.json({ ...result, folder: kept });
      printReplay(output, result, kept);
      return result.differences.length === 0 ? 0 : 70;
    } finally {
      ports.store.close();
    }
  } finally {
    if (kept === null) rmSync(folder, { recursive: true, force: true });
  }
}

function printReplay(output: Output, result: ReplayResult, kept: string | null): void {
  const { cycles, outages, tickets, pairs, differences } = result;
  output.line(`${String(cycles)} scans from ${result.from} to ${result.to}, ${String(tickets)} tickets`);
  if (outages > 0) {
    output.line(`${String(outages)} of them lacked their newest bar in the cache, decided nothing, and were caught up`);
  }
  for (const { pair, trades, net } of pairs) {
    output.line(`${output.style('bold', pair)}  ${String(trades)} closed trades, net ${usd(net)}`);
  }
  if (kept !== null) output.line(`Database and tickets: ${kept}`);
  const first = differences.at(0);
  if (first === undefined) {
    output.line(
      'The scans and the backtest agree to the last bit: trades, prices, quantities, costs, times, refusals.',
    );
  } else {
    output.error(`the scans differ from the backtest (${String(differences.length)} differences); the first: ${first}`);
  }
}
