import type { LagChoice, Trend } from './test-result.ts';

/** What the regression of a Dickey–Fuller test comes to. */
export interface UnitRootRegression {
  /** t-statistic of the lagged level; NaN when it is not determined. */
  readonly statistic: number;
  readonly lags: number;
  readonly observations: number;
}

/** @throws RangeError when the series is too short for the lags asked for */
export type UnitRootTester = (series: Float64Array, trend: Trend, lags: LagChoice) => UnitRootRegression;

/** 95 % quantile of the normal distribution: a last lag below it is left out by the t-stat rule. */
const LAST_LAG_T = 1.6448536269514722;

/**
 * Regressions Δs_t = (trend) + γ s_{t−1} + Σ_j δ_j Δs_{t−j} + ε by their cross products, one series after the other in the same
 * memory. n bars and m lags take m + 3 passes over the bars: the products of lags i + 1 and j + 1 are those of i and j but for
 * two terms at the edges. Columns of one Cholesky factor give the sum of squares of every number of lags at once.
 *
 * Lags are chosen on the sample that the longest leaves, then the regression is run on all bars that its own lags leave, as
 * statsmodels' `adfuller` does. Ties go to fewer lags. NaN in the series gives NaN.
 */
export function unitRootTester(): UnitRootTester {
  const desk = new LagProducts();
  return (series, trend, lags) => {
    const most = mostLags(series.length, trend);
    if (most < 0) throw new RangeError(`${series.length} values are too few for a unit-root regression`);
    desk.read(series, trend);
    if ('fixed' in lags) return desk.regress(requireLags(lags.fixed, most));
    const longest =
      lags.maxLag === undefined ? Math.min(schwertLags(series.length), most) : requireLags(lags.maxLag, most);
    return desk.regress(desk.choose(longest, lags.criterion));
  };
}

/** Schwert's rule for the longest lag: 12 · (n/100)^¼, rounded up. */
export const schwertLags = (n: number): number => Math.ceil(12 * (n / 100) ** 0.25);

/** The lags that leave more observations than coefficients. */
const mostLags = (n: number, trend: Trend): number => Math.floor(n / 2) - trendTerms(trend) - 1;

const trendTerms = (trend: Trend): number => (trend === 'n' ? 0 : trend.length);

function requireLags(lags: number, most: number): number {
  if (Number.isInteger(lags) && lags >= 0 && lags <= most) return lags;
  throw new RangeError(`a lag must be a whole number from 0 to ${most}, not ${lags}`);
}

class LagProducts {
  #n = 0;
  #trend: Trend = 'c';
  /** s_t, relative to the first value where a constant stands in the regression, and Δs_t (from index 1). */
  #level = new Float64Array(0);
  #move = new Float64Array(0);
  /** Products of Δs_{t−i} and Δs_{t−j}, of s_{t−1} and Δs_{t−j}, and the factor. */
  #moves = new Float64Array(0);
  #mixed = new Float64Array(0);
  #factor = new Float64Array(0);
  #levelSquare = 0;
  #lags = 0;

  read(series: Float64Array, trend: Trend): void {
    const n = series.length;
    if (this.#level.length < n) {
      this.#level = new Float64Array(n);
      this.#move = new Float64Array(n);
    }
    const level = this.#level;
    const move = this.#move;
    const base = trend === 'n' ? 0 : series[0];
    for (let t = 0; t < n; t++) level[t] = series[t] - base;
    for (let t = 1; t < n; t++) move[t] = series[t] - series[t - 1];
    this.#n = n;
    this.#trend = trend;
  }

  choose(longest: number, criterion: 'aic' | 'bic' | 't-stat'): number {
    this.#multiply(longest);
    const size = longest + 2;
    // The level first, so that leaving lags out is leaving columns out.
    const factor = this.#factorOf(size, (k) => (k === 0 ? -1 : k === size - 1 ? 0 : k));
    const observations = this.#n - 1 - longest;
    const row = (size - 1) * size;
    const terms = trendTerms(this.#trend) + 1;
    let squares = this.#moves[0] - factor[row] ** 2;
    let best = 0;
    let least = Infinity;
    for (let lags = 0; lags <= longest; lags++) {
      if (lags > 0) squares -= factor[row + lags] ** 2;
      const coefficients = lags + terms;
      if (criterion === 't-stat') {
        const t = factor[row + lags] / Math.sqrt(squares / (observations - coefficients));
        if (Math.abs(t) >= LAST_LAG_T) best = lags;
        continue;
      }
      const penalty = criterion === 'aic' ? 2 : Math.log(observations);
      const value = observations * Math.log(squares / observations) + penalty * coefficients;
      if (value < least) {
        least = value;
        best = lags;
      }
    }
    return best;
  }

  regress(lags: number): UnitRootRegression {
    this.#multiply(lags);
    const size = lags + 2;
    // The level last before Δs_t: its t-statistic needs no other coefficient.
    const factor = this.#factorOf(size, (k) => (k === size - 1 ? 0 : k === lags ? -1 : k + 1));
    const observations = this.#n - 1 - lags;
    const row = (size - 1) * size;
    let squares = this.#moves[0];
    for (let k = 0; k <= lags; k++) squares -= factor[row + k] ** 2;
    const freedom = observations - lags - 1 - trendTerms(this.#trend);
    // Below this share of Δs the rest is rounding: the lags explain everything.
    const isExact = !(squares > 1e-14 * this.#moves[0]);
    const statistic = isExact ? NaN : factor[row + lags] / Math.sqrt(squares / freedom);
    return { statistic, lags, observations };
  }

  /** All products over t = lags + 1 … n − 1, the trend's terms projected out. */
  #multiply(lags: number): void {
    const [n, level, move, size] = [this.#n, this.#level, this.#move, lags + 1];
    const first = size;
    if (this.#moves.length < size * size) {
      this.#moves = new Float64Array(size * size);
      this.#mixed = new Float64Array(size);
      this.#factor = new Float64Array((size + 1) ** 2);
    }
    const [moves, mixed] = [this.#moves, this.#mixed];
    this.#lags = lags;

    firstRow(move, first, n, lags, moves);
    for (let i = 0; i < lags; i++) {
      for (let j = i; j < lags; j++) {
        moves[(i + 1) * size + j + 1] =
          moves[i * size + j] + move[lags - i] * move[lags - j] - move[n - 1 - i] * move[n - 1 - j];
      }
    }
    let [square, product, sum, lean] = [0, 0, 0, 0];
    const middle = (first + n - 1) / 2;
    for (let t = first; t < n; t++) {
      const before = level[t - 1];
      square += before * before;
      product += before * move[t];
      sum += before;
      lean += (t - middle) * before;
    }
    mixed[0] = product;
    for (let j = 0; j < lags; j++) {
      mixed[j + 1] = mixed[j] + level[lags - 1] * move[lags - j] - level[n - 2] * move[n - 1 - j] + moves[size + j + 1];
    }
    this.#levelSquare = square;
    if (this.#trend !== 'n') this.#project(sum, 1 / (n - first), (j) => level[n - 1 - j] - level[lags - j]);
    if (this.#trend === 'ct') this.#projectTrend(lean, first);
  }

  #projectTrend(lean: number, first: number): void {
    const [n, move, lags] = [this.#n, this.#move, this.#lags];
    const observations = n - first;
    const middle = (first + n - 1) / 2;
    const leans = new Float64Array(lags + 1);
    for (let t = first; t < n; t++) leans[0] += (t - middle) * move[t];
    for (let j = 0; j < lags; j++) {
      const sum = this.#level[n - 1 - j] - this.#level[lags - j];
      leans[j + 1] = leans[j] + sum + (first - middle) * move[lags - j] - (n - middle) * move[n - 1 - j];
    }
    this.#project(lean, 12 / (observations * (observations * observations - 1)), (j) => leans[j]);
  }

  /** Takes the part along one more regressor out of all products, given each one's product with it and 1 ÷ its square. */
  #project(withLevel: number, inverse: number, withMove: (lag: number) => number): void {
    const [size, moves, mixed] = [this.#lags + 1, this.#moves, this.#mixed];
    for (let i = 0; i < size; i++) {
      const share = withMove(i) * inverse;
      for (let j = i; j < size; j++) moves[i * size + j] -= share * withMove(j);
      mixed[i] -= share * withLevel;
    }
    this.#levelSquare -= withLevel * withLevel * inverse;
  }

  /**
   * Cholesky factor, lower, row by row, of the products of the columns in this order.
   * @param column which stands at place k: the lag of a Δs, or −1 for the level
   */
  #factorOf(size: number, column: (k: number) => number): Float64Array {
    const factor = this.#factor;
    for (let r = 0; r < size; r++) {
      for (let c = 0; c <= r; c++) {
        let rest = this.#product(column(r), column(c));
        const whole = rest;
        for (let k = 0; k < c; k++) rest -= factor[r * size + k] * factor[c * size + k];
        if (c < r) {
          const pivot = factor[c * size + c];
          factor[r * size + c] = pivot > 0 ? rest / pivot : 0;
        } else {
          // A column that the ones before it explain adds nothing.
          factor[r * size + r] = rest > 1e-14 * whole ? Math.sqrt(rest) : Number.isNaN(rest) ? NaN : 0;
        }
      }
    }
    return factor;
  }

  #product(a: number, b: number): number {
    if (a < 0) return b < 0 ? this.#levelSquare : this.#mixed[b];
    if (b < 0) return this.#mixed[a];
    return this.#moves[Math.min(a, b) * (this.#lags + 1) + Math.max(a, b)];
  }
}

/** Sums of Δs_t Δs_{t−j} over t = first … n − 1 for j = 0 … lags, four lags a pass. */
function firstRow(move: Float64Array, first: number, n: number, lags: number, out: Float64Array): void {
  let j = 0;
  for (; j + 3 <= lags; j += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let t = first; t < n; t++) {
      const now = move[t];
      a += now * move[t - j];
      b += now * move[t - j - 1];
      c += now * move[t - j - 2];
      d += now * move[t - j - 3];
    }
    out[j] = a;
    out[j + 1] = b;
    out[j + 2] = c;
    out[j + 3] = d;
  }
  for (; j <= lags; j++) {
    let a = 0;
    for (let t = first; t < n; t++) a += move[t] * move[t - j];
    out[j] = a;
  }
}
