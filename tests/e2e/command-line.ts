import { afterAll, beforeAll } from 'vitest';
import {
  buildStatarb,
  runStatarb,
  type BuiltStatarb,
  type EndedProcess,
  type RunOptions,
} from '../support/statarb-process.ts';

export type RunCommand = (args: readonly string[], options?: RunOptions) => Promise<EndedProcess>;

/** The real program, built once for the test file. */
export function commandLine(): RunCommand {
  let built: BuiltStatarb | null = null;
  beforeAll(() => {
    built = buildStatarb();
  });
  afterAll(() => {
    built?.remove();
  });
  return (args, options) => {
    if (built === null) throw new Error('not built yet');
    return runStatarb(built, args, options);
  };
}

/** The one JSON document on stdout; anything beside it makes this throw. */
export const documentOf = ({ stdout }: EndedProcess): unknown => JSON.parse(stdout);
