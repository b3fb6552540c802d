/** Numbers as text: little-endian floats of so many bits, in base64. */
export interface PackedColumn {
  readonly bits: 32 | 64;
  readonly base64: string;
}

/** Packs a column with seven digits (32 bits) or all digits (64 bits) of each value. NaN stays NaN. */
export function packedColumn(values: Float64Array, bits: 32 | 64): PackedColumn {
  const { buffer, byteOffset, byteLength } = bits === 32 ? new Float32Array(values) : values;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return { bits, base64: base64(IS_LITTLE_ENDIAN ? bytes : reversed(bytes, bits / 8)) };
}

/** How this machine keeps numbers in memory; nearly all of them do. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of each value in the opposite order. */
function reversed(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.map((_, i) => bytes[i - (i % size) + size - 1 - (i % size)]);
}

/** Times on a grid as runs of [first, count]: a new run begins after each hole. */
export function timeRuns(ts: Float64Array, barMs: number): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (let i = 0; i < ts.length; i++) {
    const run = runs.at(-1);
    if (run === undefined || ts[i] !== run[0] + run[1] * barMs) runs.push([ts[i], 1]);
    else run[1]++;
  }
  return runs;
}

const ALPHABET = Uint8Array.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  (character) => character.codePointAt(0) ?? 0,
);
const PADDING = 61;

/** Base64 of bytes. The core has no Buffer; a table and one decoder call are as fast. */
export function base64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  const whole = bytes.length - (bytes.length % 3);
  let out = 0;
  for (let i = 0; i < whole; i += 3, out += 4) {
    const three = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    text[out] = ALPHABET[three >>> 18];
    text[out + 1] = ALPHABET[(three >>> 12) & 63];
    text[out + 2] = ALPHABET[(three >>> 6) & 63];
    text[out + 3] = ALPHABET[three & 63];
  }
  const left = bytes.length - whole;
  if (left > 0) {
    const last = (bytes[whole] << 16) | (left > 1 ? bytes[whole + 1] << 8 : 0);
    text[out] = ALPHABET[last >>> 18];
    text[out + 1] = ALPHABET[(last >>> 12) & 63];
    text[out + 2] = left > 1 ? ALPHABET[(last >>> 6) & 63] : PADDING;
    text[out + 3] = PADDING;
  }
  return new TextDecoder().decode(text);
}
