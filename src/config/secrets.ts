import { isSection } from './overrides.ts';

/** Names of options whose values nobody else may read. */
const SECRET_NAME = /key|secret|pass|token|private|login|credential|auth|cookie|mnemonic|wallet|uid/i;

/** Whether an option's name says that its value is secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** The secret values among an exchange's options: by name at any depth, and passwords inside addresses. */
export function secretsInOptions(value: unknown, isSecret = false): string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => secretsInOptions(item, isSecret));
  if (isSection(value)) {
    return Object.entries(value).flatMap(([name, item]) => secretsInOptions(item, isSecret || isSecretName(name)));
  }
  if (typeof value === 'string') return isSecret ? [value] : passwordsIn(value);
  return isSecret && typeof value === 'number' ? [String(value)] : [];
}

/** A shorter value in an address is a word or a number, not a key. */
const SHORTEST_KEY = 8;

/** A webhook and the parts of it that alone would be enough to post. */
export function secretsOfWebhook(webhook: string): string[] {
  if (!URL.canParse(webhook)) return [webhook];
  const { href, pathname, search, searchParams } = new URL(webhook);
  const keys = [...searchParams.values()].filter(({ length }) => length >= SHORTEST_KEY);
  return [webhook, href, `${pathname}${search}`, pathname, search.slice(1), ...keys, ...passwordsIn(webhook)];
}

/** A bot token and its part after the colon, which is the key. */
export const secretsOfToken = (token: string): string[] => [token, token.split(':')[1] ?? ''];

function passwordsIn(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { password } = new URL(text);
  return password === '' ? [] : [password, decodeURIComponent(password)];
}
