import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/core/backtest/simulate.ts';
import { whatIf } from '../../../src/core/book/what-if.ts';
import { barIndex } from '../../../src/core/domain/aligned-candles.ts';
import { openPnl } from '../../../src/core/domain/position.ts';
import { handmadeContext } from '../../support/handmade-context.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { randomCase } from '../backtest/random-context.ts';

const Z = [0, -2.5, -1.5, -0.2, 0, 0];
const FREE = strategySettings({ costs: { feeBps: 0, slippageBps: 0 } });

describe('an entry that was refused', () => {
  test('is opened at the next open, closed by the rules, and told as a round trip', () => {
    // ETH opens at 2,500 on bar 2, and at 2,550 on bar 4, after the exit of bar 3.
    const open = [2500, 2500, 2500, 2500, 2550, 2550];
    const context = handmadeContext({
      z: Z,
      open: { x: 50_000, y: open },
      advUsd: { x: 1e6, y: 1e9 },
      settings: FREE,
    });
    const { closed, pnl } = whatIf(context, 1, 'ENTER_LONG_SPREAD') ?? { closed: null, pnl: NaN };
    expect(closed).toMatchObject({
      side: 'long_spread',
      entryDecisionTs: context.candles.ts[1],
      entryTs: context.candles.ts[2],
      exitTs: context.candles.ts[4],
      exitReason: 'EXIT',
      barsHeld: 2,
    });
    // 200 / 0.02 = $10,000 of ETH, up 2 %.
    expect(pnl).toBeCloseTo(200, 9);
    expect(closed?.net).toBe(pnl);
  });

  test('counts what it would be worth by now while it is still open', () => {
    const context = handmadeContext({ z: [0, -2.5, -1.5, -1.4], close: { x: 50_000, y: [2500, 2500, 2500, 2525] } });
    const found = whatIf(context, 1, 'ENTER_LONG_SPREAD');
    expect(found?.closed).toBeNull();
    // 1 % of $10,000, less slippage and fees of both legs: 15 bps of $10,000 and of $12,500, the fee on the slipped price.
    expect(found?.pnl).toBeCloseTo(100 - 15 - 18.75, 1);
  });

  test('has earned nothing yet while it waits for its open', () => {
    const context = handmadeContext({ z: [0, -2.5] });
    expect(whatIf(context, 1, 'ENTER_LONG_SPREAD')).toEqual({ closed: null, pnl: 0 });
  });

  test.each([
    ['beta is not above 0', { z: Z, beta: -0.1 }],
    ['sigma is 0', { z: Z, sigma: 0 }],
  ])('cannot be computed where %s', (_, made) => {
    expect(whatIf(handmadeContext(made), 1, 'ENTER_LONG_SPREAD')).toBeNull();
  });

  test('cannot be computed where a leg is rounded to nothing', () => {
    const rules = { symbol: 'BTC/USDT', kind: 'spot', lotStep: 10, minQuantity: null, tickSize: null } as const;
    const context = handmadeContext({ z: Z, rules: { x: { ...rules, minNotional: null }, y: null } });
    expect(whatIf(context, 1, 'ENTER_LONG_SPREAD')).toBeNull();
  });
});

test('forcing an entry that was traded gives the very trade that the simulation made', () => {
  let trades = 0;
  let open = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      const random = randomCase(seed).context;
      // Without ruin, which depends on the whole account's past.
      const settings = { ...random.settings, risk: { ...random.settings.risk, accountUsd: 1e7 } };
      const context = { ...random, settings };
      const end = context.candles.ts.length;
      const simulation = simulate(context, 0, end);
      for (const trade of simulation.trades) {
        const event = trade.side === 'long_spread' ? 'ENTER_LONG_SPREAD' : 'ENTER_SHORT_SPREAD';
        const found = whatIf(context, barIndex(context.candles, trade.entryDecisionTs), event);
        expect(found).toEqual({ closed: trade, pnl: trade.net });
        trades++;
      }
      const position = simulation.openPosition;
      if (position === null || simulation.pending !== null) return;
      const event = position.side === 'long_spread' ? 'ENTER_LONG_SPREAD' : 'ENTER_SHORT_SPREAD';
      const close = { x: context.candles.x.close[end - 1], y: context.candles.y.close[end - 1] };
      const found = whatIf(context, barIndex(context.candles, position.entry.decidedOn), event);
      expect(found).toEqual({ closed: null, pnl: openPnl(position, close) });
      open++;
    }),
    { numRuns: 100 },
  );
  expect(trades).toBeGreaterThan(100);
  expect(open).toBeGreaterThan(0);
});

test('the mark of an open position is what the backtest calls its open P&L', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      const { context } = randomCase(seed);
      const { candles, settings } = context;
      const simulation = simulate(context, 0, candles.ts.length);
      if (simulation.openPosition === null) return;
      const last = candles.ts.length - 1;
      const net = simulation.trades.reduce((sum, trade) => sum + trade.net, 0);
      const mark = openPnl(simulation.openPosition, { x: candles.x.close[last], y: candles.y.close[last] });
      expect(mark).toBeCloseTo(simulation.equity[last] - settings.risk.accountUsd - net, 6);
    }),
    { numRuns: 40 },
  );
});
