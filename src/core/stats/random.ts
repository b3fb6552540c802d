/** Numbers of 32 bits. */
const RANGE = 2 ** 32;

/**
 * A seeded source of uniform numbers in [0, 1): sfc32 (Chris Doty-Humphrey, PractRand), 2¹²⁸ states. The same seed gives the
 * same numbers on every machine.
 */
export function randomSource(seed: number): () => number {
  let a = seed >>> 0;
  let b = Math.floor(seed / RANGE) >>> 0;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / RANGE;
  };
  // The first outputs still show the seed.
  for (let k = 0; k < 20; k++) next();
  return next;
}

/** One standard normal number from two uniform ones (Box & Muller 1958). Always takes exactly two. */
export function standardNormal(uniform: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
}
