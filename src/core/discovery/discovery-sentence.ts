import { counted } from '../domain/decimal-text.ts';
import type { DiscoveryResult, DiscoverySettings } from './discovery-result.ts';

type Summary = Pick<
  DiscoveryResult,
  'pairsTested' | 'tests' | 'rawPasses' | 'expectedByChance' | 'significant' | 'chosen' | 'confirmed'
>;

/** The outcome in plain words, what survived first. */
export function discoverySentence(found: Summary, settings: DiscoverySettings): string {
  const { adfPvalueThreshold: threshold, maxQ, holdoutDays } = settings;
  const chance = `${found.rawPasses} of ${found.tests} tests have p ≤ ${threshold}, where chance alone makes ${Math.round(found.expectedByChance)}`;
  if (found.significant === 0) {
    return `NO PAIR: none of ${counted(found.pairsTested, 'pair')} keeps q ≤ ${maxQ}; ${chance}.`;
  }
  const kept = `${found.significant} of ${counted(found.pairsTested, 'pair')} ${found.significant === 1 ? 'keeps' : 'keep'} q ≤ ${maxQ}`;
  if (found.chosen === 0) return `NO PAIR: ${kept}, none passes the other filters; ${chance}.`;
  const held = `${found.confirmed} of them held up in the ${holdoutDays} days that nothing was fitted to`;
  const verdict = found.confirmed === 0 ? 'NOT CONFIRMED' : `${found.confirmed} CONFIRMED`;
  return `${verdict}: ${kept}, ${found.chosen} also ${found.chosen === 1 ? 'passes' : 'pass'} every filter, and ${held}; ${chance}.`;
}
