import type { CandleColumns } from '../domain/candle.ts';
import { benjaminiYekutieli } from '../stats/benjamini-yekutieli.ts';
import { detectableHalfLife } from './detectable-half-life.ts';
import { discoverySentence } from './discovery-sentence.ts';
import {
  LISTED_PAIRS,
  type Calibrated,
  type DiscoveryGround,
  type DiscoveryResult,
  type DiscoverySettings,
  type JudgedPair,
  type LeftOut,
  type PairEvidence,
  type Rejection,
} from './discovery-result.ts';
import { nullPercentile, type CalibratedFigure, type NullCalibration } from './null-calibration.ts';
import { pairCount, pairOf } from './pair-number.ts';
import { ROW_LENGTH, unpackRow } from './pair-row.ts';

const DAY_MS = 86_400_000;

export interface JudgeInput {
  readonly venue: string;
  readonly timeframe: string;
  readonly seed: number;
  readonly settings: DiscoverySettings;
  readonly ground: DiscoveryGround;
  readonly leftOut: readonly LeftOut[];
  /** Packed rows of all pairs, by pair number. */
  readonly rows: Float64Array;
  readonly calibration: NullCalibration;
}

/**
 * From figures to a judgement: q-values over both orders of every pair, filters, ranking, and what the held-out window confirms.
 *
 * Pairs that pass every filter come first, then by q, then by p. The held-out window ranks nothing and filters nothing: it can
 * confirm only because nothing was chosen by it.
 */
export function judgePairs(input: JudgeInput): DiscoveryResult {
  const { ground, settings, rows } = input;
  const pairs = pairCount(ground.symbols.length);
  if (rows.length !== pairs * ROW_LENGTH)
    throw new RangeError(`rows of ${rows.length / ROW_LENGTH} pairs, not ${pairs}`);
  const pValues = new Float64Array(2 * pairs);
  for (let k = 0; k < pairs; k++) {
    const { pBOnA, pAOnB } = unpackRow(rows, k);
    pValues[2 * k] = pBOnA;
    pValues[2 * k + 1] = pAOnB;
  }
  const q = benjaminiYekutieli(pValues);
  const evidence = evidenceReader(input, q);
  const judged = order(pairs, evidence, pValues, settings);
  const rawPasses = pValues.filter((p) => p <= settings.adfPvalueThreshold).length;
  const counts = count(judged, q, settings, evidence);
  const everyPair = function* (): Generator<JudgedPair> {
    for (let place = 0; place < pairs; place++) {
      yield { ...evidence(judged.order[place]), rank: place + 1, rejections: judged.rejections(place) };
    }
  };
  const listed: JudgedPair[] = [];
  for (const pair of everyPair()) {
    if (listed.length >= Math.max(LISTED_PAIRS, counts.significant)) break;
    listed.push(pair);
  }
  const { ts, barMs, formationBars } = ground;
  const end = ts[ts.length - 1] + barMs;
  const border = formationBars < ts.length ? ts[formationBars] : end;
  const summary = {
    pairsTested: pairs,
    tests: 2 * pairs,
    rawPasses,
    expectedByChance: 2 * pairs * settings.adfPvalueThreshold,
    ...counts,
    detectableHalfLife: detectableHalfLife(formationBars, 2 * pairs, settings.maxQ),
  };
  return {
    venue: input.venue,
    timeframe: input.timeframe,
    seed: input.seed,
    settings,
    symbols: ground.symbols.map(({ symbol }) => symbol),
    leftOut: input.leftOut,
    formation: { from: ts[0], to: border, bars: formationBars },
    holdout: { from: border, to: end, bars: ts.length - formationBars },
    ...summary,
    sentence: discoverySentence(summary, settings),
    pairs: listed,
    everyPair,
  };
}

/** Mean dollars a day over the formation window. */
function advUsdPerDay({ close, volume }: CandleColumns, bars: number, barMs: number): number {
  let dollars = 0;
  for (let t = 0; t < bars; t++) dollars += close[t] * volume[t];
  return (dollars / bars) * (DAY_MS / barMs);
}

/** Makes the evidence of pair k from its packed row. */
function evidenceReader(
  { ground, rows, calibration, settings }: JudgeInput,
  q: Float64Array,
): (k: number) => PairEvidence {
  const { symbols, formationBars, barMs } = ground;
  const adv = symbols.map(({ candles }) => advUsdPerDay(candles, formationBars, barMs));
  return (k) => {
    const row = unpackRow(rows, k);
    const [a, b] = pairOf(k, symbols.length);
    const bOnA = { statistic: row.statisticBOnA, pValue: row.pBOnA, lags: row.lagsBOnA, q: q[2 * k] };
    const aOnB = { statistic: row.statisticAOnB, pValue: row.pAOnB, lags: row.lagsAOnB, q: q[2 * k + 1] };
    const isSwapped = row.isSwapped === 1;
    const calibrated = (figure: CalibratedFigure): Calibrated => ({
      value: row[figure],
      nullPercentile: nullPercentile(calibration, figure, row[figure]),
    });
    const [x, y] = isSwapped ? [b, a] : [a, b];
    return {
      pair: { x: symbols[x].symbol, y: symbols[y].symbol },
      correlation: row.correlation,
      engleGranger: isSwapped ? { yOnX: aOnB, xOnY: bOnA } : { yOnX: bOnA, xOnY: aOnB },
      q: Math.min(bOnA.q, aOnB.q),
      johansen: { trace: calibrated('trace'), maxEigen: row.maxEigen },
      beta: row.beta,
      betaDrift: row.betaDrift,
      halfLife: calibrated('halfLife'),
      hurst: calibrated('hurst'),
      crossings: calibrated('crossings'),
      entriesPerWeek: calibrated('entriesPerWeek'),
      winRate: calibrated('winRate'),
      sigma: row.sigma,
      sigmaInCosts: row.sigmaInCosts,
      advUsd: Math.min(adv[a], adv[b]),
      subWindowShare: row.subWindowShare,
      heldOut: {
        pValue: row.heldOutP,
        trades: row.heldOutTrades,
        winRate: row.heldOutWinRate,
        net: row.heldOutNet,
        netInterval: [row.heldOutLow, row.heldOutHigh],
        isConfirmed: row.heldOutP <= settings.adfPvalueThreshold && row.heldOutNet > 0,
      },
    };
  };
}

interface Order {
  /** Pair numbers by rank. */
  readonly order: Uint32Array;
  readonly rejections: (place: number) => readonly Rejection[];
  /** How many pass every filter. */
  readonly passing: number;
}

function order(
  pairs: number,
  evidence: (k: number) => PairEvidence,
  pValues: Float64Array,
  settings: DiscoverySettings,
): Order {
  const failures: (readonly Rejection[])[] = [];
  const q = new Float64Array(pairs);
  const p = new Float64Array(pairs);
  for (let k = 0; k < pairs; k++) {
    const found = evidence(k);
    failures.push(failedFilters(found, settings));
    q[k] = found.q;
    const smaller = Math.min(known(pValues[2 * k]), known(pValues[2 * k + 1]));
    p[k] = smaller;
  }
  const isOut = (k: number): number => (failures[k].length === 0 ? 0 : 1);
  const ranked = Uint32Array.from(q, (_, k) => k).sort(
    (a, b) => isOut(a) - isOut(b) || q[a] - q[b] || p[a] - p[b] || a - b,
  );
  const passing = failures.filter(({ length }) => length === 0).length;
  return {
    order: ranked,
    passing,
    rejections: (place) => (place >= settings.topN && place < passing ? ['top_n'] : failures[ranked[place]]),
  };
}

const NO_FAILURE: readonly Rejection[] = [];

/** Comparisons are written so that NaN fails. */
function failedFilters(pair: PairEvidence, settings: DiscoverySettings): readonly Rejection[] {
  const failed: Rejection[] = [];
  const { min, max } = settings.halfLife;
  if (!(pair.q <= settings.maxQ)) failed.push('q');
  if (!(pair.correlation >= settings.minCorrelation)) failed.push('correlation');
  if (!(pair.halfLife.value >= min && pair.halfLife.value <= max)) failed.push('half_life');
  if (!(pair.advUsd >= settings.minAdvUsd)) failed.push('adv');
  if (!(pair.beta > 0)) failed.push('beta');
  return failed.length === 0 ? NO_FAILURE : failed;
}

function count(
  { order: ranked, passing }: Order,
  q: Float64Array,
  { maxQ, topN }: DiscoverySettings,
  evidence: (k: number) => PairEvidence,
): Pick<DiscoveryResult, 'significant' | 'chosen' | 'confirmed'> {
  let significant = 0;
  for (let k = 0; k < ranked.length; k++) if (Math.min(q[2 * k], q[2 * k + 1]) <= maxQ) significant++;
  const chosen = Math.min(passing, topN);
  const confirmed = [...ranked.subarray(0, chosen)].filter((k) => evidence(k).heldOut.isConfirmed).length;
  return { significant, chosen, confirmed };
}

const known = (p: number): number => (Number.isNaN(p) ? 1 : p);
