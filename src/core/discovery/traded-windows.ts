import { dailyPnl } from '../backtest/metrics/daily-pnl.ts';
import { simulate } from '../backtest/simulate.ts';
import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { StrategySettings } from '../domain/settings.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import { blockBootstrap } from '../stats/block-bootstrap.ts';
import { percentileInterval } from '../stats/percentile-interval.ts';

const WEEK_MS = 7 * 86_400_000;
/** Enough to place the ends of an interval within a tenth of its width. */
const RESAMPLES = 400;

export interface TradedWindows {
  readonly formation: { readonly entriesPerWeek: number; readonly winRate: number };
  /** Starts flat; features warm up in the formation window. */
  readonly heldOut: {
    readonly trades: number;
    readonly winRate: number;
    readonly net: number;
    readonly netInterval: readonly [number, number];
  };
}

/**
 * The configured rules, through the simulator every backtest uses, on both windows of a pair. Win rates are NaN without a
 * closed trade, the interval too.
 *
 * @param intervalSeed null to leave the interval out: it costs as much as all the rest
 */
export function tradedWindows(
  candles: AlignedCandles,
  features: FeatureColumns,
  formationBars: number,
  settings: StrategySettings,
  intervalSeed: number | null,
): TradedWindows {
  const context = {
    candles,
    features,
    funding: { x: [], y: [] },
    rules: { x: null, y: null },
    settings,
  };
  const bars = candles.ts.length;
  const past = simulate(context, 0, formationBars);
  const after = simulate(context, formationBars, bars);
  const entries = past.trades.length + (past.openPosition === null ? 0 : 1);
  const wins = (trades: typeof past.trades): number => trades.filter(({ net }) => net > 0).length / trades.length;
  const net = after.equity.length === 0 ? NaN : after.equity[after.equity.length - 1] - settings.risk.accountUsd;
  return {
    formation: {
      entriesPerWeek: entries / ((formationBars * candles.barMs) / WEEK_MS),
      winRate: wins(past.trades),
    },
    heldOut: {
      trades: after.trades.length,
      winRate: wins(after.trades),
      net,
      netInterval:
        intervalSeed === null
          ? [NaN, NaN]
          : netInterval(candles.ts.subarray(formationBars), after.equity, settings.risk.accountUsd, intervalSeed),
    },
  };
}

function netInterval(ts: Float64Array, equity: Float64Array, account: number, seed: number): readonly [number, number] {
  const { pnl } = dailyPnl(ts, equity, account);
  if (pnl.every((value) => value === 0)) return [NaN, NaN];
  const { net } = blockBootstrap(pnl, { net: sumOf }, { resamples: RESAMPLES, seed });
  const { low, high } = percentileInterval(net);
  return [low * account, high * account];
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
