/** Asks a person at the terminal. */
export interface Prompt {
  /** Whether there is one: input and output are a terminal. */
  readonly isInteractive: boolean;
  /** @returns the answer, trimmed; `fallback` for an empty one. @throws AppError `usage` when the person gives up (Ctrl-C, Ctrl-D) */
  ask(question: string, fallback: string): Promise<string>;
  /** The same for what must not be seen: what is typed is not shown. */
  askSecret(question: string): Promise<string>;
  /** Lets go of the terminal: nothing more is asked. */
  close(): void;
}
