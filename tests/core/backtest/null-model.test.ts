import { describe, expect, it } from 'vitest';
import { closeOut } from '../../../src/core/backtest/close-out.ts';
import { foldRanges, memoryBars, type BarRange } from '../../../src/core/backtest/fold-ranges.ts';
import { backtestMetrics } from '../../../src/core/backtest/metrics/backtest-metrics.ts';
import { dailyPnl } from '../../../src/core/backtest/metrics/daily-pnl.ts';
import { sharpe } from '../../../src/core/backtest/metrics/ratios.ts';
import { nullModel } from '../../../src/core/backtest/null-model.ts';
import { shuffledSpread } from '../../../src/core/backtest/shuffled-spread.ts';
import { settingsGrid } from '../../../src/core/backtest/settings-grid.ts';
import { simulate, type Simulation } from '../../../src/core/backtest/simulate.ts';
import type { WalkForwardSettings } from '../../../src/core/backtest/walk-forward-settings.ts';
import type { StrategySettings } from '../../../src/core/domain/settings.ts';
import { logColumn } from '../../../src/core/features/log-column.ts';
import { spreadColumns } from '../../../src/core/features/spread.ts';
import { blockShuffle } from '../../../src/core/stats/placebo.ts';
import { rollingEngleGranger } from '../../../src/core/stats/rolling-engle-granger.ts';
import { quantile } from '../../../src/core/stats/quantile.ts';
import type { DecisionContext } from '../../../src/core/strategy/decision-context.ts';
import { simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext } from '../../support/walk-history.ts';
import { randomCase } from './random-context.ts';

const PATHS = 19;

/** A shuffled history the slow and obvious way, all in fresh memory. */
function shuffledHistory(context: DecisionContext, blockBars: number, seed: number): DecisionContext {
  const { candles, features, settings } = context;
  const x = logColumn(candles.x.close);
  const y = logColumn(candles.y.close);
  const changes = (column: Float64Array): number[] => [...column.subarray(1)].map((value, k) => value - column[k]);
  const [dx, dy] = [changes(x), changes(y)];
  const xx = dx.reduce((sum, change) => sum + change * change, 0);
  const beta = xx > 0 ? dx.reduce((sum, change, k) => sum + change * dy[k], 0) / xx : 0;
  const moves = dy.map((change, k) => change - beta * dx[k]);
  const movable = moves.flatMap((_, k) => (candles.filled[k + 1] === 0 ? [k] : []));
  const shuffled = [...moves];
  blockShuffle(movable.length, blockBars, seed).forEach((from, k) => {
    shuffled[movable[k]] = moves[movable[from]];
  });
  const walked = new Float64Array(y);
  for (let i = 1; i < y.length; i++) walked[i] = walked[i - 1] + beta * dx[i - 1] + shuffled[i - 1];
  const { health } = settings.windows;
  const close = walked.map(Math.exp);
  const open = close.map((_, i) => close[Math.max(0, i - 1)]);
  return {
    ...context,
    candles: { ...candles, y: { ...candles.y, open, close } },
    features: {
      ...features,
      ...spreadColumns(x, walked, candles, settings.windows, settings.strategy.model),
      healthP: health === undefined ? null : rollingEngleGranger(x, walked, candles, health),
    },
  };
}

/** What a history walked forward earns out of sample, every setting simulated as a backtest of its own. */
function slowForwardNet(history: DecisionContext, range: BarRange, walkForward: WalkForwardSettings): number {
  const { candles } = history;
  const { accountUsd } = history.settings.risk;
  const [x, y] = [logColumn(candles.x.close), logColumn(candles.y.close)];
  const grid = settingsGrid(history.settings, walkForward.grid);
  const walk = (settings: StrategySettings, { from, to }: BarRange): Simulation => {
    const spread = spreadColumns(x, y, candles, settings.windows, settings.strategy.model);
    const context = { ...history, settings, features: { ...history.features, ...spread } };
    return closeOut(context, simulate(context, from, to));
  };
  let net = 0;
  for (const { inSample, outOfSample } of foldRanges(range, walkForward, Math.max(...grid.map(memoryBars)))) {
    const parts = grid.map((settings) => walk(settings, inSample));
    const ratios = parts.map(({ equity }) =>
      sharpe(dailyPnl(candles.ts.subarray(inSample.from, inSample.to), equity, accountUsd).pnl),
    );
    const best = Math.max(...ratios.filter((ratio) => ratio > 0));
    if (best === -Infinity) continue;
    const chosen = ratios.indexOf(best);
    const hold = Math.max(0, ...parts[chosen].trades.map(({ barsHeld }) => barsHeld));
    const from = outOfSample.from + hold;
    if (from >= outOfSample.to) continue;
    net += (walk(grid[chosen], { from, to: outOfSample.to }).equity.at(-1) ?? NaN) - accountUsd;
  }
  return net;
}

describe('the null model', () => {
  it('is what backtests of its histories, each made anew, give to the last bit', () => {
    let trades = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const { context, from, to } = randomCase(seed);
      if (to <= from) continue;
      const { accountUsd } = context.settings.risk;
      const backtests = (blockBars: number, first: number) =>
        Array.from({ length: PATHS }, (_, k) => {
          const history = shuffledHistory(context, blockBars, first + k);
          return backtestMetrics(history.candles, simulate(history, from, to), accountUsd);
        });
      const walks = backtests(1, seed);
      const median = (values: readonly number[]): number =>
        quantile(Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort(), 0.5);
      const model = nullModel(context, { from, to }, seed, null);
      expect([...model.shuffledNets]).toEqual(backtests(24, seed + 1000).map(({ net }) => net));
      expect(model.walks.net).toBe(median(walks.map(({ net }) => net)));
      expect(model.walks.winRate).toEqual(median(walks.map(({ winRate }) => winRate)));
      expect(model.walks.maxDrawdown).toBe(median(walks.map(({ maxDrawdown }) => maxDrawdown)));
      expect(model.walks.tradesPerWeek).toBeCloseTo(median(walks.map(({ tradesPerWeek }) => tradesPerWeek)), 12);
      walks[0].daily.equity.forEach((_, day) => {
        const accounts = Float64Array.from(walks, ({ daily }) => daily.equity[day]).sort();
        expect(model.walks.band.low[day]).toBe(quantile(accounts, 0.05));
        expect(model.walks.band.median[day]).toBe(accounts[9]);
        expect(model.walks.band.high[day]).toBe(quantile(accounts, 0.95));
      });
      trades += walks.reduce((sum, walk) => sum + walk.trades, 0);
    }
    expect(trades).toBeGreaterThan(1000);
  });

  it.each(['anchored', 'rolling'] as const)(
    'walks its random walks forward as a walk-forward (%s) by slow steps would, to the last bit',
    (scheme) => {
      let different = 0;
      for (let seed = 1; seed <= 6; seed++) {
        // With costs of a venue most random walks find no setting that pays, and stay out.
        const settings = strategySettings({
          windows: { olsBeta: 30, zscore: 20, adv: 10, realizedVol: 24 },
          costs: { feeBps: 0.1, slippageBps: 0.1 },
        });
        const context = decisionContext(simulatedFrame({ bars: 700, seed, outage: [300, 301, 450] }), settings);
        const [from, to] = [40, 690];
        const walkForward: WalkForwardSettings = {
          scheme,
          inSampleShare: 0.6,
          inSampleBars: 150,
          outOfSampleBars: 80,
          grid: {
            windows: { zscore: [20, 40] },
            thresholds: { zIn: [1.2, 1.6], zOut: [0] },
            strategy: { direction: ['revert', 'follow'], model: ['residual', 'fixed-beta'] },
          },
        };
        const nets = Array.from({ length: PATHS }, (_, k) =>
          slowForwardNet(shuffledHistory(context, 1, seed + k), { from, to }, walkForward),
        );
        const { walks } = nullModel(context, { from, to }, seed, walkForward);
        expect(walks.walkForwardNet, `seed ${seed}`).toBe(quantile(Float64Array.from(nets).sort(), 0.5));
        if (walks.walkForwardNet !== 0) different++;
        expect(nullModel(context, { from, to }, seed, null).walks.walkForwardNet).toBeNull();
      }
      expect(different).toBeGreaterThan(4);
    },
  );

  it('shuffles in one memory: the history of a seed does not depend on those before it', () => {
    const { context } = randomCase(5);
    const { history, shuffle } = shuffledSpread(context);
    shuffle(1, 1);
    const first = [history.candles.y.close.slice(), history.features.z.slice()];
    shuffle(24, 2);
    expect([history.candles.y.close, history.features.z]).not.toEqual(first);
    shuffle(1, 1);
    expect([history.candles.y.close, history.features.z]).toEqual(first);
  });

  it('leaves x, the volumes and what nothing traded in where they are, and opens each bar at the close before', () => {
    const { context } = randomCase(8);
    const { history, shuffle } = shuffledSpread(context);
    shuffle(1, 3);
    const { x, y, filled } = history.candles;
    expect(filled.includes(1)).toBe(true);
    expect(x).toBe(context.candles.x);
    expect(y.volume).toBe(context.candles.y.volume);
    for (let i = 1; i < filled.length; i++) {
      expect(y.open[i]).toBe(y.close[i - 1]);
      if (filled[i] === 1) expect(y.close[i]).toBeCloseTo(y.close[i - 1], 9);
    }
  });
});
