import type { JudgedPair, Rejection } from '../../discovery/discovery-result.ts';

/** Why a pair is not chosen, in words. */
const REJECTION_WORDS: Readonly<Record<Rejection, string>> = {
  q: 'not significant',
  correlation: 'correlation',
  half_life: 'half-life',
  adv: 'volume',
  beta: 'beta',
  top_n: 'beyond top n',
};

/** Where a pair stands: confirmed, chosen but not confirmed, or what it failed. */
export function standingWords({ rejections, heldOut }: Pick<JudgedPair, 'rejections' | 'heldOut'>): string {
  if (rejections.length > 0) return rejections.map((reason) => REJECTION_WORDS[reason]).join(', ');
  return heldOut.isConfirmed ? 'CONFIRMED' : 'not confirmed';
}
