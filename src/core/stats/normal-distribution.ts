/**
 * Standard normal distribution function: P(Z ≤ z). Relative error below 1e-15 wherever the result is a normal double, far
 * tails included (z = −37 still holds its digits; below −38.5 it is 0). NaN gives NaN, ±∞ gives 1 and 0.
 *
 * Source: rational Chebyshev approximations of W. J. Cody (Math. Comp. 1969), in the form of his ANORM, Algorithm 715
 * (ACM TOMS 1993).
 *
 * For an upper tail take `normalCdf(-z)`, never `1 - normalCdf(z)`.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  const y = Math.abs(z);
  if (y <= 0.66291) {
    const square = z * z;
    return 0.5 + (z * polynomial(CENTRE_TOP, square)) / polynomial(CENTRE_BOTTOM, square);
  }
  const tail = upperTail(y);
  return z > 0 ? 1 - tail : tail;
}

/**
 * Inverse of `normalCdf`: the z below which a share `p` lies. Relative error below 1e-15. 0 and 1 give ∓∞; NaN and what lies
 * outside [0, 1] give NaN. For the upper tail of a small q take `-normalQuantile(q)`, as 1 − q has lost q's digits.
 *
 * Source: PPND16 of M. J. Wichura, Algorithm AS 241 (Applied Statistics 1988).
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(MIDDLE_TOP, r)) / polynomial(MIDDLE_BOTTOM, r);
  }
  const depth = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const z =
    depth <= 5
      ? polynomial(FLANK_TOP, depth - 1.6) / polynomial(FLANK_BOTTOM, depth - 1.6)
      : polynomial(FAR_TOP, depth - 5) / polynomial(FAR_BOTTOM, depth - 5);
  return q < 0 ? -z : z;
}

/** P(Z > y) for y > 0.66291. */
function upperTail(y: number): number {
  if (y > 40) return 0;
  // exp(−y²/2) in two factors, the first of an argument without rounding: y² alone would cost digits in the far tail.
  const coarse = Math.trunc(y * 16) / 16;
  const density = Math.exp(-coarse * coarse * 0.5) * Math.exp(-(y - coarse) * (y + coarse) * 0.5);
  if (y <= Math.sqrt(32)) return (density * polynomial(TAIL_TOP, y)) / polynomial(TAIL_BOTTOM, y);
  const inverseSquare = 1 / (y * y);
  const rest = (inverseSquare * polynomial(FAR_TAIL_TOP, inverseSquare)) / polynomial(FAR_TAIL_BOTTOM, inverseSquare);
  return (density * (1 / Math.sqrt(2 * Math.PI) - rest)) / y;
}

/** Value at x of the polynomial with these coefficients, highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = coefficients[0];
  for (let k = 1; k < coefficients.length; k++) value = value * x + coefficients[k];
  return value;
}

// prettier-ignore
const CENTRE_TOP = [
  0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249,
];
// prettier-ignore
const CENTRE_BOTTOM = [1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956];
// prettier-ignore
const TAIL_TOP = [
  1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226,
  2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218,
];
// prettier-ignore
const TAIL_BOTTOM = [
  1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755, 18615.571640885098091,
  34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
];
// prettier-ignore
const FAR_TAIL_TOP = [
  0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 0.001421619193227893466,
  2.9112874951168792e-5,
];
// prettier-ignore
const FAR_TAIL_BOTTOM = [
  1, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244, 7.29751555083966205e-5,
];
// prettier-ignore
const MIDDLE_TOP = [
  2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
  1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
];
// prettier-ignore
const MIDDLE_BOTTOM = [
  5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
  687.1870074920579083, 42.313330701600911252, 1,
];
// prettier-ignore
const FLANK_TOP = [
  7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
];
// prettier-ignore
const FLANK_BOTTOM = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
  0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
];
// prettier-ignore
const FAR_TOP = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
  0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
];
// prettier-ignore
const FAR_BOTTOM = [
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
  0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
];
