import { distance } from 'fastest-levenshtein';

/** The names most like the one given, nearest first; names that begin with it come before all others. */
export function nearestNames(name: string, known: readonly string[], count = 3): string[] {
  const wanted = name.toLowerCase();
  return known
    .map((candidate) => {
      const lower = candidate.toLowerCase();
      return { candidate, score: lower.startsWith(wanted) ? 0 : 1 + distance(wanted, lower) };
    })
    .sort((a, b) => a.score - b.score || a.candidate.length - b.candidate.length)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}
