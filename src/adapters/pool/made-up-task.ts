import type { CounterfactualTask } from '../../core/backtest/counterfactual-task.ts';
import type { CandleColumns } from '../../core/domain/candle.ts';

const BARS = 2000;
const HOUR_MS = 3_600_000;

/** A short history on which every path of the counterfactuals is walked: entries, exits, stops, refusals, a hole, ruin. */
export function madeUpTask(): CounterfactualTask {
  const ts = new Float64Array(BARS);
  const closeX = new Float64Array(BARS);
  const closeY = new Float64Array(BARS);
  const filled = new Uint8Array(BARS);
  for (let i = 0; i < BARS; i++) {
    ts[i] = i * HOUR_MS;
    const hedge = Math.sin(i / 90) / 5 + Math.sin(i * i) / 300;
    closeX[i] = 1000 * Math.exp(hedge);
    closeY[i] = 100 * Math.exp(1.1 * hedge + Math.sin(i / 7) / 90 + Math.sin(i * i * 3) / 200);
    filled[i] = i % 500 === 499 ? 1 : 0;
  }
  const leg = (close: Float64Array): CandleColumns => {
    const open = close.map((price, i) => close[i - 1] ?? price);
    return { ts, open, high: close, low: open, close, volume: close.map(() => 1e6) };
  };
  return {
    candles: { barMs: HOUR_MS, ts, x: leg(closeX), y: leg(closeY), filled, gaps: [] },
    funding: { x: [], y: [] },
    rules: { x: null, y: null },
    from: 0,
    to: BARS,
    settings: {
      windows: { olsBeta: 60, zscore: 40, adv: 30, realizedVol: 50, spreadVol: 100 },
      thresholds: { zIn: 1.5, zOut: 0.5, zStop: 3 },
      strategy: { model: 'fixed-beta', direction: 'revert' },
      risk: {
        accountUsd: 10_000,
        targetSigmaUsd: 200,
        maxNotionalUsdPerLeg: 25_000,
        minNotionalUsdPerLeg: 10,
        maxAdvFrac: 0.05,
      },
      costs: { feeBps: 10, slippageBps: 5 },
      filters: { minAdvUsd: 1e6, maxRealizedVolAnnual: 2, maxFundingDiffBps8h: null, maxSpreadVolPercentile: null },
    },
    seed: 1,
  };
}
