import { distance } from 'fastest-levenshtein';

/**
 * The known word that an unknown one was most likely meant to be, or null when none is near. Case, `_`, `-` and blanks do
 * not count; a missing end, such as the unit, counts as one slip; about one slip in three letters is forgiven.
 */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const wanted = plain(word);
  let nearest: string | null = null;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const slips = slipsBetween(wanted, plain(candidate));
    if (slips < least) {
      nearest = candidate;
      least = slips;
    }
  }
  return nearest;
}

/** `; did you mean "…"?`, or nothing when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest === null ? '' : `; did you mean "${nearest}"?`;
}

const slipsBetween = (wanted: string, candidate: string): number =>
  wanted.length >= 3 && wanted !== candidate && candidate.startsWith(wanted) ? 1 : distance(wanted, candidate);

const plain = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, '');
