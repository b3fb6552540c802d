/** Numbers that follow from their name alone and take time to work out, such as what random walks show. Any of them may be lost. */
export interface CalibrationCache {
  /** What was stored under a name of letters, digits and `_`; null when nothing was, or it is damaged. */
  read(name: string): unknown;
  /** Keeps plain JSON values. Never fails: what cannot be kept is worked out again. */
  write(name: string, value: unknown): void;
}
