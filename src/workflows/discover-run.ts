import type { DiscoveryGround, DiscoveryResult, LeftOut } from '../core/discovery/discovery-result.ts';
import type { DiscoverySettings } from '../core/discovery/discovery-result.ts';
import { discoveryTasks, type DiscoveryTask, type DiscoveryWork } from '../core/discovery/discovery-task.ts';
import { judgePairs } from '../core/discovery/judge-pairs.ts';
import { isNullCalibration, NULL_VERSION, NULL_WALKS, nullCalibration } from '../core/discovery/null-calibration.ts';
import { pairCount } from '../core/discovery/pair-number.ts';
import { ROW_LENGTH, unpackRow } from '../core/discovery/pair-row.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import type { CalibrationCache } from '../ports/calibration-cache.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fingerprint } from '../ports/fingerprint.ts';
import type { TaskPool } from '../ports/task-pool.ts';

const DAY_MS = 86_400_000;

export interface DiscoverPorts {
  readonly pool: (work: DiscoveryWork) => Promise<TaskPool<DiscoveryTask, Float64Array>>;
  /** What random walks show, from earlier runs with the same window and rules. */
  readonly calibrations: CalibrationCache;
  readonly clock: Clock;
  readonly fingerprint: Fingerprint;
}

export interface DiscoverRequest {
  readonly venue: string;
  readonly quote: string;
  readonly timeframe: string;
  readonly ground: DiscoveryGround;
  readonly leftOut: readonly LeftOut[];
  readonly settings: DiscoverySettings;
  /** The configured rules, which trade the held-out window. */
  readonly strategy: StrategySettings;
  readonly codeVersion: string;
  readonly seed: number;
  readonly onProgress: (progress: DiscoverProgress) => void;
}

export interface DiscoverProgress {
  readonly done: number;
  readonly total: number;
  /** Time left at the pace so far, ms. */
  readonly leftMs: number;
}

/** Where a result comes from. */
export interface DiscoveryManifest {
  readonly runId: string;
  readonly codeVersion: string;
  readonly dataHash: string;
  readonly seed: number;
}

export interface DiscoverOutcome {
  readonly result: DiscoveryResult;
  readonly manifest: DiscoveryManifest;
}

/** Every pair of a universe, measured over all workers beside random walks of the same length, and judged. */
export async function runDiscovery(ports: DiscoverPorts, request: DiscoverRequest): Promise<DiscoverOutcome> {
  const { ground, settings, seed } = request;
  const strategy = tradingSettings(request.strategy, settings, ground.barMs);
  const pool = await ports.pool({ ground, options: { strategy, threshold: settings.adfPvalueThreshold, seed } });
  try {
    const pairs = pairCount(ground.symbols.length);
    const walks = new Float64Array(NULL_WALKS * ROW_LENGTH);
    const rows = new Float64Array(pairs * ROW_LENGTH);
    const name = calibrationName(ports.fingerprint, request, strategy);
    const stored = ports.calibrations.read(name);
    const known = isNullCalibration(stored) ? stored : null;
    const tasks = [...discoveryTasks('walks', known === null ? NULL_WALKS : 0), ...discoveryTasks('pairs', pairs)];
    await runAll(ports.clock, pool, tasks, request.onProgress, (task, found) => {
      (task.kind === 'walks' ? walks : rows).set(found, task.first * ROW_LENGTH);
    });
    const calibration = known ?? nullCalibration(Array.from({ length: NULL_WALKS }, (_, k) => unpackRow(walks, k)));
    if (known === null) ports.calibrations.write(name, calibration);
    const result = judgePairs({ ...request, rows, calibration });
    return { result, manifest: manifestOf(ports.fingerprint, request, strategy) };
  } finally {
    await pool.close();
  }
}

async function runAll(
  clock: Clock,
  pool: TaskPool<DiscoveryTask, Float64Array>,
  tasks: readonly DiscoveryTask[],
  onProgress: DiscoverRequest['onProgress'],
  take: (task: DiscoveryTask, rows: Float64Array) => void,
): Promise<void> {
  const total = tasks.reduce((sum, { count }) => sum + count, 0);
  const queue = tasks[Symbol.iterator]();
  const start = clock.elapsedMs();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const task of queue) {
      take(task, await pool.run(task));
      done += task.count;
      onProgress({ done, total, leftMs: ((clock.elapsedMs() - start) / done) * (total - done) });
    }
  };
  await Promise.all(Array.from({ length: pool.workers }, work));
}

/** The liquidity filter of the scan is far above most coins: discovery's own limit takes its place. Sizes keep their cap. */
function tradingSettings(strategy: StrategySettings, settings: DiscoverySettings, barMs: number): StrategySettings {
  const minAdvUsd = Math.min(strategy.filters.minAdvUsd, settings.minAdvUsd * (barMs / DAY_MS));
  return { ...strategy, filters: { ...strategy.filters, minAdvUsd } };
}

/** Changes with everything that a stored null depends on. */
function calibrationName(
  fingerprint: Fingerprint,
  { ground: { formationBars, barMs }, settings, seed }: DiscoverRequest,
  strategy: StrategySettings,
): string {
  const told = JSON.stringify([barMs, settings.adfPvalueThreshold, strategy]);
  const rules = fingerprint([new TextEncoder().encode(told)]);
  return `discovery_${formationBars}_bars_${NULL_WALKS}_walks_seed_${seed}_${rules}_v${NULL_VERSION}`;
}

function manifestOf(
  fingerprint: Fingerprint,
  { ground, settings, codeVersion, seed, venue, quote, timeframe, leftOut }: DiscoverRequest,
  strategy: StrategySettings,
): DiscoveryManifest {
  const columns = ground.symbols.flatMap(({ candles: { open, close, volume } }) => [open, close, volume]);
  const dataHash = fingerprint(
    [ground.ts, ...columns].map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  );
  const symbols = ground.symbols.map(({ symbol }) => symbol);
  const told = JSON.stringify([
    settings,
    strategy,
    symbols,
    leftOut,
    ground.formationBars,
    codeVersion,
    dataHash,
    seed,
  ]);
  const run = fingerprint([new TextEncoder().encode(told)]);
  return { runId: `${venue}_${quote}_${timeframe}_${run.slice(0, 8)}`, codeVersion, dataHash, seed };
}
