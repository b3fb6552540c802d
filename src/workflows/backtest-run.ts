import { weighing } from '../core/backtest/assess.ts';
import type { BacktestResult, MeasuredBacktest } from '../core/backtest/backtest-result.ts';
import { backtestMetrics } from '../core/backtest/metrics/backtest-metrics.ts';
import { counterfactuals, type Counterfactuals, type CounterfactualTask } from '../core/backtest/counterfactuals.ts';
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

/** A backtest whose counterfactuals may still be on their way, so that its figures can be written meanwhile. */
export interface BacktestRun {
  readonly measured: MeasuredBacktest;
  /** Waits for them, judges, and remembers the verdict in the ledger. To be called once. */
  readonly judge: () => Promise<BacktestResult>;
  /** What audits read. */
  readonly context: DecisionContext;
}

/**
 * A pair's history through the scanner's own rules, measured, and to be judged. The trial is written to the ledger first, so
 * that the verdict counts it; running it again changes nothing.
 */
export async function runBacktest(ports: BacktestPorts, options: BacktestOptions): Promise<BacktestRun> {
  const { pair, timeframe, settings, seed } = options;
  const history = await loadHistory(ports, { ...options, warmUp: warmUpBars(settings) });
  const { candles, from, to } = history;
  const context: DecisionContext = {
    candles,
    features: featureFrame(candles, settings.windows, settings.strategy),
    funding: history.funding,
    rules: history.rules,
    settings,
  };
  const task: CounterfactualTask = { ...context, from, to, seed, walkForward: options.walkForward };
  // Most of the work of a verdict goes on beside what follows. Who fails at it is no loss.
  const others = ports.counterfactuals?.run(task).catch(() => null);
  const simulation = simulate(context, from, to);
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
  const { intervals, weigh } = weighing(context, simulation, metrics, {
    seed,
    trials: ports.ledger.summary(market),
    walkForwardNet: walkForward?.net ?? null,
  });
  const dataHash = hashOf(ports.fingerprint, history);
  const run = ports.fingerprint([
    new TextEncoder().encode([options.configHash, options.codeVersion, dataHash, from, to].join(' ')),
  ]);
  const measured: MeasuredBacktest = {
    pair,
    venue: ports.source.venue,
    timeframe,
    settings,
    candles,
    features: context.features,
    simulation,
    metrics,
    intervals,
    walkForward,
    manifest: {
      runId: `${pairSlug(pair)}_${timeframe}_${run.slice(0, 8)}`,
      configHash: options.configHash,
      codeVersion: options.codeVersion,
      dataHash,
      seed,
    },
  };
  const judge = async (): Promise<BacktestResult> => {
    const result = { ...measured, ...weigh((await others) ?? counterfactuals(task)) };
    rememberVerdict(ports, market, result);
    return result;
  };
  return { measured, judge, context };
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
