import { loadSharedJson, loadSharedText } from './shared-data.ts';

/** The entries of one statistic in the shared `reference/stats.json`; none where it is absent. */
export function referenceEntries(statistic: string): readonly Readonly<Record<string, unknown>>[] {
  const file = loadSharedJson('reference/stats.json') as Readonly<
    Record<string, readonly Readonly<Record<string, unknown>>[]>
  > | null;
  return file?.[statistic] ?? [];
}

/** A column of the shared `reference/series.csv`, as long as it is filled; empty where the file is absent. */
export function referenceSeries(name: string): Float64Array {
  const [header = '', ...rows] = (loadSharedText('reference/series.csv') ?? '').trimEnd().split('\n');
  const column = header.split(',').indexOf(name);
  const cells = rows.map((row) => row.split(',')[column]).filter((cell) => cell !== '');
  return Float64Array.from(cells, Number);
}
