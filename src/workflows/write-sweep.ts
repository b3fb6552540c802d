import { GRID_AXES } from '../core/backtest/heat-map.ts';
import type { SweepResult } from '../core/backtest/sweep-result.ts';
import { isoUtc } from '../core/domain/time.ts';
import { settingPlace, SWEEP_FIGURES } from '../core/report/sweep-columns.ts';
import { sweepJson } from '../core/report/sweep-json.ts';
import { sweepReport, type SweepSubject } from '../core/report/sweep-report.ts';
import type { ReportFiles } from '../ports/report-files.ts';
import type { TableColumn, TableWriter } from '../ports/table-writer.ts';

/**
 * Writes what a sweep leaves behind, one row a setting, best first: `sweep.csv`, `sweep.parquet`, `sweep.json` and
 * `sweep_report.html`. The same result gives the same bytes.
 * @param inFolder path of a file by its name
 */
export async function writeSweep(
  { files, tables }: { readonly files: ReportFiles; readonly tables: TableWriter },
  result: SweepResult,
  subject: SweepSubject,
  inFolder: (name: string) => string,
): Promise<void> {
  const { ranking, isPartial } = result;
  const places = ranking.map(settingPlace);
  const columns: TableColumn[] = [
    { name: 'rank', kind: 'number', values: Float64Array.from(ranking, (_, index) => index + 1) },
    ...GRID_AXES.map((axis): TableColumn => {
      const values = places.map((place) => place[axis]);
      if (axis === 'model' || axis === 'direction') return { name: axis, kind: 'text', values: values.map(String) };
      // A setting that follows has no stop.
      const numbers = values.map((value) => (typeof value === 'number' ? value : NaN));
      return { name: axis, kind: 'number', values: Float64Array.from(numbers) };
    }),
    ...SWEEP_FIGURES.map(({ id, value }): TableColumn => ({
      name: id,
      kind: 'number',
      values: Float64Array.from(ranking, ({ figures }) => value(figures)),
    })),
    {
      name: 'ruined_at',
      kind: 'text',
      values: ranking.map(({ figures: { ruinedAt } }) => (ruinedAt === null ? '' : isoUtc(ruinedAt))),
    },
    { name: 'partial', kind: 'flag', values: Uint8Array.from(ranking, () => (isPartial ? 1 : 0)) },
  ];
  await tables.write(columns, 'csv', inFolder('sweep.csv'));
  await tables.write(columns, 'parquet', inFolder('sweep.parquet'));
  files.write(inFolder('sweep.json'), `${JSON.stringify(sweepJson(result), null, 2)}\n`);
  files.write(inFolder('sweep_report.html'), sweepReport(result, subject));
}
