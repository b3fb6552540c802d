/** Numbers that any language makes to the bit: a 31-bit linear congruential generator, in [−0.5, 0.5). */
export function congruentialNoise(length: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 2 ** 31 - 0.5;
  });
}

/** A series that keeps the share `memory` of its last value at each step: AR(1). */
export function withMemory(length: number, memory: number, seed: number): Float64Array {
  let value = 0;
  return congruentialNoise(length, seed).map((shock) => (value = memory * value + shock));
}
