import { didYouMean } from './did-you-mean.ts';
import type { Problem } from './problem.ts';

/** What is wrong with an IANA time zone: nothing, or one problem. */
export function timeZoneProblem(timeZone: string): readonly Problem[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return [];
  } catch {
    const hint = didYouMean(timeZone, Intl.supportedValuesOf('timeZone'));
    return [{ path: 'TIMEZONE', message: `"${timeZone}" is not a time zone such as Europe/Berlin or UTC${hint}` }];
  }
}
