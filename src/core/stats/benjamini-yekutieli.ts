/**
 * q-values: the smallest false-discovery rate at which each test would still be named, whatever the tests' dependence. Tests of
 * pairs that share a leg depend on each other in ways nobody knows, so the plain Benjamini–Hochberg rate does not hold.
 *
 * @param pValues of every test that was run, the failures too; NaN counts as 1
 * @returns q of each, at most 1, in the same order
 *
 * Source: Y. Benjamini & D. Yekutieli, Annals of Statistics 29 (2001), theorem 1.3: q_(k) = min_{j ≥ k} m · (1 + ½ + … + 1/m) · p_(j) / j.
 */
export function benjaminiYekutieli(pValues: Float64Array): Float64Array {
  const tests = pValues.length;
  const p = pValues.map((value) => (Number.isNaN(value) ? 1 : value));
  const order = Uint32Array.from(p, (_, k) => k).sort((a, b) => p[a] - p[b]);
  let harmonic = 0;
  for (let k = 1; k <= tests; k++) harmonic += 1 / k;
  const q = new Float64Array(tests);
  let least = 1;
  for (let k = tests; k >= 1; k--) {
    const test = order[k - 1];
    least = Math.min(least, (tests * harmonic * p[test]) / k);
    q[test] = least;
  }
  return q;
}
