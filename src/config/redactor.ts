/** Shorter secrets are left alone: taking them out would tear words and numbers apart. */
const SHORTEST = 6;

/**
 * A function that replaces each secret in a text by `***`, as it is, as part of an address, and inside JSON. Longer
 * secrets go first, so that no rest of one stays behind because another is part of it.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.filter(({ length }) => length >= SHORTEST).flatMap(writtenForms));
  if (forms.size === 0) return (text) => text;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  const anyForm = new RegExp(longestFirst.map(asPattern).join('|'), 'g');
  return (text) => text.replace(anyForm, '***');
}

function writtenForms(secret: string): string[] {
  // Half a surrogate pair cannot be part of an address.
  const wellFormed = Buffer.from(secret, 'utf8').toString('utf8');
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, encodeURIComponent(wellFormed), inJson];
}

/** A secret of digits only counts as a whole number: a price or a time that happens to contain it stays whole. */
function asPattern(form: string): string {
  const literal = form.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return /^\d+$/.test(form) ? `(?<![\\d.])${literal}(?![\\d.])` : literal;
}
