/** Runs one pure function on several processor cores. */
export interface TaskPool<Task, Result> {
  /** How many tasks are worked on at a time. */
  readonly workers: number;
  /** Rejects when the function throws, or when the pool is closed first. */
  run(task: Task): Promise<Result>;
  /** Ends the workers at once; what they were at is lost. */
  close(): Promise<void>;
}
