import { AppError } from '../core/domain/app-error.ts';
import { pairName } from '../core/domain/pair.ts';
import { timeframeMs } from '../core/domain/time.ts';
import { metricText } from '../core/monitoring/metric-text.ts';
import { scanMetrics, type PairFigures } from '../core/monitoring/scan-metrics.ts';
import type { RunRecord } from '../ports/cycle-store.ts';
import type { ScanOptions, ScanPorts } from './scan-options.ts';
import type { ScanReport } from './scan-report.ts';

/**
 * Writes the run's figures for Prometheus' textfile collector. A file that cannot be written is told and stops nothing: its
 * time stamps then say that it is old.
 */
export function writeMetrics(
  ports: Pick<ScanPorts, 'store' | 'files' | 'log'>,
  { outputs, timeframe, codeVersion, pairs }: ScanOptions,
  run: RunRecord,
  report: ScanReport,
): void {
  if (outputs.metrics === null) return;
  const { store } = ports;
  try {
    const isGood = run.exitCode === 0 || run.exitCode === 4;
    const text = metricText(
      scanMetrics({
        version: codeVersion,
        runAt: run.now,
        succeededAt: isGood ? run.now : (store.lastDecidedRun()?.now ?? null),
        durationMs: run.durationMs,
        exitCode: run.exitCode,
        barMs: timeframeMs(timeframe),
        pairs: pairs.map((pair) => pairFigures(store, pairName(pair), report)),
        channels: store.channels(),
        troubles: store.openTroubles(),
        ...store.candleNotes(),
      }),
    );
    ports.files.write(outputs.metrics, text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ports.log.warn('the metrics could not be written', { error: error.message });
  }
}

function pairFigures(store: ScanPorts['store'], pair: string, report: ScanReport): PairFigures {
  const state = store.pairState(pair);
  const { trades, netUsd } = store.tradeTotals(pair);
  const decision = state?.lastDecision ?? null;
  const held = state?.book.position?.fills;
  return {
    pair,
    isUp: report.pairs.some((one) => one.pair === pair && one.error === null),
    lastBar: decision?.bar ?? null,
    z: decision?.z ?? null,
    beta: decision?.beta ?? null,
    sigma: decision?.sigma ?? null,
    healthP: decision?.why?.health?.figures.p ?? null,
    position: state?.position ?? 'flat',
    isOrderPending: state?.book.pending != null,
    cash: state?.book.cash ?? null,
    equity:
      state === null || decision === null
        ? null
        : state.book.cash +
          (held === undefined ? 0 : held.x.quantity * decision.close.x + held.y.quantity * decision.close.y),
    trades,
    netUsd,
    decisions: store.decisionTotals(pair),
  };
}
