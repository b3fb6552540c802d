import type { BacktestResult, MeasuredBacktest } from '../core/backtest/backtest-result.ts';
import { metricsJson } from '../core/report/metrics-json.ts';
import { pairName } from '../core/domain/pair.ts';
import { isoUtc } from '../core/domain/time.ts';
import { tradesCsv } from '../core/tickets/journal-csv.ts';
import type { ReportFiles } from '../ports/report-files.ts';
import type { TableWriter } from '../ports/table-writer.ts';

/** Where a backtest's files go; `join` is the machine's way of joining paths. */
export interface BacktestFolders {
  /** Figures: metrics, trades, equity, config, manifest. */
  readonly figures: string;
  /** The HTML report. */
  readonly report: string;
  readonly join: (folder: string, name: string) => string;
}

/** Writes what a backtest leaves behind whatever its verdict. The same result gives the same bytes. */
export async function writeMeasured(
  { files, tables }: { readonly files: ReportFiles; readonly tables: TableWriter },
  measured: MeasuredBacktest,
  configYaml: string,
  { figures, join }: BacktestFolders,
): Promise<void> {
  const { candles, simulation, metrics, manifest } = measured;
  const pair = pairName(measured.pair);
  files.write(join(figures, 'trades.csv'), tradesCsv(simulation.trades.map((trade) => ({ pair, trade }))));
  files.write(join(figures, 'config.yaml'), configYaml);
  files.write(
    join(figures, 'manifest.json'),
    json({
      run_id: manifest.runId,
      pair,
      venue: measured.venue,
      from: isoUtc(metrics.from),
      to: isoUtc(metrics.to),
      config_hash: manifest.configHash,
      code_version: manifest.codeVersion,
      data_hash: manifest.dataHash,
      seed: manifest.seed,
    }),
  );
  await tables.write(
    [
      { name: 'ts', kind: 'time', values: candles.ts.subarray(simulation.from, simulation.to) },
      { name: 'equity', kind: 'number', values: simulation.equity },
    ],
    'parquet',
    join(figures, 'equity.parquet'),
  );
}

/** Writes the rest, once there is a verdict. */
export function writeJudged(
  files: ReportFiles,
  result: BacktestResult,
  html: string,
  { figures, report, join }: BacktestFolders,
): void {
  files.write(join(figures, 'metrics.json'), json(metricsJson(result)));
  files.write(join(report, 'backtest_report.html'), html);
}

const json = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
