import type { Legs } from '../domain/pair.ts';
import type { FilterNote } from '../domain/ticket.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { fundingDifferenceBps8h, largestHealthP, MAX_HEDGE_ERROR, spreadVolPercentile } from '../strategy/filters.ts';
import { percent, shortUsd } from './format.ts';
import { pText } from './health-words.ts';

/** What each filter said of an entry that passed them all, with its numbers. */
export function filterNotes(context: DecisionContext, i: number, signedUsd: Legs<number>): FilterNote[] {
  const { features, settings, funding } = context;
  const { filters } = settings;
  const adv = Math.min(features.advUsd.x[i], features.advUsd.y[i]);
  const vol = Math.max(features.realizedVol.x[i], features.realizedVol.y[i]);
  const hedgeError = Math.abs(signedUsd.x / signedUsd.y / features.beta[i] + 1);
  const notes: FilterNote[] = [
    {
      code: 'adv',
      text: Number.isNaN(adv)
        ? 'ADV not known yet'
        : `ADV ok (thinner leg ${shortUsd(adv)} a bar, needs ${shortUsd(filters.minAdvUsd)})`,
    },
    {
      code: 'vol',
      text: Number.isNaN(vol)
        ? 'volatility not known yet'
        : `volatility ok (${percent(vol)} a year, limit ${percent(filters.maxRealizedVolAnnual)})`,
    },
    { code: 'lot_hedge', text: `hedge error ${percent(hedgeError, 2)} (limit ${percent(MAX_HEDGE_ERROR, 0)})` },
  ];
  if (funding.x.length > 0 || funding.y.length > 0) {
    notes.push({ code: 'funding', text: fundingNote(context, i) });
  }
  if (filters.maxSpreadVolPercentile !== null) {
    const rank = spreadVolPercentile(context, i);
    notes.push({
      code: 'regime',
      text: Number.isNaN(rank)
        ? 'spread volatility rank not known yet'
        : `spread volatility at percentile ${rank.toFixed(0)} (limit ${String(filters.maxSpreadVolPercentile)})`,
    });
  }
  const maxHealthP = largestHealthP(settings);
  if (maxHealthP !== Infinity) {
    const p = features.healthP?.[i] ?? NaN;
    const text = Number.isNaN(p)
      ? 'health not known yet'
      : `health ok (p ${pText(p, maxHealthP)}, limit ${String(maxHealthP)})`;
    notes.push({ code: 'health', text });
  }
  return notes;
}

function fundingNote(context: DecisionContext, i: number): string {
  const difference = fundingDifferenceBps8h(context, i);
  if (Number.isNaN(difference)) return 'funding unknown';
  const limit = context.settings.filters.maxFundingDiffBps8h;
  const bound = limit === null ? '' : `, limit ${String(limit)}`;
  return difference < 0.05 ? `funding symmetric${bound}` : `funding difference ${difference.toFixed(2)} bps/8h${bound}`;
}
