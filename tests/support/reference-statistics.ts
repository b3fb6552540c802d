import { loadSharedJson, loadSharedText } from './shared-data.ts';

/** A column of `reference/series.csv` from the shared data. */
export function referenceSeries(name: string): Float64Array {
  const [header = '', ...rows] = (loadSharedText('reference/series.csv') ?? '').trimEnd().split('\n');
  const column = header.split(',').indexOf(name);
  const cells = rows.map((row) => row.split(',')[column] ?? '').filter((cell) => cell !== '');
  return Float64Array.from(cells, Number);
}

/** A list of `reference/stats.json`: what statsmodels and arch say of those columns. */
export const referenceCases = (list: string): readonly unknown[] =>
  (loadSharedJson('reference/stats.json') as Record<string, readonly unknown[]>)[list] ?? [];
