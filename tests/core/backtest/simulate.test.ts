import { describe, expect, it } from 'vitest';
import { simulate } from '../../../src/core/backtest/simulate.ts';
import { equity, settle } from '../../../src/core/book/settle.ts';
import { newBook, type ClosedTrade } from '../../../src/core/domain/position.ts';
import { decide } from '../../../src/core/strategy/decide.ts';
import type { DecisionContext } from '../../../src/core/strategy/decision-context.ts';
import { simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext } from '../../support/walk-history.ts';
import { randomCase } from './random-context.ts';

const CASES = 500;

/** `settle` and `decide` on every bar: slow, and plainly right. */
function everyBar({ candles, funding, settings, ...rest }: DecisionContext, from: number, to: number) {
  const context = { candles, funding, settings, ...rest };
  const trades: ClosedTrade[] = [];
  const curve: number[] = [];
  const refused: Record<string, number> = {};
  let barsInPosition = 0;
  let ruinedAt: number | null = null;
  let book = newBook(settings.risk.accountUsd);
  for (let i = from; i < to; i++) {
    const settled = settle(candles, funding, settings.costs, i, book);
    if (settled.book.isRuined && !book.isRuined) ruinedAt = candles.ts[i];
    book = settled.book;
    if (settled.closed !== null) trades.push(settled.closed);
    curve.push(equity(candles, i, book));
    if (book.position !== null) barsInPosition++;
    const decision = decide(context, i, book);
    if (decision.kind === 'trade') book = { ...book, pending: decision.order };
    if (decision.kind === 'refused') {
      // Both legs can be too small: that is one entry.
      const codes = decision.reasons.map(({ code }) => code);
      for (const code of codes.filter((one, k) => codes.indexOf(one) === k)) refused[code] = (refused[code] ?? 0) + 1;
    }
  }
  return { trades, curve, refused, barsInPosition, ruinedAt, book };
}

describe('a backtest', () => {
  it('gives what settling and deciding every single bar gives, whatever the history and the settings', () => {
    const seen = {
      trades: 0,
      ruined: 0,
      refused: 0,
      open: 0,
      pending: 0,
      stops: 0,
      funded: 0,
      breaks: 0,
      unhealthy: 0,
    };
    for (let seed = 1; seed <= CASES; seed++) {
      const { context, from, to } = randomCase(seed);
      const fast = simulate(context, from, to);
      const slow = everyBar(context, from, to);
      expect(fast.trades, `trades of seed ${seed}`).toEqual(slow.trades);
      expect([...fast.equity], `equity of seed ${seed}`).toEqual(slow.curve);
      expect(fast.refused).toEqual(slow.refused);
      expect(fast.ruinedAt).toBe(slow.ruinedAt);
      expect(fast.barsInPosition).toBe(slow.barsInPosition);
      expect(fast.openPosition).toEqual(slow.book.position);
      expect(fast.pending).toEqual(slow.book.pending);
      seen.trades += fast.trades.length;
      seen.stops += fast.trades.filter(({ exitReason }) => exitReason === 'STOP').length;
      seen.funded += fast.trades.filter(({ funding }) => funding !== 0).length;
      seen.breaks += fast.trades.filter(({ exitReason }) => exitReason === 'BREAK').length;
      seen.unhealthy += fast.refused.health ?? 0;
      if (fast.ruinedAt !== null) seen.ruined++;
      if (Object.keys(fast.refused).length > 0) seen.refused++;
      if (fast.openPosition !== null) seen.open++;
      if (fast.pending !== null) seen.pending++;
    }
    // The comparison is worth something only when everything happens in it.
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(5);
  });

  it('accounts for every cent: equity moves by the net of closed trades and the mark of the open one', () => {
    for (let seed = 1; seed <= CASES; seed++) {
      const { context, from, to } = randomCase(seed);
      const { trades, equity: curve, openPosition } = simulate(context, from, to);
      const { accountUsd } = context.settings.risk;
      const { x, y } = context.candles;
      let open = 0;
      if (openPosition !== null) {
        const { fills, fundingUsd } = openPosition;
        open =
          fills.x.quantity * (x.close[to - 1] - fills.x.price) +
          fills.y.quantity * (y.close[to - 1] - fills.y.price) -
          fills.x.feeUsd -
          fills.y.feeUsd +
          fundingUsd;
      }
      const closed = trades.reduce((sum, { net }) => sum + net, 0);
      expect(Math.abs((curve.at(-1) ?? accountUsd) - accountUsd - closed - open)).toBeLessThan(1e-6);
      for (const { net, gross, fees, slippage, funding } of trades) {
        expect(Math.abs(net - (gross - fees - slippage + funding))).toBeLessThan(1e-6);
      }
    }
  });

  it('decides and fills only from its first bar to before its end', () => {
    for (let seed = 1; seed <= CASES; seed++) {
      const { context, from, to } = randomCase(seed);
      const { ts } = context.candles;
      const { trades, equity: curve } = simulate(context, from, to);
      expect(curve).toHaveLength(Math.max(0, to - from));
      for (const trade of trades) {
        expect(trade.entryDecisionTs).toBeGreaterThanOrEqual(ts[from]);
        expect(trade.exitTs).toBeLessThanOrEqual(ts[to - 1]);
      }
    }
  });

  it('is a flat line when nothing calls for a trade', () => {
    const candles = simulatedFrame({ bars: 600 });
    const context = decisionContext(candles, strategySettings({ thresholds: { zIn: 50, zStop: 60 } }));
    const { trades, equity: curve, barsInPosition, turnoverUsd } = simulate(context, 0, 600);
    expect(trades).toEqual([]);
    expect(new Set(curve)).toEqual(new Set([40_000]));
    expect([barsInPosition, turnoverUsd]).toEqual([0, 0]);
  });
});
