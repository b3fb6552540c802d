import { describe, expect, test } from 'vitest';
import { auditLookAhead } from '../../src/core/backtest/audit-look-ahead.ts';
import { auditUnits } from '../../src/core/backtest/audit-units.ts';
import { auditWarmUp } from '../../src/core/backtest/audit-warm-up.ts';
import { alignCandles, type AlignedCandles } from '../../src/core/domain/aligned-candles.ts';
import { candleColumns } from '../../src/core/domain/candle-merge.ts';
import type { ClosedTrade } from '../../src/core/domain/position.ts';
import { warmUpBars } from '../../src/core/features/feature-frame.ts';
import { hasSharedData, loadSharedCandles } from '../support/shared-data.ts';
import { HOUR } from '../support/simulated-frame.ts';
import { strategySettings } from '../support/strategy-settings.ts';
import { decisionContext, walkHistory } from '../support/walk-history.ts';

function realFrame(kind: 'spot' | 'perpetual'): AlignedCandles {
  const suffix = kind === 'spot' ? '' : '-PERP';
  const leg = (base: string) =>
    candleColumns(loadSharedCandles(`candles/binance_${base}-USDT${suffix}_1h.csv.gz`) ?? []);
  return alignCandles(leg('BTC'), leg('ETH'), HOUR);
}

const sum = (trades: readonly ClosedTrade[], key: 'net' | 'fees' | 'slippage'): number =>
  trades.reduce((total, trade) => total + trade[key], 0);

describe.skipIf(!hasSharedData)(
  'the results an independent program got from the same candles (needs the shared data)',
  () => {
    const spot = hasSharedData ? realFrame('spot') : null;

    const cases = [
      {
        name: 'fixed-beta, revert',
        settings: strategySettings(),
        expected: {
          trades: 177,
          net: '-40044.90',
          fees: '10360.73',
          slippage: '5180.36',
          stops: 39,
          maxDrawdown: '1.00112',
        },
        ruinedOn: '2021-06-10T10:00Z',
      },
      {
        name: 'rolling-beta',
        settings: strategySettings({ strategy: { model: 'rolling-beta' } }),
        expected: {
          trades: 285,
          net: '-2090.20',
          fees: '18534.83',
          slippage: '9267.42',
          stops: 64,
          maxDrawdown: '0.24921',
        },
        ruinedOn: null,
      },
      {
        name: 'residual',
        settings: strategySettings({ strategy: { model: 'residual' } }),
        expected: {
          trades: 240,
          net: '-40110.11',
          fees: '13879.23',
          slippage: '6939.61',
          stops: 46,
          maxDrawdown: '1.00265',
        },
        ruinedOn: '2022-02-07T03:00Z',
      },
      {
        name: 'follow, z window 200, z_out 0',
        settings: strategySettings({
          strategy: { direction: 'follow' },
          windows: { zscore: 200 },
          thresholds: { zOut: 0 },
        }),
        expected: {
          trades: 276,
          net: '38332.95',
          fees: '18514.42',
          slippage: '9257.23',
          stops: 0,
          maxDrawdown: '0.12298',
        },
        ruinedOn: null,
      },
      {
        name: 'perpetuals, fee 5, slippage 2, no funding',
        settings: strategySettings({ costs: { feeBps: 5, slippageBps: 2 } }),
        expected: {
          trades: 292,
          net: '-40189.50',
          fees: '9878.11',
          slippage: '3951.24',
          stops: 70,
          maxDrawdown: '1.00469',
        },
        ruinedOn: '2022-06-14T00:00Z',
      },
    ];

    test.each(cases)('$name', ({ name, settings, expected, ruinedOn }) => {
      const frame = name.startsWith('perpetuals') ? realFrame('perpetual') : spot;
      if (frame === null) throw new Error('no candles');
      const history = walkHistory(decisionContext(frame, settings));
      const { trades } = history;
      expect({
        trades: trades.length,
        net: sum(trades, 'net').toFixed(2),
        fees: sum(trades, 'fees').toFixed(2),
        slippage: sum(trades, 'slippage').toFixed(2),
        stops: trades.filter((trade) => trade.exitReason === 'STOP').length,
        maxDrawdown: history.maxDrawdown.toFixed(5),
      }).toEqual(expected);
      expect(history.ruinedOn).toBe(ruinedOn === null ? null : Date.parse(ruinedOn));
      expect(trades.filter((trade) => trade.exitReason === 'RUIN')).toHaveLength(ruinedOn === null ? 0 : 1);
    });

    test('the joint frame has 56,952 bars, 122 of them filled, and no hour that only one leg has', () => {
      expect(spot?.ts.length).toBe(56_952);
      expect(spot?.filled.reduce((count, flag) => count + flag, 0)).toBe(122);
      expect(spot?.gaps).toEqual([]);
    });

    test('the first trade of the default case', () => {
      if (spot === null) throw new Error('no candles');
      const [trade] = walkHistory(decisionContext(spot, strategySettings())).trades;
      expect(trade).toMatchObject({
        side: 'short_spread',
        entryDecisionTs: Date.parse('2018-01-24T23:00Z'),
        entryTs: Date.parse('2018-01-25T00:00Z'),
        exitReason: 'STOP',
      });
      expect(trade.quantity.y).toBeCloseTo(-17.457562815864584, 10);
      expect(trade.quantity.x).toBeCloseTo(1.6738086930645555, 11);
      expect(trade.beta).toBeCloseTo(1.025657359636493, 11);
      expect(trade.zEntry).toBeCloseTo(2.102515037030192, 10);
      expect(trade.net).toBeCloseTo(-2141.25, 2);
    });
  },
);

describe.skipIf(!hasSharedData)('the Kalman filter on real candles (needs the shared data)', () => {
  const frame = hasSharedData ? realFrame('spot') : null;

  test('looks at no later bar, needs no longer history and knows no unit', () => {
    if (frame === null) return;
    const settings = strategySettings({ strategy: { model: 'kalman' } });
    const context = decisionContext(frame, settings);
    const range = { from: warmUpBars(settings), to: frame.ts.length };
    const sample = { sample: 150, seed: 1 };
    for (const audit of [
      auditLookAhead(context, range, sample),
      auditWarmUp(context, range, sample),
      auditUnits(context, range),
    ]) {
      expect(audit).toMatchObject({ outcome: 'pass', differences: [] });
    }
  });
});
