import type { DiscoverySettings, JudgedPair, Rejection } from '../../discovery/discovery-result.ts';
import { groupedText } from '../../domain/decimal-text.ts';

/** Why a pair is not chosen, in a word or two. */
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

/** The same in full: each filter that was failed, with its limit. */
export function rejectionWords(judged: JudgedPair, settings: DiscoverySettings): string {
  const { min, max } = settings.halfLife;
  const words: Readonly<Record<Rejection, string>> = {
    q: `not significant: q above ${settings.maxQ}`,
    correlation: `correlation below ${settings.minCorrelation}`,
    half_life: `half-life not within ${min} to ${max} bars`,
    adv: `thinner leg below $${groupedText(settings.minAdvUsd, 0)} a day`,
    beta: 'beta not above 0',
    top_n: `passes every filter, beyond the first ${settings.topN}`,
  };
  return judged.rejections.length > 0
    ? judged.rejections.map((reason) => words[reason]).join('; ')
    : standingWords(judged);
}
