import { AppError } from '../core/domain/app-error.ts';
import type { CandleSeries } from '../core/domain/candle.ts';
import type { TableFormat } from '../ports/table-writer.ts';
import { exportBacktest } from '../workflows/export-backtest.ts';
import { exportCandles, exportFeatures } from '../workflows/export-data.ts';
import { exportFills } from '../workflows/export-fills.ts';
import { choosePair } from './choose-pair.ts';
import { openSession, type CommandContext } from './command-context.ts';
import { parseTime } from './parse-time.ts';
import { withRealBook } from './real-book-session.ts';

export interface ExportFlags {
  readonly what: 'candles' | 'features' | 'trades' | 'equity' | 'fills';
  readonly format: TableFormat;
  readonly symbol?: string;
  readonly pair?: string;
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
}

/** `statarb export`: cached candles, a pair's features, a backtest's trades or equity, or the recorded real fills as a table. */
export async function exportData(context: CommandContext, flags: ExportFlags): Promise<number> {
  if (flags.out === undefined && context.output.isJson) {
    throw new AppError(
      'usage',
      '--json needs --out: standard output cannot carry both the table and the JSON document',
    );
  }
  const { config, clock, log } = await openSession(context);
  const { compose, output } = context;
  const target = {
    from: flags.from === undefined ? -Infinity : parseTime('--from', flags.from),
    to: flags.to === undefined ? Infinity : parseTime('--to', flags.to),
    format: flags.format,
    path: flags.out ?? null,
  };
  const pair = choosePair(config.pairs, flags.pair);
  const series = (symbol: string): CandleSeries => ({
    venue: config.exchange.id,
    symbol,
    timeframe: config.timeframe,
  });
  const tables = await compose.tableWriter();
  const cache = await compose.cache(config, log);
  const write = async (): Promise<number> => {
    switch (flags.what) {
      case 'candles': {
        const symbols = flags.symbol === undefined ? [pair.x, pair.y] : [flags.symbol];
        return exportCandles({ cache, tables }, symbols.map(series), target);
      }
      case 'features':
        return exportFeatures({ cache, tables }, { x: series(pair.x), y: series(pair.y) }, config.settings, target);
      case 'fills':
        return withRealBook(context, { isReadOnly: true }, (ports) =>
          exportFills(ports, tables, { ...target, pair: flags.pair ?? null }),
        );
      case 'trades':
      case 'equity': {
        const source = await compose.source(config, clock, log);
        return exportBacktest({ source, funding: null, cache, clock, log }, tables, {
          ...target,
          what: flags.what,
          pair,
          timeframe: config.timeframe,
          settings: config.settings,
          historyBars: config.historyBars,
          closeGraceMs: config.closeGraceSeconds * 1000,
          from: flags.from === undefined ? null : target.from,
          to: flags.to === undefined ? null : target.to,
        });
      }
    }
  };
  const rows = await write();
  output.json({ what: flags.what, format: flags.format, rows, file: target.path });
  if (target.path !== null) output.line(`${String(rows)} rows written to ${target.path}`);
  return 0;
}
