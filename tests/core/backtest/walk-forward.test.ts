import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeOut } from '../../../src/core/backtest/close-out.ts';
import { foldRanges, memoryBars } from '../../../src/core/backtest/fold-ranges.ts';
import { dailyPnl } from '../../../src/core/backtest/metrics/daily-pnl.ts';
import { sharpe } from '../../../src/core/backtest/metrics/ratios.ts';
import { settingsGrid } from '../../../src/core/backtest/settings-grid.ts';
import { simulate, type Simulation } from '../../../src/core/backtest/simulate.ts';
import { walkForward } from '../../../src/core/backtest/walk-forward.ts';
import type { WalkForwardContext } from '../../../src/core/backtest/walk-folds.ts';
import type { WalkForwardSettings } from '../../../src/core/backtest/walk-forward-settings.ts';
import { firstIndexAt, type AlignedCandles } from '../../../src/core/domain/aligned-candles.ts';
import type { CandleColumns } from '../../../src/core/domain/candle.ts';
import type { StrategySettings } from '../../../src/core/domain/settings.ts';
import { HOUR, simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext } from '../../support/walk-history.ts';

const BASE = strategySettings({
  windows: { olsBeta: 60, zscore: 40, adv: 20, realizedVol: 48 },
  costs: { feeBps: 5, slippageBps: 2 },
});

const ANCHORED: WalkForwardSettings = {
  scheme: 'anchored',
  inSampleShare: 0.7,
  inSampleBars: 800,
  outOfSampleBars: 300,
  grid: {
    windows: { zscore: [40, 60] },
    thresholds: { zIn: [1.5, 2], zOut: [0, 0.5] },
    strategy: { direction: ['revert', 'follow'], model: ['fixed-beta', 'residual'] },
  },
};
const ROLLING: WalkForwardSettings = { ...ANCHORED, scheme: 'rolling' };

const contextOf = (candles: AlignedCandles, settings: StrategySettings = BASE): WalkForwardContext => ({
  candles,
  settings,
  funding: { x: [], y: [] },
  rules: { x: null, y: null },
});
const whole = (candles: AlignedCandles) => ({ from: 0, to: candles.ts.length });

/** One setting over some bars, flat at both ends, by the slow and obvious way. */
function segment(candles: AlignedCandles, settings: StrategySettings, from: number, to: number): Simulation {
  const context = decisionContext(candles, settings);
  return closeOut(context, simulate(context, from, to));
}

const sharpeOf = ({ ts }: AlignedCandles, { from, to, equity }: Simulation): number =>
  sharpe(dailyPnl(ts.subarray(from, to), equity, BASE.risk.accountUsd).pnl);

/** The frame with every price of some bars multiplied. */
function withMoved(candles: AlignedCandles, from: number, to: number, factor: number): AlignedCandles {
  const leg = (columns: CandleColumns, by: number): CandleColumns => {
    const moved = (column: Float64Array) => column.map((value, i) => (i >= from && i < to ? value * by : value));
    const { open, high, low, close } = columns;
    return { ...columns, open: moved(open), high: moved(high), low: moved(low), close: moved(close) };
  };
  return { ...candles, x: leg(candles.x, 1 / factor), y: leg(candles.y, factor) };
}

const reverting = simulatedFrame({ bars: 2400, seed: 3, outage: [500, 501, 502, 1700] });

describe('a walk-forward', () => {
  test('anchored at 70/30 is one fold that chooses the best Sharpe ratio net of costs on the first 70 % of the bars', () => {
    const { folds, settingsTried } = walkForward(contextOf(reverting), whole(reverting), ANCHORED);
    const grid = settingsGrid(BASE, ANCHORED.grid);
    const ratios = grid.map((settings) => sharpeOf(reverting, segment(reverting, settings, 0, 1680)));
    const best = ratios.indexOf(Math.max(...ratios.filter((ratio) => !Number.isNaN(ratio))));
    expect(settingsTried).toBe(32);
    expect(folds).toHaveLength(1);
    expect(folds[0].inSample).toEqual({ from: reverting.ts[0], to: reverting.ts[1680] });
    expect(folds[0].choice).toEqual(grid[best]);
    expect(folds[0].inSampleFigures?.sharpe).toBe(ratios[best]);
    expect(folds[0].outOfSample.to).toBe(reverting.ts[2399] + HOUR);
  });

  test('reports out of sample what the chosen setting earns on exactly the bars after the purge', () => {
    const result = walkForward(contextOf(reverting), whole(reverting), ANCHORED);
    const { choice, outOfSample, outOfSampleFigures } = result.folds[0];
    if (choice === null) throw new Error('no choice');
    const from = firstIndexAt(reverting.ts, outOfSample.from);
    const judged = segment(reverting, choice, from, 2400);
    expect(result.trades).toEqual(judged.trades);
    expect(result.equity).toEqual(judged.equity);
    expect(outOfSampleFigures?.sharpe).toBe(sharpeOf(reverting, judged));
    expect(outOfSampleFigures?.net).toBeCloseTo(result.net, 6);
    expect(judged.trades.length).toBeGreaterThan(3);
  });

  test('chooses following where following pays, not only reverting', () => {
    // Costs are gone and a random walk is quiet: what is left is chance, and either direction may win it.
    const directions = [1, 2, 3, 4, 5, 6].map((seed) => {
      const candles = simulatedFrame({ bars: 1500, seed, halfLifeBars: Infinity });
      const free = { ...BASE, costs: { feeBps: 0, slippageBps: 0 } };
      return walkForward(contextOf(candles, free), whole(candles), ANCHORED).folds[0].choice?.strategy.direction;
    });
    expect(new Set(directions)).toEqual(new Set(['revert', 'follow']));
  });

  test('stays out of a fold in which no setting was positive in sample, and its equity is flat there', () => {
    const candles = simulatedFrame({ bars: 2000, seed: 4, halfLifeBars: Infinity });
    const dear = { ...BASE, costs: { feeBps: 60, slippageBps: 60 } };
    const {
      folds,
      trades,
      equity,
      net,
      sharpe: ratio,
    } = walkForward(contextOf(candles, dear), whole(candles), ROLLING);
    expect(folds.length).toBeGreaterThan(2);
    for (const fold of folds) {
      expect(fold.choice).toBeNull();
      expect(fold.inSampleFigures).toBeNull();
      expect(fold.outOfSampleFigures).toBeNull();
    }
    expect(trades).toEqual([]);
    expect(new Set(equity)).toEqual(new Set([BASE.risk.accountUsd]));
    expect(net).toBe(0);
    expect(ratio).toBeNaN();
  });

  test.each([
    ['anchored', ANCHORED],
    ['rolling', ROLLING],
  ])('%s: changing bars after a fold’s in-sample end changes no choice of that fold', (_, settings) => {
    const before = walkForward(contextOf(reverting), whole(reverting), settings).folds;
    expect(before.some(({ choice }) => choice !== null)).toBe(true);
    fc.assert(
      fc.property(
        fc.nat(before.length - 1),
        fc.nat(reverting.ts.length),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        (k, offset, length, factor) => {
          const end = firstIndexAt(reverting.ts, before[k].inSample.to);
          const from = Math.min(end + (offset % (reverting.ts.length - end)), reverting.ts.length - 1);
          const changed = withMoved(reverting, from, from + length, factor);
          const after = walkForward(contextOf(changed), whole(changed), settings).folds;
          for (const [j, fold] of before.entries()) {
            if (firstIndexAt(reverting.ts, fold.inSample.to) > from) continue;
            expect(after[j].choice).toEqual(fold.choice);
            expect(after[j].inSampleFigures).toEqual(fold.inSampleFigures);
            expect(after[j].purgedBars).toBe(fold.purgedBars);
          }
        },
      ),
      { numRuns: 25, seed: 7 },
    );
  });

  test('changing every bar after the in-sample end at once changes no choice either', () => {
    const [fold] = walkForward(contextOf(reverting), whole(reverting), ANCHORED).folds;
    const changed = withMoved(reverting, 1680, 2400, 1.7);
    const [after] = walkForward(contextOf(changed), whole(changed), ANCHORED).folds;
    expect(after.choice).toEqual(fold.choice);
    expect(after.inSampleFigures).toEqual(fold.inSampleFigures);
    expect(after.outOfSampleFigures).not.toEqual(fold.outOfSampleFigures);
  });

  test('leaves out at least the longest window plus the longest hold, so that no out-of-sample trade reads an in-sample bar', () => {
    const single = { ...ANCHORED, grid: { thresholds: { zIn: [1.5] }, strategy: { model: ['residual' as const] } } };
    const before = walkForward(contextOf(reverting), whole(reverting), single);
    const [fold] = before.folds;
    if (fold.choice === null) throw new Error('no choice');
    const held = segment(reverting, fold.choice, 0, 1680).trades.map(({ barsHeld }) => barsHeld);
    expect(fold.purgedBars).toBe(BASE.windows.olsBeta + BASE.windows.zscore + Math.max(...held));
    // The in-sample bars become another history, and the same choice is judged just the same.
    const changed = withMoved(reverting, 100, 1680, 1.3);
    const judge = (candles: AlignedCandles) =>
      segment(candles, fold.choice ?? BASE, 1680 + BASE.windows.olsBeta + BASE.windows.zscore, 2400).trades;
    const [was, is] = [judge(reverting), judge(changed)];
    expect(was.length).toBeGreaterThan(3);
    expect(is.map(({ entryTs, exitTs }) => [entryTs, exitTs])).toEqual(
      was.map(({ entryTs, exitTs }) => [entryTs, exitTs]),
    );
    for (const [k, trade] of is.entries()) expect(trade.net).toBeCloseTo(was[k].net, 6);
  });

  test('rolls over folds that judge no bar twice, each flat at both ends', () => {
    const { folds, trades, ts, equity, net } = walkForward(contextOf(reverting), whole(reverting), ROLLING);
    expect(folds.length).toBe(5);
    for (const [k, fold] of folds.entries()) {
      expect(fold.inSample.to - fold.inSample.from).toBe(800 * HOUR);
      expect(fold.outOfSample.from).toBe(fold.inSample.to + fold.purgedBars * HOUR);
      if (k > 0) {
        expect(fold.inSample.from - folds[k - 1].inSample.from).toBe(300 * HOUR);
        expect(fold.outOfSample.from).toBeGreaterThanOrEqual(folds[k - 1].outOfSample.to);
      }
    }
    for (const trade of trades) {
      const fold = folds.find(({ outOfSample: { from, to } }) => trade.entryDecisionTs >= from && trade.exitTs <= to);
      expect(fold).toBeDefined();
    }
    expect([...ts].every((time, i) => i === 0 || time > ts[i - 1])).toBe(true);
    const total = trades.reduce((sum, trade) => sum + trade.net, 0);
    expect(net).toBeCloseTo(total, 6);
    expect(equity.at(-1)).toBeCloseTo(BASE.risk.accountUsd + total, 6);
    expect(folds.reduce((sum, fold) => sum + (fold.outOfSampleFigures?.net ?? 0), 0)).toBeCloseTo(total, 6);
  });

  test('has no folds where the bars are too few for one', () => {
    const candles = simulatedFrame({ bars: 300 });
    const anchored = walkForward(contextOf(candles), whole(candles), ANCHORED);
    expect(anchored.folds).toEqual([]);
    expect(anchored.equity).toHaveLength(0);
    expect(walkForward(contextOf(candles), whole(candles), ROLLING).folds).toEqual([]);
  });
});

describe('the end of a segment', () => {
  test('closes an open position at the last close, with slippage and fees, so that trades add up to the equity change', () => {
    const context = decisionContext(reverting, BASE);
    let closed = 0;
    for (let to = 200; to < 2400; to += 53) {
      const open = simulate(context, 150, to);
      const flat = closeOut(context, open);
      const net = flat.trades.reduce((sum, trade) => sum + trade.net, 0);
      expect(flat.openPosition).toBeNull();
      expect(flat.pending).toBeNull();
      expect(flat.equity.at(-1)).toBeCloseTo(BASE.risk.accountUsd + net, 6);
      if (open.openPosition === null) {
        expect(flat.trades).toEqual(open.trades);
        continue;
      }
      closed++;
      const trade = flat.trades.at(-1);
      expect(trade?.exitReason).toBe('SEGMENT_END');
      expect(trade?.exitTs).toBe(reverting.ts[to - 1] + HOUR);
      const sign = Math.sign(open.openPosition.fills.y.quantity);
      expect(trade?.exitPrice.y).toBe(reverting.y.close[to - 1] * (1 - sign * 0.0002));
      expect(flat.fees).toBeCloseTo(
        flat.trades.reduce((sum, { fees }) => sum + fees, 0),
        9,
      );
      expect(flat.slippage).toBeCloseTo(
        flat.trades.reduce((sum, { slippage }) => sum + slippage, 0),
        9,
      );
    }
    expect(closed).toBeGreaterThan(5);
  });
});

describe('folds', () => {
  test('of a filter that ranks volatility are purged by its window too', () => {
    const ranked = strategySettings({ filters: { maxSpreadVolPercentile: 90 } });
    expect(memoryBars(ranked)).toBe(200 + 100 + 720);
    expect(memoryBars(strategySettings())).toBe(300);
    expect(memoryBars(strategySettings({ windows: { realizedVol: 500 } }))).toBe(501);
  });

  test('end with a shorter one when the bars run out', () => {
    const ranges = foldRanges({ from: 10, to: 1300 }, ROLLING, 100);
    expect(ranges.map(({ outOfSample }) => outOfSample)).toEqual([
      { from: 910, to: 1210 },
      { from: 1210, to: 1300 },
    ]);
  });
});
