import type { DiscoveryGround, DiscoveryResult, JudgedPair } from '../core/discovery/discovery-result.ts';
import { pairSpread } from '../core/discovery/pair-spread.ts';
import { discoveryReport } from '../core/report/discovery/discovery-report.ts';
import { DISCOVERY_COLUMNS } from '../core/report/discovery/discovery-columns.ts';
import { discoveryJson, discoverySettingsJson } from '../core/report/discovery/discovery-json.ts';
import type { ReportFiles } from '../ports/report-files.ts';
import type { TableColumn, TableFormat, TableWriter } from '../ports/table-writer.ts';
import type { DiscoverOutcome } from './discover-run.ts';

/** Spreads that the page draws. */
const DRAWN_PAIRS = 12;

/**
 * Writes what a discovery leaves behind: `discover_report.html`, `result.json`, `pairs.csv` (every pair) and `manifest.json`. The
 * same result gives the same bytes.
 * @param inFolder path of a file by its name
 */
export async function writeDiscovery(
  { files, tables }: { readonly files: ReportFiles; readonly tables: TableWriter },
  { result, manifest }: DiscoverOutcome,
  ground: DiscoveryGround,
  inFolder: (name: string) => string,
): Promise<void> {
  const series = result.pairs.slice(0, DRAWN_PAIRS).map((judged) => ({
    judged,
    spread: pairSpread(ground, judged),
    formationBars: ground.formationBars,
  }));
  files.write(inFolder('discover_report.html'), discoveryReport(result, series, manifest));
  const json = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
  files.write(inFolder('result.json'), json(discoveryJson(result)));
  await writePairs(tables, result, 'csv', inFolder('pairs.csv'));
  files.write(
    inFolder('manifest.json'),
    json({
      run_id: manifest.runId,
      venue: result.venue,
      timeframe: result.timeframe,
      settings: discoverySettingsJson(result.settings),
      code_version: manifest.codeVersion,
      data_hash: manifest.dataHash,
      seed: manifest.seed,
    }),
  );
}

/** Every pair, one row each, by rank. @param path null for standard output */
export async function writePairs(
  tables: TableWriter,
  result: DiscoveryResult,
  format: TableFormat,
  path: string | null,
): Promise<void> {
  const numbers = DISCOVERY_COLUMNS.map(() => new Float64Array(result.pairsTested));
  const [x, y, rejections]: [string[], string[], string[]] = [[], [], []];
  const confirmed = new Uint8Array(result.pairsTested);
  let row = 0;
  const take = (judged: JudgedPair): void => {
    x.push(judged.pair.x);
    y.push(judged.pair.y);
    rejections.push(judged.rejections.join(' '));
    confirmed[row] = judged.heldOut.isConfirmed ? 1 : 0;
    DISCOVERY_COLUMNS.forEach(({ value }, k) => (numbers[k][row] = value(judged)));
    row++;
  };
  for (const judged of result.everyPair()) take(judged);
  const columns: TableColumn[] = [
    { name: 'rank', kind: 'number', values: Float64Array.from(x, (_, k) => k + 1) },
    { name: 'x', kind: 'text', values: x },
    { name: 'y', kind: 'text', values: y },
    ...DISCOVERY_COLUMNS.map(({ id }, k): TableColumn => ({ name: id, kind: 'number', values: numbers[k] })),
    { name: 'confirmed', kind: 'flag', values: confirmed },
    { name: 'rejections', kind: 'text', values: rejections },
  ];
  await tables.write(columns, format, path);
}
