import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { AppError } from '../core/domain/app-error.ts';

/** One variable and where it was set. */
export interface Variable {
  readonly value: string;
  readonly origin: '.env' | 'environment';
}

/** Variables by name. What is set in the real environment hides what `.env` says. */
export type Environment = (name: string) => Variable | null;

/**
 * The real environment, and below it the file `.env` in the folder of the settings file. Nothing is written to either.
 * @throws AppError `settings` when there is a `.env` that cannot be read
 */
export function readEnvironment(folder: string, env: NodeJS.ProcessEnv): Environment {
  const fromFile = new Map(Object.entries(parse(readOptional(join(folder, '.env')))));
  return (name) => {
    const set = env[name];
    if (set !== undefined) return { value: set, origin: 'environment' };
    const written = fromFile.get(name);
    return written === undefined ? null : { value: written, origin: '.env' };
  };
}

/** The variable, trimmed, or null when it is unset or blank. */
export function setVariable(environment: Environment, name: string): Variable | null {
  const variable = environment(name);
  const value = variable?.value.trim() ?? '';
  return variable === null || value === '' ? null : { ...variable, value };
}

function readOptional(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('settings', `${path} is there but cannot be read (${reason}): mend its access rights`, {
      cause: error,
    });
  }
}
