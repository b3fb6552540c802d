/** One mistake in the settings: where it stands and what is wrong with it. */
export interface Problem {
  /** As the file spells it: `symbols.base[1]`. Empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A place in the settings as a path: `['symbols', 'base', 1]` → `symbols.base[1]`. */
export function pathText(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return path === '' ? String(key) : `${path}.${String(key)}`;
  }, '');
}

/** What a value is, for a person: `text "abc"`, `the number 5`, `nothing`, `a list`. Never a secret's place. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string')
    return `text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)}`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return 'a section';
}
