import { decodedPart } from './decoded-part.ts';

/**
 * A function that takes an address out of a text: the whole of it, its path and query, and each of its longer parts, any of
 * which posts to the channel, or nearly.
 * @param shown what stands in their place
 * @param redact takes further secrets out
 */
export function withoutAddress(
  address: string,
  shown: string,
  redact: (text: string) => string,
): (text: string) => string {
  const secrets = secretsIn(address);
  return (text) => redact(secrets.reduce((told, secret) => told.replaceAll(secret, shown), text));
}

/** Longest first, so that no rest of one stays behind. */
function secretsIn(address: string): readonly string[] {
  if (!URL.canParse(address)) return [address];
  const { href, username, password, pathname, search, searchParams } = new URL(address);
  // Words such as `services` stand in harmless texts too; a key is the last part of the path, or holds a digit.
  const keys = pathname.split('/').filter((part, i, { length }) => i === length - 1 || /\d/.test(part));
  const parts = [href, `${pathname}${search}`, pathname, ...keys, search, ...searchParams.values()];
  const secrets = [address, ...parts, username, password].flatMap((part) => [part, decodedPart(part)]);
  return [...new Set(secrets)].filter(({ length }) => length >= 8).sort((a, b) => b.length - a.length);
}
