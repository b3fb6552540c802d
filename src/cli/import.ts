import { importCandles } from '../workflows/import-candles.ts';
import { openSession, type CommandContext } from './command-context.ts';
import { recordRevisions } from './record-revisions.ts';

export interface ImportFlags {
  readonly symbol: string;
  readonly exchange?: string;
  readonly prefer?: 'file' | 'cache';
}

/** `statarb import`: candles or funding rates from CSV files into the cache. */
export async function importFiles(
  context: CommandContext,
  paths: readonly string[],
  flags: ImportFlags,
): Promise<number> {
  const session = await openSession(context);
  const { config, log } = session;
  const { compose, output } = context;
  const series = {
    venue: flags.exchange ?? config.exchange.id,
    symbol: flags.symbol,
    timeframe: config.timeframe,
  };
  const result = await importCandles(
    { cache: await compose.cache(config, log), file: await compose.candleFile() },
    { paths, series, prefer: flags.prefer ?? null },
  );
  await recordRevisions(compose, session, result.revisions);
  output.json({
    venue: series.venue,
    symbol: series.symbol,
    files: result.files.map(({ path, report }) => ({
      path,
      format: report.format,
      rows: report.rows,
      kept: report.kept,
      duplicates: report.duplicates,
      rejected: report.rejectedByReason,
      first_rejected: report.rejected,
    })),
    added: result.added,
    unchanged: result.unchanged,
    revised: result.revisions.length,
    kept_cached: result.keptCached,
    funding_rates: result.fundingRates,
  });
  for (const { path, report } of result.files) {
    const rejected = Object.values(report.rejectedByReason).reduce((sum, count) => sum + count, 0);
    output.line(
      `${output.style('bold', path)}  ${report.format}: ${String(report.rows)} rows read, ${String(report.kept)} kept, ` +
        `${String(report.duplicates)} duplicate, ${String(rejected)} rejected`,
    );
    for (const [reason, count] of Object.entries(report.rejectedByReason)) {
      output.line(output.style('yellow', `  ${String(count)} × ${reason}`));
    }
    for (const { line, reason } of report.rejected.slice(0, 5)) {
      output.line(output.style('dim', `  line ${String(line)}: ${reason}`));
    }
  }
  if (result.fundingRates > 0) output.line(`${String(result.fundingRates)} funding rates stored for ${series.symbol}`);
  else {
    output.line(
      `${String(result.added)} bars added to ${series.venue} ${series.symbol}, ${String(result.unchanged)} there already, ` +
        `${String(result.revisions.length)} replaced, ${String(result.keptCached)} kept as cached`,
    );
  }
  return 0;
}
