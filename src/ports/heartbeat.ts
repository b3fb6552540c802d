/**
 * Tells a watcher outside this machine how a run went: it raises the alarm when it hears nothing. Neither call ever fails; a watcher
 * that cannot be reached is only logged.
 */
export interface Heartbeat {
  /** The run has committed and could decide every pair. */
  success(): Promise<void>;
  /** The run could not decide, or not commit. */
  failure(): Promise<void>;
}
