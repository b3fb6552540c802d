import { expect, it } from 'vitest';
import { tradeStatistics } from '../../../src/core/backtest/metrics/trade-statistics.ts';
import { neighbourSettings } from '../../../src/core/backtest/neighbour-settings.ts';
import { settingNet } from '../../../src/core/backtest/setting-net.ts';
import { simulate } from '../../../src/core/backtest/simulate.ts';
import { decisionContext } from '../../support/walk-history.ts';
import { randomCase } from './random-context.ts';

it('the net of other settings is that of their own backtests, to the last bit', () => {
  let earned = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const { context, from, to } = randomCase(seed);
    const { settings, candles, funding, rules } = context;
    const netOf = settingNet(context, { from, to });
    const dear = { ...settings, costs: { feeBps: 2 * settings.costs.feeBps, slippageBps: 30 } };
    for (const other of [dear, ...neighbourSettings(settings), settings]) {
      const backtest = simulate(decisionContext(candles, other, { funding, rules }), from, to);
      const { net } = tradeStatistics(backtest.trades);
      expect(netOf(other), `seed ${seed}`).toBe(net);
      if (net !== 0) earned++;
    }
  }
  expect(earned).toBeGreaterThan(200);
});
