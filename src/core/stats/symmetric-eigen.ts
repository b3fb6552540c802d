export interface SymmetricEigen {
  /** Descending. */
  readonly values: Float64Array;
  /** One unit vector for each value. */
  readonly vectors: readonly Float64Array[];
}

/** Sweeps after which a matrix of the sizes met here is diagonal to the last bit. */
const MOST_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations: exact to the last digits for the small matrices it is
 * meant for. NaN anywhere gives NaN everywhere.
 *
 * Source: G. H. Golub & C. F. Van Loan, Matrix Computations, 4th ed., algorithm 8.5.2.
 */
export function symmetricEigen(matrix: readonly Float64Array[]): SymmetricEigen {
  const size = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const vectors = a.map((_, k) => Float64Array.from({ length: size }, (_, j) => (j === k ? 1 : 0)));
  if (a.some((row) => row.some((value) => !Number.isFinite(value)))) {
    return { values: new Float64Array(size).fill(NaN), vectors: vectors.map((vector) => vector.fill(NaN)) };
  }
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let isDiagonal = true;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(a[p][q]) <= 1e-17 * Math.sqrt(Math.abs(a[p][p] * a[q][q]))) continue;
        isDiagonal = false;
        rotate(a, vectors, p, q);
      }
    }
    if (isDiagonal) break;
  }
  const order = a.map((_, k) => k).sort((left, right) => a[right][right] - a[left][left]);
  return { values: Float64Array.from(order, (k) => a[k][k]), vectors: order.map((k) => vectors[k]) };
}

/** Makes a[p][q] zero. The rows of `vectors` turn along. */
function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const tan = Math.sign(tau || 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const cos = 1 / Math.sqrt(1 + tan * tan);
  const sin = tan * cos;
  for (const row of a) turn(row, p, q, cos, sin);
  for (let k = 0; k < a.length; k++) {
    const [up, uq] = [a[p][k], a[q][k]];
    a[p][k] = cos * up - sin * uq;
    a[q][k] = sin * up + cos * uq;
    const [vp, vq] = [vectors[p][k], vectors[q][k]];
    vectors[p][k] = cos * vp - sin * vq;
    vectors[q][k] = sin * vp + cos * vq;
  }
  a[p][q] = a[q][p] = 0;
}

function turn(row: Float64Array, p: number, q: number, cos: number, sin: number): void {
  const [up, uq] = [row[p], row[q]];
  row[p] = cos * up - sin * uq;
  row[q] = sin * up + cos * uq;
}
