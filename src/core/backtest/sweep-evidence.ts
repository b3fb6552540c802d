import { counted, groupedText } from '../domain/decimal-text.ts';
import { deflatedSharpe } from '../stats/deflated-sharpe.ts';
import { overfittingProbability } from '../stats/overfitting-probability.ts';
import { sampleMoments } from '../stats/sample-moments.ts';
import type { SettingFigures } from './setting-figures.ts';

/** What a sweep's best setting is worth once it is charged with the search that found it. */
export interface SweepEvidence {
  /** Settings tried on this market, ever, and the sample variance of their Sharpe ratios per day. */
  readonly trials: number;
  readonly trialsVariance: number;
  /** Probability that the best setting's true Sharpe ratio is above 0 (Bailey & López de Prado 2014); NaN without a best one. */
  readonly deflatedSharpe: number;
  /** Probability of backtest overfitting by CSCV: how often the best in one half was below the median in the other. */
  readonly pbo: number;
  /** Settings it was worked out on. */
  readonly pboSettings: number;
}

/** The deflated Sharpe ratio that is asked of the best setting, and the largest probability of overfitting. */
export const LEAST_DEFLATED_SHARPE = 0.95;
export const MOST_PBO = 0.5;

/**
 * @param best daily P&L of the best setting; null when none has a Sharpe ratio
 * @param daily daily P&L of the settings that the probability of overfitting is worked out on, all over the same days
 */
export function sweepEvidence(
  best: Float64Array | null,
  daily: readonly Float64Array[],
  { count, variance }: { readonly count: number; readonly variance: number },
): SweepEvidence {
  const moments = best === null ? null : sampleMoments(best);
  return {
    trials: count,
    trialsVariance: variance,
    deflatedSharpe:
      moments === null
        ? NaN
        : deflatedSharpe({
            sharpe: moments.mean / moments.std,
            observations: moments.count,
            skewness: moments.skewness,
            kurtosis: moments.kurtosis,
            trials: count,
            trialsVariance: variance,
          }),
    pbo: overfittingProbability(daily).pbo,
    pboSettings: daily.length,
  };
}

/** A sweep is in sample: it never calls a setting tradeable. */
export interface SweepVerdict {
  readonly level: 'WORTH A WALK-FORWARD' | 'NOT PROVEN' | 'NOTHING FOUND';
  /** The rest of the sentence. */
  readonly reason: string;
}

/** @param best the best setting's figures; null when none has a Sharpe ratio */
export function sweepVerdict(best: SettingFigures | null, tried: number, evidence: SweepEvidence): SweepVerdict {
  const all = tried === 1 ? 'the one setting tried' : `the best of ${tried} settings`;
  if (best === null) {
    return {
      level: 'NOTHING FOUND',
      reason: tried === 0 ? 'no setting was tried' : `none of ${tried} settings made a trade`,
    };
  }
  const money = `${best.net < 0 ? 'lost' : 'earned'} $${groupedText(Math.abs(Math.round(best.net)), 0)}`;
  const found = `${all} ${money} (Sharpe ${best.sharpe.toFixed(2)})`;
  if (best.net <= 0 || best.sharpe <= 0) return { level: 'NOTHING FOUND', reason: found };
  const doubts = [
    ...(evidence.deflatedSharpe >= LEAST_DEFLATED_SHARPE ? [] : [luckDoubt(evidence)]),
    ...(tried < 2 || evidence.pbo < MOST_PBO ? [] : [overfittingDoubt(evidence)]),
  ];
  if (doubts.length > 0) return { level: 'NOT PROVEN', reason: [found, ...doubts].join('; ') };
  return {
    level: 'WORTH A WALK-FORWARD',
    reason: `${found}; all of it in sample, so run statarb backtest --walk-forward before believing it`,
  };
}

function luckDoubt({ deflatedSharpe: probability, trials }: SweepEvidence): string {
  if (Number.isNaN(probability)) return 'there are too few days to tell skill from luck';
  const tried = `${counted(trials, 'trial')} on this market`;
  // Cut, not rounded: what falls short must not read as if it did not.
  const shown = (Math.floor(probability * 100) / 100).toFixed(2);
  return `after ${tried} the probability that this is more than luck is ${shown}, and ${LEAST_DEFLATED_SHARPE} is asked`;
}

function overfittingDoubt({ pbo }: SweepEvidence): string {
  if (Number.isNaN(pbo)) return 'there are too few days to tell how much it is overfitted';
  return `the best setting in one half of history was no better than the median in the other half ${Math.round(pbo * 100)} times in 100`;
}
