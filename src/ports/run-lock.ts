/** A lock on one state folder that dies with its process. */
export interface RunLock {
  release(): void;
}
