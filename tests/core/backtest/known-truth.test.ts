import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/core/backtest/assess.ts';
import { backtestMetrics, type BacktestMetrics } from '../../../src/core/backtest/metrics/backtest-metrics.ts';
import { simulate } from '../../../src/core/backtest/simulate.ts';
import type { VerdictLevel } from '../../../src/core/backtest/verdict.ts';
import { decisionContext } from '../../support/walk-history.ts';
import { simulatedFrame, type FrameOptions } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const SETTINGS = strategySettings({ costs: { feeBps: 5, slippageBps: 2 } });
const BARS = 20_000;
const range = (bars: number) => Array.from({ length: bars }, (_, k) => k + 1);

function backtest(frame: FrameOptions): { metrics: BacktestMetrics; level: () => VerdictLevel } {
  const context = decisionContext(simulatedFrame({ bars: BARS, volumeUsd: 1e9, ...frame }), SETTINGS);
  const simulation = simulate(context, 0, context.candles.ts.length);
  const metrics = backtestMetrics(context.candles, simulation, SETTINGS.risk.accountUsd);
  const level = (): VerdictLevel =>
    assess(context, simulation, metrics, { seed: 1, trials: { count: 1, variance: 0 }, walkForwardNet: 1 }).verdict
      .level;
  return { metrics, level };
}

describe('a pair whose truth is known', () => {
  it.each([6, 9, 12])(
    'earns a Sharpe ratio above 5 on every seed when it reverts with a half-life of %i hours',
    (halfLifeBars) => {
      for (const seed of range(20)) {
        const { metrics } = backtest({ seed, halfLifeBars });
        expect(metrics.sharpe, `seed ${seed}`).toBeGreaterThan(5);
      }
    },
  );

  it('is never called tradeable when its legs are independent random walks', { timeout: 240_000 }, () => {
    for (const seed of range(50)) {
      const frame: FrameOptions = { seed, beta: 0, spreadShock: 0.007, halfLifeBars: Infinity };
      const { metrics, level } = backtest(frame);
      // A loss needs no further proof; the rest is judged by every gate, a walk-forward that earned taken for granted.
      if (metrics.net >= 0) expect(level(), `seed ${seed}`).not.toBe('TRADEABLE');
    }
  });

  it('makes no trade, and no claim, when its spread never crosses', () => {
    const context = decisionContext(
      simulatedFrame({ bars: 2000, seed: 3 }),
      strategySettings({ thresholds: { zIn: 50, zOut: 0.5, zStop: 60 } }),
    );
    const simulation = simulate(context, 0, context.candles.ts.length);
    const metrics = backtestMetrics(context.candles, simulation, 40_000);
    expect(metrics.trades).toBe(0);
    expect(new Set(simulation.equity)).toEqual(new Set([40_000]));
    expect(metrics.sharpe).toBeNaN();
    const { verdict } = assess(context, simulation, metrics, {
      seed: 1,
      trials: { count: 1, variance: 0 },
      walkForwardNet: null,
    });
    expect(verdict.sentence).toBe('NOT PROVEN: no trade was made');
  });
});
