/** Works on one task beside the caller, on another processor core. */
export interface SideTask<Task, Result> {
  /** To be called once. Rejects when the task fails or nobody is left to work on it: the caller may then do it himself. */
  run(task: Task): Promise<Result>;
  /** Gives up what is not done. */
  close(): Promise<void>;
}
