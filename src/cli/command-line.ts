import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';

/** A command's code: it is loaded when the command runs. */
export type Action<Flags> = (context: CommandContext, flags: Flags, args: readonly string[]) => Promise<number>;

/** What declares commands. */
export interface CommandLine {
  readonly program: Command;
  /** A command with the options that all have. */
  readonly command: (usage: string, description: string, parent?: Command) => Command;
  /** Says what a declared command does. */
  readonly runs: <Flags>(declared: Command, action: Action<Flags>) => void;
}
