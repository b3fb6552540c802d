import { weighing } from '../core/backtest/assess.ts';
import type { BacktestResult } from '../core/backtest/backtest-result.ts';
import { backtestMetrics } from '../core/backtest/metrics/backtest-metrics.ts';
import type { CounterfactualTask } from '../core/backtest/counterfactual-task.ts';
import { counterfactuals, type Counterfactuals } from '../core/backtest/counterfactuals.ts';
import { simulate } from '../core/backtest/simulate.ts';
import type { WalkForwardSettings } from '../core/backtest/walk-forward-settings.ts';
import { pairSlug } from '../core/domain/pair.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import { featureFrame, warmUpBars } from '../core/features/feature-frame.ts';
import type { DecisionContext } from '../core/strategy/decision-context.ts';
import type { Fingerprint } from '../ports/fingerprint.ts';
import type { SideTask } from '../ports/side-task.ts';
import type { TrialLedger } from '../ports/trial-ledger.ts';
import { loadHistory, type History, type HistoryPorts, type HistoryRequest } from './load-history.ts';
import { marketName, settingKey } from './trial-names.ts';
import { runWalkForward } from './walk-forward-run.ts';

export interface BacktestPorts extends HistoryPorts {
  readonly ledger: TrialLedger;
  readonly fingerprint: Fingerprint;
  /** Null where there is nobody to work them out meanwhile. */
  readonly counterfactuals: SideTask<CounterfactualTask, Counterfactuals> | null;
}

export interface BacktestOptions extends Omit<HistoryRequest, 'warmUp'> {
  readonly settings: StrategySettings;
  readonly configHash: string;
  readonly codeVersion: string;
  readonly seed: number;
  /** Runs a walk-forward over the same stretch, or null for none. */
  readonly walkForward: WalkForwardSettings | null;
}

/** A backtest with what its audits read. */
export interface BacktestRun {
  readonly result: BacktestResult;
  readonly context: DecisionContext;
}

/**
 * A pair's history through the scanner's own rules, measured and judged. The trial is written to the ledger first, so that
 * the verdict counts it; running it again changes nothing.
 */
export async function runBacktest(ports: BacktestPorts, options: BacktestOptions): Promise<BacktestRun> {
  const { pair, timeframe, settings, seed } = options;
  const history = await loadHistory(ports, { ...options, warmUp: warmUpBars(settings) });
  const { candles } = history;
  // Most of the work of a verdict, and it needs nothing but the history: it goes on beside what follows. Who fails at it is no loss.
  const others = ports.counterfactuals?.run({ ...history, settings, seed }).catch(() => null);
  const context: DecisionContext = {
    candles,
    features: featureFrame(candles, settings.windows, settings.strategy),
    funding: history.funding,
    rules: history.rules,
    settings,
  };
  const simulation = simulate(context, history.from, history.to);
  const metrics = backtestMetrics(candles, simulation, settings.risk.accountUsd);

  const market = marketName(ports.source.venue, pair, timeframe);
  ports.ledger.record([
    {
      market,
      setting: settingKey(settings),
      dailySharpe: Number.isNaN(metrics.sharpe) ? null : metrics.sharpe / Math.sqrt(365),
    },
  ]);
  const walkForward =
    options.walkForward === null ? null : runWalkForward(ports.ledger, market, settings, history, options.walkForward);
  const weigh = weighing(settings, simulation, metrics, {
    seed,
    trials: ports.ledger.summary(market),
    walkForwardNet: walkForward?.net ?? null,
  });
  const dataHash = hashOf(ports.fingerprint, history);
  const run = ports.fingerprint([
    new TextEncoder().encode([options.configHash, options.codeVersion, dataHash, history.from, history.to].join(' ')),
  ]);
  const result: BacktestResult = {
    pair,
    venue: ports.source.venue,
    timeframe,
    settings,
    candles,
    features: context.features,
    simulation,
    metrics,
    walkForward,
    ...weigh((await others) ?? counterfactuals(context, simulation, seed)),
    manifest: {
      runId: `${pairSlug(pair)}_${timeframe}_${run.slice(0, 8)}`,
      configHash: options.configHash,
      codeVersion: options.codeVersion,
      dataHash,
      seed,
    },
  };
  rememberVerdict(ports, market, result);
  return { result, context };
}

/** So that tickets and the dashboard can say what the rule was worth. */
function rememberVerdict(
  { ledger, clock }: BacktestPorts,
  market: string,
  { settings, metrics, verdict }: BacktestResult,
): void {
  if (metrics.bars === 0) return;
  const { from, to } = metrics;
  const { level, sentence } = verdict;
  ledger.recordVerdict(market, settingKey(settings), { level, sentence, from, to, judgedAt: clock.now() });
}

function hashOf(fingerprint: Fingerprint, { candles, funding }: History): string {
  const columns = [candles.x, candles.y].flatMap((leg) => [leg.open, leg.high, leg.low, leg.close, leg.volume]);
  const rates = [...funding.x, ...funding.y].flatMap(({ ts, rate, mark }) => [ts, rate, mark ?? NaN]);
  return fingerprint(
    [candles.ts, ...columns, Float64Array.from(rates)].map(
      ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
    ),
  );
}
