import { createHash } from 'node:crypto';
import type { Fingerprint } from '../../ports/fingerprint.ts';

/** The first 16 hex digits of SHA-256. */
export const sha256Fingerprint: Fingerprint = (parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
};
