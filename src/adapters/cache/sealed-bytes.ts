import { crc32 } from 'node:zlib';

const LABEL = 'crc32:';
const DIGITS = 8;

/** The text to put into a file's metadata before it is sealed. */
export const EMPTY_SEAL = LABEL + '0'.repeat(DIGITS);

/**
 * Writes the CRC-32 of a whole file into the seal inside it (in place), so that one flipped bit anywhere is found before
 * anything in the file is parsed. The CRC is that of the file with an empty seal.
 * @throws RangeError when the bytes hold no empty seal
 */
export function seal(bytes: Buffer): Buffer {
  const at = bytes.lastIndexOf(EMPTY_SEAL);
  if (at < 0) throw new RangeError('the file has no place for a seal');
  bytes.write(hex(crc32(bytes)), at + LABEL.length, 'latin1');
  return bytes;
}

/** What is wrong with the seal of a file, or null when it is whole. */
export function sealFault(bytes: Buffer): string | null {
  const at = bytes.lastIndexOf(LABEL);
  const start = at + LABEL.length;
  if (at < 0 || start + DIGITS > bytes.length) return 'it is cut off or was not written by this tool (no checksum)';
  const found = bytes.toString('latin1', start, start + DIGITS);
  const head = crc32(bytes.subarray(0, start));
  const expected = hex(crc32(bytes.subarray(start + DIGITS), crc32('0'.repeat(DIGITS), head)));
  return found === expected ? null : `its checksum is ${expected}, not ${found}`;
}

const hex = (crc: number): string => crc.toString(16).padStart(DIGITS, '0');
