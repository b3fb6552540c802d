/** What is worked out for a pair, packed: 45,000 pairs of it are 10 MB, as objects they would be a hundred. */
export const FIGURES = [
  'isSwapped',
  'correlation',
  'statisticBOnA',
  'pBOnA',
  'lagsBOnA',
  'statisticAOnB',
  'pAOnB',
  'lagsAOnB',
  'trace',
  'maxEigen',
  'beta',
  'betaDrift',
  'halfLife',
  'hurst',
  'crossings',
  'entriesPerWeek',
  'winRate',
  'sigma',
  'sigmaInCosts',
  'subWindowShare',
  'heldOutP',
  'heldOutTrades',
  'heldOutWinRate',
  'heldOutNet',
  'heldOutLow',
  'heldOutHigh',
] as const;

/** b on a is the regression of the second symbol on the first; the figures after the tests are of the order that `isSwapped` (1: a on b) says. */
export type Figure = (typeof FIGURES)[number];
export type PairRow = Readonly<Record<Figure, number>>;

export const ROW_LENGTH = FIGURES.length;

export function packRow(row: PairRow, rows: Float64Array, place: number): void {
  FIGURES.forEach((figure, k) => (rows[place * ROW_LENGTH + k] = row[figure]));
}

export function unpackRow(rows: Float64Array, place: number): PairRow {
  const entries = FIGURES.map((figure, k) => [figure, rows[place * ROW_LENGTH + k]] as const);
  return Object.fromEntries(entries) as PairRow;
}
