import { describe, expect, it } from 'vitest';
import { entryTable } from '../../../src/core/backtest/entry-table.ts';
import { leanWalk } from '../../../src/core/backtest/lean-walk.ts';
import { backtestMetrics } from '../../../src/core/backtest/metrics/backtest-metrics.ts';
import { simulate } from '../../../src/core/backtest/simulate.ts';
import { walkGround } from '../../../src/core/backtest/walk-ground.ts';
import { tradedUsd } from '../../../src/core/domain/position.ts';
import { randomCase } from './random-context.ts';

describe("a sweep's inner loop", () => {
  it('gives the figures of a backtest to the last bit, whatever the history and the settings', () => {
    let trades = 0;
    let ruined = 0;
    let broken = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const { context, from, to } = randomCase(seed);
      if (to <= from) continue;
      const ground = walkGround(context.candles, context.funding, from, to);
      const table = entryTable(context);
      const daily = new Float64Array(ground.dayEnds.length).fill(NaN);
      const { thresholds } = context.settings;
      // The second setting finds the table filled by the first.
      for (const zIn of [thresholds.zIn, (thresholds.zOut + thresholds.zIn) / 2]) {
        const settings = { ...context.settings, thresholds: { ...thresholds, zIn } };
        const lean = leanWalk(ground, context.features, table, settings, daily);
        const simulation = simulate({ ...context, settings }, from, to);
        const full = backtestMetrics(context.candles, simulation, settings.risk.accountUsd);
        const exits = simulation.trades;
        expect(lean, `seed ${seed}`).toEqual({
          trades: full.trades,
          winners: exits.filter(({ net }) => net > 0).length,
          stops: full.stops,
          net: full.net,
          gross: full.gross,
          fees: full.fees,
          slippage: full.slippage,
          funding: full.funding,
          tradedUsd: exits.reduce((sum, trade) => sum + tradedUsd(trade), 0),
          barsHeld: exits.reduce((sum, { barsHeld }) => sum + barsHeld, 0),
          barsInPosition: simulation.barsInPosition,
          maxDrawdown: full.maxDrawdown,
          ruinedAt: simulation.ruinedAt,
          openQuantity: {
            x: simulation.openPosition?.fills.x.quantity ?? 0,
            y: simulation.openPosition?.fills.y.quantity ?? 0,
          },
        });
        expect([...daily], `daily equity of seed ${seed}`).toEqual([...full.daily.equity]);
        broken += exits.filter(({ exitReason }) => exitReason === 'BREAK').length;
        trades += lean.trades;
        if (lean.ruinedAt !== null) ruined++;
      }
    }
    expect(trades).toBeGreaterThan(1000);
    expect(ruined).toBeGreaterThan(20);
    expect(broken).toBeGreaterThan(100);
  });
});
