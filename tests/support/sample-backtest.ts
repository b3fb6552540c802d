import type { BacktestResult, RandomWalkBand } from '../../src/core/backtest/backtest-result.ts';
import { backtestMetrics } from '../../src/core/backtest/metrics/backtest-metrics.ts';
import { simulate } from '../../src/core/backtest/simulate.ts';
import type { Gate, Verdict } from '../../src/core/backtest/verdict.ts';
import type { WalkForwardResult } from '../../src/core/backtest/walk-forward-result.ts';
import type { AlignedCandles } from '../../src/core/domain/aligned-candles.ts';
import type { StrategySettings } from '../../src/core/domain/settings.ts';
import { warmUpBars } from '../../src/core/features/feature-frame.ts';
import { backtestReport } from '../../src/core/report/backtest-report.ts';
import type { ChartAssets } from '../../src/core/report/html-page.ts';
import { simulatedFrame } from './simulated-frame.ts';
import { strategySettings } from './strategy-settings.ts';
import { decisionContext } from './walk-history.ts';

interface SampleOptions {
  readonly candles?: AlignedCandles;
  readonly settings?: StrategySettings;
  readonly changed?: Partial<BacktestResult>;
}

/** The report of a backtest that is judged already. */
export const reportPage = (result: BacktestResult, assets: ChartAssets): string =>
  backtestReport(result, assets)(result);

/**
 * A backtest as a report gets it: real candles, features, trades and metrics; intervals, gates, band and walk-forward set by
 * hand around them.
 */
export function sampleBacktest({
  candles = simulatedFrame({ bars: 4000, outage: [1500, 1501], missingX: [2000] }),
  settings = strategySettings({ costs: { feeBps: 5, slippageBps: 2 } }),
  changed = {},
}: SampleOptions = {}): BacktestResult {
  const context = decisionContext(candles, settings);
  const simulation = simulate(context, Math.min(warmUpBars(settings), candles.ts.length), candles.ts.length);
  const metrics = backtestMetrics(candles, simulation, settings.risk.accountUsd);
  const around = (value: number, by: number) => ({ low: value - by, high: value + by });
  return {
    pair: { x: 'BTC/USDT', y: 'ETH/USDT' },
    venue: 'binance',
    timeframe: '1h',
    settings,
    candles,
    features: context.features,
    simulation,
    metrics,
    intervals: {
      net: around(metrics.net, 9_500),
      gross: around(metrics.gross, 9_400),
      calmar: around(metrics.calmar, 2),
      payoff: around(metrics.payoff, 0.2),
      breakevenCostBps: around(metrics.breakevenCostBps, 6),
      tradesPerWeek: around(metrics.tradesPerWeek, 0.4),
      exposure: around(metrics.exposure, 0.05),
      turnoverPerYear: around(metrics.turnoverPerYear, 12),
      avgTrade: around(metrics.avgTrade, 40),
      winRate: around(metrics.winRate, 0.06),
      sharpe: around(metrics.sharpe, 1.1),
      sortino: around(metrics.sortino, 1.7),
      maxDrawdown: around(metrics.maxDrawdown, 0.03),
      profitFactor: { low: NaN, high: NaN },
      avgHoldBars: around(metrics.avgHoldBars, 2.5),
    },
    verdict: sampleVerdict(metrics.net, metrics.winRate, metrics.tradesPerWeek, metrics.maxDrawdown),
    randomWalkBand: sampleBand(metrics.daily.days.length, settings.risk.accountUsd),
    walkForward: null,
    manifest: {
      runId: '20240601T000000Z-3f9a1c',
      configHash: 'sha256:5b1f0c2e9d47aa13',
      codeVersion: '0.1.0',
      dataHash: 'sha256:e07c4411b2907fd8a3c1',
      seed: 42,
    },
    ...changed,
  };
}

function sampleVerdict(net: number, winRate: number, tradesPerWeek: number, maxDrawdown: number): Verdict {
  const gate = (
    id: string,
    label: string,
    value: number,
    threshold: string,
    pass: boolean,
    unit: Gate['unit'],
    randomWalk: number | null = null,
  ): Gate => ({ id, label, value, threshold, pass, unit, randomWalk });
  return {
    level: 'NOT PROVEN',
    sentence: 'NOT PROVEN: earned a profit that a lucky random walk could have made; 4 of 10 gates are failed',
    gates: [
      gate('ruin', 'The account was never ruined', 0, 'no ruin', true, 'count', 0.41),
      gate('trades_per_week', 'Trades a week', tradesPerWeek, '1 – 3', tradesPerWeek <= 3, 'ratio', 1.94),
      gate('win_rate', 'Win rate', winRate, '55 – 65 %', false, 'percent', 0.583),
      gate('max_drawdown', 'Largest drawdown', maxDrawdown, '< 10 %', maxDrawdown < 0.1, 'percent', 0.874),
      gate('net', 'Net P&L', net, '> $0', net > 0, 'usd', -12_804.22),
      gate('net_interval', 'Lower end of the net’s 95 % interval', net - 9_500, '> $0', net > 9_500, 'usd'),
      gate('deflated_sharpe', 'Deflated Sharpe over 46 trials', 0.9505, '≥ 0.95', true, 'ratio'),
      gate('placebo', 'Share of block-shuffled versions that do better', 0.31, '≤ 5 %', false, 'percent'),
      gate('breakeven', 'Break-even cost', 9.4, '> 7 bps', true, 'bps', -1.7),
      gate('walk_forward', 'Walk-forward net', NaN, '> $0', false, 'usd'),
    ],
  };
}

/** A band that opens as the square root of time. */
function sampleBand(days: number, accountUsd: number): RandomWalkBand {
  const at = (drift: number, width: number): Float64Array =>
    Float64Array.from({ length: days }, (_, d) => accountUsd + drift * d + width * Math.sqrt(d));
  return { low: at(-9, -420), median: at(-9, 0), high: at(-9, 420) };
}

/** Three folds over a result's own equity: one with a choice, one that stays out, one with a choice. */
export function sampleWalkForward({ metrics, settings, simulation, candles }: BacktestResult): WalkForwardResult {
  const { from, to, equity } = simulation;
  const middle = Math.floor((from + to) / 2);
  const at = (i: number): number => candles.ts[Math.min(i, to - 1)];
  const fold = (k: number): WalkForwardResult['folds'][number] => {
    const length = Math.floor((to - middle) / 3);
    const isOut = k === 1;
    return {
      inSample: { from: at(from), to: at(middle + k * length - 300) },
      outOfSample: { from: at(middle + k * length), to: at(middle + (k + 1) * length) },
      purgedBars: 300,
      choice: isOut
        ? null
        : {
            ...settings,
            strategy: { model: 'fixed-beta', direction: k === 0 ? 'revert' : 'follow', kalmanNoise: null },
          },
      inSampleFigures: isOut ? null : metrics,
      outOfSampleFigures: isOut
        ? null
        : { ...metrics, net: -812.4, sharpe: -0.61, winRate: 0.52, trades: 41, maxDrawdown: 0.071 },
    };
  };
  return {
    scheme: 'anchored',
    settingsTried: 48,
    folds: [fold(0), fold(1), fold(2)],
    trades: simulation.trades.slice(-82),
    ts: candles.ts.slice(middle, to),
    equity: equity.slice(middle - from),
    net: -1624.8,
    sharpe: -0.44,
    maxDrawdown: 0.071,
    intervals: { net: { low: -4210.2, high: 903.6 }, sharpe: { low: -1.21, high: 0.3 } },
  };
}
