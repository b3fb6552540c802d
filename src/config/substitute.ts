import type { Environment, Variable } from './environment.ts';
import type { Problem } from './problem.ts';
import { pathText } from './problem.ts';

/** A value of the file that came from a variable. */
export interface Substitution {
  readonly path: string;
  readonly origin: Variable['origin'];
  /** What the variables held. */
  readonly values: readonly string[];
}

const REFERENCE = /\$\{([^}]*)(\}?)/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** A channel whose variable is not set is off. */
const CHANNEL = /^notifications\./;
/** Sections whose values stay text even when they look like numbers. */
const TEXT_ONLY = /^(exchange|paths|notifications)\b/;

/**
 * Replaces `${NAME}` in every text of a YAML document. A value that is nothing but `${NAME}` becomes a number when the
 * variable holds one, save where text is meant. An unset variable is a problem, except as the whole value of a notification:
 * there it means off, which is `''`.
 */
export function substitute(
  content: Readonly<Record<string, unknown>>,
  environment: Environment,
): {
  readonly content: Readonly<Record<string, unknown>>;
  readonly substitutions: readonly Substitution[];
  readonly problems: readonly Problem[];
} {
  const substitutions: Substitution[] = [];
  const problems: Problem[] = [];

  const inText = (text: string, path: string): unknown => {
    const used: Variable[] = [];
    const isOffWhenUnset = CHANNEL.test(path) && /^\s*\$\{[^}]*\}\s*$/.test(text);
    const result = text.replace(REFERENCE, (_reference, name: string, closing: string) => {
      if (closing === '' || !NAME.test(name)) {
        problems.push({ path, message: 'after "${" a variable name and "}" must follow, as in ${NAME}' });
        return '';
      }
      const variable = environment(name);
      if (variable !== null) used.push(variable);
      else if (!isOffWhenUnset) {
        problems.push({ path, message: `the variable ${name} is not set, neither in the environment nor in .env` });
      }
      return variable?.value ?? '';
    });
    const [first] = used.slice(0, 1);
    if (used.length > 0) substitutions.push({ path, origin: first.origin, values: used.map(({ value }) => value) });
    const isNumber = used.length === 1 && result === first.value && !TEXT_ONLY.test(path) && isNumeric(result);
    return isNumber ? Number(result.replaceAll('_', '')) : result;
  };

  const inValue = (value: unknown, keys: readonly PropertyKey[]): unknown => {
    if (typeof value === 'string') return inText(value, pathText(keys));
    if (Array.isArray(value)) return value.map((item: unknown, index) => inValue(item, [...keys, index]));
    if (typeof value !== 'object' || value === null) return value;
    return inSection(value, keys);
  };
  const inSection = (section: object, keys: readonly PropertyKey[]): Record<string, unknown> =>
    Object.fromEntries(Object.entries(section).map(([key, item]) => [key, inValue(item, [...keys, key])]));

  return { content: inSection(content, []), substitutions, problems };
}

const isNumeric = (text: string): boolean => /^[-+]?\d[\d_]*(\.\d+)?(e[-+]?\d+)?$/i.test(text);
