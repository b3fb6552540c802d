import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { CandleColumns } from '../domain/candle.ts';
import type { StrategySettings, Windows } from '../domain/settings.ts';
import { advUsd } from '../features/liquidity.ts';
import { logColumn } from '../features/log-column.ts';
import { realizedVol } from '../features/realized-vol.ts';
import { spreadColumns } from '../features/spread.ts';
import { rollingEngleGranger } from '../stats/rolling-engle-granger.ts';
import { adf } from '../stats/adf.ts';
import { ar1 } from '../stats/ar1.ts';
import { correlation } from '../stats/correlation.ts';
import { engleGranger, type EngleGranger } from '../stats/engle-granger.ts';
import { halfLife, unbiasedPhi } from '../stats/half-life.ts';
import { hurstExponent } from '../stats/hurst-exponent.ts';
import { johansen } from '../stats/johansen.ts';
import { unitRootTester } from '../stats/unit-root-regression.ts';
import type { DiscoveryGround, GroundSymbol } from './discovery-result.ts';
import type { PairRow } from './pair-row.ts';
import { tradedWindows } from './traded-windows.ts';

/** Stretches of the formation window that are tested on their own. */
const SUB_WINDOWS = 4;
/** Fewest bars of a stretch that a test is run on. */
const LEAST_BARS = 30;

export interface MeterOptions {
  readonly strategy: StrategySettings;
  /** p at which a sub-window passes. */
  readonly threshold: number;
  readonly seed: number;
}

/**
 * Works out the figures of one pair after the other on the same ground. Everything but the `heldOut…` figures reads the formation
 * window only; those use its alpha and beta as they are.
 *
 * @returns the figures of symbols a and b, by index; NaN where a leg never moves or a statistic is not defined
 */
export function pairMeter(ground: DiscoveryGround, options: MeterOptions): (a: number, b: number) => PairRow {
  const { formationBars, barMs, ts } = ground;
  const filled = new Uint8Array(ts.length);
  const { strategy, threshold, seed } = options;
  const { model, kalmanNoise } = strategy.strategy;
  const legs = ground.symbols.map((symbol) => legColumns(symbol, ground, strategy.windows));
  const regress = unitRootTester();
  const test = (y: Float64Array, x: Float64Array): EngleGranger => engleGranger(y, x, {}, regress);
  return (a, b) => {
    const [logA, logB] = [legs[a].log.subarray(0, formationBars), legs[b].log.subarray(0, formationBars)];
    const bOnA = test(logB, logA);
    const aOnB = test(logA, logB);
    // The order that speaks more clearly; the pair's own one where both say the same.
    const isSwapped = aOnB.pValue < bOnA.pValue || (aOnB.pValue === bOnA.pValue && aOnB.statistic < bOnA.statistic);
    const [y, x] = isSwapped ? [logA, logB] : [logB, logA];
    const { alpha, beta } = isSwapped ? aOnB : bOnA;
    const residual = y.map((value, t) => value - alpha - beta * x[t]);
    const sigma = deviation(residual);
    const roundTrip = (2 * (strategy.costs.feeBps + strategy.costs.slippageBps) * (1 + Math.abs(beta))) / 10_000;
    const subWindows = inSubWindows(y, x, test, threshold);
    const [none] = johansen([y, x], { deterministic: 0, lags: 1 }).ranks;
    const [legX, legY] = isSwapped ? [legs[b], legs[a]] : [legs[a], legs[b]];
    for (let t = 0; t < filled.length; t++) filled[t] = legX.carried[t] | legY.carried[t];
    const candles: AlignedCandles = { barMs, ts, filled, x: legX.candles, y: legY.candles, gaps: [] };
    const window = strategy.windows.health;
    const features = {
      ...spreadColumns(legX.log, legY.log, candles, strategy.windows, model, kalmanNoise),
      advUsd: { x: legX.advUsd, y: legY.advUsd },
      realizedVol: { x: legX.realizedVol, y: legY.realizedVol },
      healthP: window === undefined ? null : rollingEngleGranger(legX.log, legY.log, candles, window),
    };
    const isWorthAnInterval = bOnA.pValue <= threshold || aOnB.pValue <= threshold;
    const intervalSeed = isWorthAnInterval ? seed : null;
    const { formation, heldOut } = tradedWindows(candles, features, formationBars, strategy, intervalSeed);
    return {
      isSwapped: isSwapped ? 1 : 0,
      correlation: correlation(moves(logA), moves(logB)),
      statisticBOnA: bOnA.statistic,
      pBOnA: bOnA.pValue,
      lagsBOnA: bOnA.lags,
      statisticAOnB: aOnB.statistic,
      pAOnB: aOnB.pValue,
      lagsAOnB: aOnB.lags,
      trace: none.trace,
      maxEigen: none.maxEigen,
      beta,
      betaDrift: subWindows.betaSpread / Math.abs(beta),
      halfLife: halfLife(unbiasedPhi(ar1(residual).phi, residual.length)),
      hurst: hurstExponent(residual),
      crossings: (1000 * signChanges(residual)) / residual.length,
      entriesPerWeek: formation.entriesPerWeek,
      winRate: formation.winRate,
      sigma,
      sigmaInCosts: sigma / roundTrip,
      subWindowShare: subWindows.share,
      heldOutP: heldOutP(legY.log, legX.log, formationBars, alpha, beta, regress),
      heldOutTrades: heldOut.trades,
      heldOutWinRate: heldOut.winRate,
      heldOutNet: heldOut.net,
      heldOutLow: heldOut.netInterval[0],
      heldOutHigh: heldOut.netInterval[1],
    };
  };
}

/** What depends on one leg alone, worked out once for all its pairs. */
interface LegColumns {
  readonly candles: CandleColumns;
  readonly carried: Uint8Array;
  readonly log: Float64Array;
  readonly advUsd: Float64Array;
  readonly realizedVol: Float64Array;
}

function legColumns({ candles, carried }: GroundSymbol, ground: DiscoveryGround, windows: Windows): LegColumns {
  const log = logColumn(candles.close);
  return {
    candles,
    carried,
    log,
    advUsd: advUsd(candles, ground, windows.adv),
    realizedVol: realizedVol(log, ground, windows.realizedVol),
  };
}

/** The residual under coefficients that were known before needs no surface for residuals: a plain Dickey–Fuller test. */
function heldOutP(
  logY: Float64Array,
  logX: Float64Array,
  formationBars: number,
  alpha: number,
  beta: number,
  regress: ReturnType<typeof unitRootTester>,
): number {
  const residual = new Float64Array(logY.length - formationBars);
  if (residual.length < LEAST_BARS) return NaN;
  for (let k = 0, t = formationBars; t < logY.length; k++, t++) residual[k] = logY[t] - alpha - beta * logX[t];
  return adf(residual, {}, regress).pValue;
}

function inSubWindows(
  y: Float64Array,
  x: Float64Array,
  test: (y: Float64Array, x: Float64Array) => EngleGranger,
  threshold: number,
): { readonly share: number; readonly betaSpread: number } {
  const length = Math.floor(y.length / SUB_WINDOWS);
  if (length < LEAST_BARS) return { share: NaN, betaSpread: NaN };
  const betas = new Float64Array(SUB_WINDOWS);
  let passed = 0;
  for (let k = 0; k < SUB_WINDOWS; k++) {
    const [from, to] = [k * length, (k + 1) * length];
    const found = test(y.subarray(from, to), x.subarray(from, to));
    betas[k] = found.beta;
    if (found.pValue <= threshold) passed++;
  }
  return { share: passed / SUB_WINDOWS, betaSpread: deviation(betas) };
}

/** Sample standard deviation. */
function deviation(values: Float64Array): number {
  const base = values[0];
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value - base;
    squares += (value - base) ** 2;
  }
  return Math.sqrt(Math.max(0, squares - (sum * sum) / values.length) / (values.length - 1));
}

const moves = (logs: Float64Array): Float64Array => logs.subarray(1).map((value, t) => value - logs[t]);

function signChanges(values: Float64Array): number {
  let changes = 0;
  for (let t = 1; t < values.length; t++) if (values[t] > 0 !== values[t - 1] > 0) changes++;
  return changes;
}
