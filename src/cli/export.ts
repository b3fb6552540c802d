import { AppError } from '../core/domain/app-error.ts';
import type { CandleSeries } from '../core/domain/candle.ts';
import { pairName } from '../core/domain/pair.ts';
import type { TableFormat } from '../ports/table-writer.ts';
import { exportCandles, exportFeatures } from '../workflows/export-data.ts';
import { openSession, type CommandContext } from './command-context.ts';
import { parseTime } from './parse-time.ts';

export interface ExportFlags {
  readonly what: 'candles' | 'features';
  readonly format: TableFormat;
  readonly symbol?: string;
  readonly pair?: string;
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
}

/** `statarb export`: cached candles or a pair's features as a table. */
export async function exportData(context: CommandContext, flags: ExportFlags): Promise<number> {
  if (flags.out === undefined && context.output.isJson) {
    throw new AppError(
      'usage',
      '--json needs --out: standard output cannot carry both the table and the JSON document',
    );
  }
  const { config, log } = await openSession(context);
  const { compose, output } = context;
  const target = {
    from: flags.from === undefined ? -Infinity : parseTime('--from', flags.from),
    to: flags.to === undefined ? Infinity : parseTime('--to', flags.to),
    format: flags.format,
    path: flags.out ?? null,
  };
  const pair = flags.pair === undefined ? config.pairs[0] : config.pairs.find((one) => pairName(one) === flags.pair);
  if (pair === undefined) {
    throw new AppError(
      'usage',
      `--pair ${flags.pair ?? ''} is not configured: ${config.pairs.map(pairName).join(', ')}`,
    );
  }
  const series = (symbol: string): CandleSeries => ({
    venue: config.exchange.id,
    symbol,
    timeframe: config.timeframe,
  });
  const ports = { cache: await compose.cache(config, log), tables: await compose.tableWriter() };
  const rows =
    flags.what === 'candles'
      ? await exportCandles(ports, (flags.symbol === undefined ? [pair.x, pair.y] : [flags.symbol]).map(series), target)
      : await exportFeatures(ports, { x: series(pair.x), y: series(pair.y) }, config.settings, target);
  output.json({ what: flags.what, format: flags.format, rows, file: target.path });
  if (target.path !== null) output.line(`${String(rows)} rows written to ${target.path}`);
  return 0;
}
