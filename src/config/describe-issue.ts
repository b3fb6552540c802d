import type { core } from 'zod/mini';
import { didYouMean } from './did-you-mean.ts';
import type { Problem } from './problem.ts';
import { pathText, shown } from './problem.ts';
import { KNOWN_KEYS } from './schema.ts';

/** Places whose values are never shown, not even when they are wrong. */
const HIDDEN = /^(exchange\.options|notifications)\b/;

/** What the schema found wrong, in words: usually one problem, but one for each unknown key. */
export function describeIssue(issue: core.$ZodIssue, content: unknown): readonly Problem[] {
  const path = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key));
  // Only messages that the schema gives itself differ from the one that stands for no message.
  if (issue.message !== 'Invalid input') return [{ path, message: issue.message }];
  const value = valueAt(content, issue.path);
  const found = HIDDEN.test(path) ? '' : `, found ${shown(value)}`;
  switch (issue.code) {
    case 'invalid_type':
      return [{ path, message: `expected ${EXPECTED[issue.expected] ?? issue.expected}${found}` }];
    case 'invalid_value': {
      const values = issue.values.map(String);
      const hint = typeof value === 'string' ? didYouMean(value, values) : '';
      return [{ path, message: `expected ${values.map((name) => `"${name}"`).join(' or ')}${found}${hint}` }];
    }
    case 'too_small':
      return [
        {
          path,
          message: `must be ${issue.inclusive === true ? 'at least' : 'above'} ${String(issue.minimum)}${found}`,
        },
      ];
    case 'too_big':
      return [
        { path, message: `must be ${issue.inclusive === true ? 'at most' : 'below'} ${String(issue.maximum)}${found}` },
      ];
    default:
      return [{ path, message: `is not valid${found}` }];
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  object: 'a section with keys of its own',
  record: 'a section with keys of its own',
  array: 'a list',
  tuple: 'a list',
};

function unknownKey(parent: readonly PropertyKey[], key: string): Problem {
  const path = pathText([...parent, key]);
  const prefix = parent.length === 0 ? '' : `${pathText(parent)}.`;
  const siblings = KNOWN_KEYS.filter((known) => known.startsWith(prefix))
    .map((known) => known.slice(prefix.length))
    .filter((known) => !known.includes('.'));
  // A key in the wrong section is more common than one that resembles nothing.
  const elsewhere = KNOWN_KEYS.find((known) => known.endsWith(`.${key}`) || known === key);
  const hint = elsewhere === undefined ? didYouMean(key, siblings) : `; did you mean "${elsewhere}"?`;
  return { path, message: `unknown setting${hint}` };
}

function valueAt(content: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    content,
  );
}
