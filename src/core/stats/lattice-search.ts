/** A box of the plane, both sides alike: from `from`, `width` wide. */
export interface Square {
  readonly from: number;
  readonly width: number;
}

/**
 * Where a function of two numbers is least, on a lattice: the best of 4 × 4 places spread over a square, then of its eight
 * neighbours for as long as one is better, at half the distance, and so on. Deterministic; of equals the first one met stays.
 *
 * The answer is a place of the lattice, not a number that the last digits of the function move: a function that rounding changes
 * a little has its least value at the very same place, but for ties.
 *
 * @param f a NaN is never less than anything
 * @param square its corners are places
 * @param halvings how often the distance, first a third of the width, is halved
 */
export function latticeSearch(
  f: (u: number, v: number) => number,
  { from, width }: Square,
  halvings: number,
): readonly [u: number, v: number] {
  const to = from + width;
  let step = width / 3;
  let [u, v] = [from, from];
  let least = f(u, v);
  const improve = (tryU: number, tryV: number): boolean => {
    if (tryU < from || tryU > to || tryV < from || tryV > to) return false;
    const value = f(tryU, tryV);
    if (!(value < least)) return false;
    least = value;
    u = tryU;
    v = tryV;
    return true;
  };

  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) improve(from + row * step, from + column * step);
  }
  for (let k = 0; k < halvings; k++) {
    step /= 2;
    // The first better neighbour is taken, and the walk goes on in its direction.
    for (let misses = 0, d = 0; misses < 8;) {
      if (improve(u + DIRECTIONS[d][0] * step, v + DIRECTIONS[d][1] * step)) misses = 0;
      else {
        misses++;
        d = (d + 1) % 8;
      }
    }
  }
  return [u, v];
}

const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
  [1, 1],
  [-1, -1],
  [1, -1],
  [-1, 1],
] as const;
