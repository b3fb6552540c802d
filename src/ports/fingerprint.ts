/** A short hash of bytes: the same bytes give the same text everywhere. */
export type Fingerprint = (parts: readonly Uint8Array[]) => string;
