/** How many unordered pairs there are of so many symbols. */
export const pairCount = (symbols: number): number => (symbols * (symbols - 1)) / 2;

/** The two symbols, by index and a < b, of pair k in the order (0,1), (0,2), …, (1,2), …. */
export function pairOf(k: number, symbols: number): readonly [a: number, b: number] {
  let a = 0;
  let rest = k;
  while (rest >= symbols - 1 - a) {
    rest -= symbols - 1 - a;
    a++;
  }
  return [a, a + 1 + rest];
}
