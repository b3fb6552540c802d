import { parse } from 'dotenv';
import { AppError } from '../core/domain/app-error.ts';

/** Names of variables in a .env file that are there to be filled in: `NAME=`, not commented out. */
export const namesToFillIn = (text: string): readonly string[] =>
  [...text.matchAll(/^([A-Z][A-Z0-9_]*)=[ \t]*$/gm)].map(([, name]) => name);

/**
 * A .env file with values filled in behind their names, every comment kept.
 * @throws AppError `settings` for a value that such a file cannot hold; the value is not repeated
 */
export function filledInEnv(shipped: string, values: ReadonlyMap<string, string>): string {
  const text = [...values].reduce(
    (filled, [name, value]) => filled.replace(new RegExp(`^${name}=[ \\t]*$`, 'm'), () => `${name}=${quoted(value)}`),
    shipped,
  );
  const read = parse(text);
  for (const [name, value] of values) {
    if (read[name] === value) continue;
    throw new AppError('settings', `${name} has characters that a .env file cannot hold: set it in the environment`);
  }
  return text;
}

function quoted(value: string): string {
  if (/^[\w@%+=:,./?&~-]*$/.test(value)) return value;
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}
