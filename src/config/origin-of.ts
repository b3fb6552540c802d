import type { Environment, Variable } from './environment.ts';
import { setVariable } from './environment.ts';
import { isSection } from './overrides.ts';
import type { ResolvedSetting } from './resolved-settings.ts';
import type { Substitution } from './substitute.ts';

interface Sources {
  /** The file's content before anything was filled in. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly substitutions: readonly Substitution[];
  /** Keys that the environment sets over the file. */
  readonly overridden: ReadonlyMap<string, Variable['origin']>;
  readonly environment: Environment;
}

/** A function that says where a setting, named by its dotted key or its variable, got its value. */
export function originFinder(sources: Sources): (key: string) => ResolvedSetting['origin'] {
  const { written, substitutions, overridden, environment } = sources;
  const isWritten = (key: string): boolean => {
    const value = key
      .split('.')
      .reduce<unknown>((section, name) => (isSection(section) ? section[name] : undefined), written);
    return value !== undefined;
  };
  return (key) => {
    if (/^[A-Z_]+$/.test(key)) return setVariable(environment, key)?.origin ?? 'default';
    if (key === 'pairs') {
      const origin = isWritten('pairs') || isWritten('symbols') ? 'config.yaml' : null;
      return origin ?? setVariable(environment, 'BASE_QUOTE')?.origin ?? 'default';
    }
    const aliases = key === 'exchange.id' ? [key, 'exchange'] : [key];
    const filledIn = substitutions.find(({ path }) => aliases.includes(path));
    const origin = overridden.get(key) ?? filledIn?.origin;
    if (origin !== undefined) return origin;
    const isNamed = isWritten(key) || (key === 'exchange.id' && typeof written.exchange === 'string');
    return isNamed ? 'config.yaml' : 'default';
  };
}
