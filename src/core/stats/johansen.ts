import { symmetricEigen } from './symmetric-eigen.ts';
import { JOHANSEN_MAX_EIGEN, JOHANSEN_TRACE } from './johansen-tables.ts';
import type { CriticalValues } from './test-result.ts';

/** −1: no deterministic term; 0: a constant; 1: a constant and a trend. */
export type Deterministic = -1 | 0 | 1;

/** The test of at most `rank` cointegrating relations. */
export interface RankTest {
  readonly rank: number;
  readonly trace: number;
  readonly traceCritical: CriticalValues;
  readonly maxEigen: number;
  readonly maxEigenCritical: CriticalValues;
}

export interface Johansen {
  /** Descending. */
  readonly eigenvalues: Float64Array;
  /** The cointegrating vector of each eigenvalue, one weight a series, scaled so that it gives its relation variance 1. */
  readonly eigenvectors: readonly Float64Array[];
  /** For rank 0, 1, …: the null hypothesis is that there are no more relations than that. */
  readonly ranks: readonly RankTest[];
  readonly observations: number;
}

/**
 * Johansen's test of the number of cointegrating relations between series, with trace and largest-eigenvalue statistics.
 *
 * With a constant (0) the tables are those of series that drift. Prices hardly do, and two driftless random walks then pass the
 * 5 % line of the trace statistic in 13 % of cases: hold it against its own null distribution rather than against the table.
 *
 * @param series 2 to 12 of equal length, such as log prices
 * @param options `lags`: lagged differences in the model
 * @returns NaN throughout when the series are collinear, one never moves or a value is NaN
 * @throws RangeError when lengths differ, or are too short for the lags
 *
 * Source: S. Johansen, Econometrica 59 (1991); critical values of J. G. MacKinnon, A. Haug & L. Michelis (1996), from the tables of
 * J. P. LeSage's toolbox. The numbers are statsmodels' `coint_johansen`.
 */
export function johansen(
  series: readonly Float64Array[],
  { deterministic, lags }: { readonly deterministic: Deterministic; readonly lags: number },
): Johansen {
  const count = series.length;
  const n = series[0]?.length ?? 0;
  const observations = n - 1 - lags;
  if (count < 2 || count > 12) throw new RangeError(`Johansen's tables know 2 to 12 series, not ${count}`);
  if (series.some(({ length }) => length !== n)) throw new RangeError('the series differ in length');
  if (!Number.isInteger(lags) || lags < 0 || observations <= count * (lags + 1) + 1) {
    throw new RangeError(`${n} values are too few for ${lags} lags of ${count} series`);
  }
  const levels = series.map((values) => detrended(values, deterministic));
  const columns: Float64Array[] = [];
  const moves = levels.map(movesOf);
  for (let lag = 1; lag <= lags; lag++) {
    for (const move of moves) columns.push(move.subarray(lags + 1 - lag, n - lag));
  }
  for (const move of moves) columns.push(move.subarray(lags + 1));
  for (const level of levels) columns.push(level.subarray(1, n - lags));
  // What the lagged moves leave of the moves and of the levels: their products after as many steps of Cholesky.
  const rest = products(columns, deterministic >= 0);
  eliminate(rest, count * lags);
  return solved(rest, count, count * lags, observations, deterministic);
}

/** Taken relative to its mean, or to its least-squares line. */
function detrended(values: Float64Array, deterministic: Deterministic): Float64Array {
  if (deterministic < 0) return values;
  const n = values.length;
  const middle = (n - 1) / 2;
  let [sum, lean] = [0, 0];
  for (let t = 0; t < n; t++) {
    sum += values[t] - values[0];
    lean += (t - middle) * (values[t] - values[0]);
  }
  const mean = values[0] + sum / n;
  const slope = deterministic === 1 ? (12 * lean) / (n * (n * n - 1)) : 0;
  const out = new Float64Array(n);
  for (let t = 0; t < n; t++) out[t] = values[t] - mean - slope * (t - middle);
  return out;
}

/** The first is 0. */
function movesOf(level: Float64Array): Float64Array {
  const out = new Float64Array(level.length);
  for (let t = 1; t < level.length; t++) out[t] = level[t] - level[t - 1];
  return out;
}

/** Cross products of the columns, around their means when there is a constant. */
function products(columns: readonly Float64Array[], isCentred: boolean): Float64Array[] {
  const size = columns.length;
  const length = columns[0].length;
  const centred = isCentred ? columns.map(aroundMean) : columns;
  const out = centred.map(() => new Float64Array(size));
  for (let a = 0; a < size; a++) {
    const left = centred[a];
    for (let b = 0; b <= a; b++) {
      const right = centred[b];
      let sum = 0;
      for (let t = 0; t < length; t++) sum += left[t] * right[t];
      out[a][b] = out[b][a] = sum;
    }
  }
  return out;
}

function aroundMean(column: Float64Array): Float64Array {
  const out = new Float64Array(column.length);
  let sum = 0;
  for (let t = 0; t < column.length; t++) sum += column[t];
  const mean = sum / column.length;
  for (let t = 0; t < column.length; t++) out[t] = column[t] - mean;
  return out;
}

/** Takes the first `steps` columns out of the others, in place. */
function eliminate(matrix: readonly Float64Array[], steps: number): void {
  const size = matrix.length;
  for (let k = 0; k < steps; k++) {
    for (let a = k + 1; a < size; a++) {
      const share = matrix[a][k] / matrix[k][k];
      for (let b = k + 1; b < size; b++) matrix[a][b] -= share * matrix[k][b];
    }
  }
}

/** Eigenvalues of S_kk⁻¹ S_k0 S_00⁻¹ S_0k by way of a symmetric problem. @param at where the moves begin; the levels follow */
function solved(
  rest: readonly Float64Array[],
  count: number,
  at: number,
  observations: number,
  deterministic: Deterministic,
): Johansen {
  const block = (row: number, column: number): Float64Array[] =>
    Array.from({ length: count }, (_, a) =>
      Float64Array.from({ length: count }, (_, b) => rest[at + row + a][at + column + b] / observations),
    );
  const moves = cholesky(block(0, 0));
  const level = cholesky(block(count, count));
  // half = L_kk⁻¹ S_k0 L_00⁻ᵀ, so that half · halfᵀ has the eigenvalues wanted.
  const mixed = block(count, 0);
  const left = columnsOf(mixed).map((column) => solveLower(level, column));
  const half = columnsOf(left).map((row) => solveLower(moves, row));
  const square = half.map((row) => Float64Array.from(half, (other) => dot(row, other)));
  const { values, vectors } = symmetricEigen(square);
  const ranks = Array.from({ length: count }, (_, rank): RankTest => {
    let trace = 0;
    for (let k = rank; k < count; k++) trace -= observations * Math.log(1 - values[k]);
    return {
      rank,
      trace,
      traceCritical: critical(JOHANSEN_TRACE, deterministic, count - rank),
      maxEigen: -observations * Math.log(1 - values[rank]),
      maxEigenCritical: critical(JOHANSEN_MAX_EIGEN, deterministic, count - rank),
    };
  });
  return { eigenvalues: values, eigenvectors: vectors.map((vector) => solveUpper(level, vector)), ranks, observations };
}

function critical(table: typeof JOHANSEN_TRACE, deterministic: Deterministic, left: number): CriticalValues {
  const [at10, at5, at1] = table[deterministic][left - 1];
  return { at1, at5, at10 };
}

/** Lower factor; NaN throughout when the matrix is not positive definite. */
function cholesky(matrix: readonly Float64Array[]): Float64Array[] {
  const size = matrix.length;
  const factor = matrix.map(() => new Float64Array(size));
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let left = matrix[a][b];
      for (let k = 0; k < b; k++) left -= factor[a][k] * factor[b][k];
      if (b < a) factor[a][b] = left / factor[b][b];
      else factor[a][a] = left > 1e-14 * matrix[a][a] ? Math.sqrt(left) : NaN;
    }
  }
  return factor;
}

function solveLower(factor: readonly Float64Array[], right: Float64Array): Float64Array {
  const out = Float64Array.from(right);
  for (let a = 0; a < out.length; a++) {
    for (let k = 0; k < a; k++) out[a] -= factor[a][k] * out[k];
    out[a] /= factor[a][a];
  }
  return out;
}

function solveUpper(factor: readonly Float64Array[], right: Float64Array): Float64Array {
  const out = Float64Array.from(right);
  for (let a = out.length - 1; a >= 0; a--) {
    for (let k = a + 1; k < out.length; k++) out[a] -= factor[k][a] * out[k];
    out[a] /= factor[a][a];
  }
  return out;
}

const columnsOf = (matrix: readonly Float64Array[]): Float64Array[] =>
  matrix.map((_, column) => Float64Array.from(matrix, (row) => row[column]));

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
