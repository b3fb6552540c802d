import { AppError } from '../../core/domain/app-error.ts';
import type { Pair } from '../../core/domain/pair.ts';
import { newestClosedBar, timeframeMs } from '../../core/domain/time.ts';
import type { CacheInspection } from '../../ports/cache-inspection.ts';
import type { CandleSource } from '../../ports/candle-source.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Machine } from '../../ports/machine.ts';
import type { StateInspection } from '../../ports/state-inspection.ts';
import { cacheCheck } from './cache-checks.ts';
import { ok, type Check, type CheckLine } from './check-line.ts';
import { machineChecks } from './machine-checks.ts';
import { stateChecks } from './state-checks.ts';
import { storageChecks, type StoragePlaces } from './storage-checks.ts';
import { venueChecks } from './venue-checks.ts';

/** What valid settings allow to be looked at. */
export interface DoctorPatient {
  /** What the settings are, in a line. */
  readonly summary: string;
  readonly venue: string;
  readonly pairs: readonly Pair[];
  readonly timeframe: string;
  readonly closeGraceMs: number;
  readonly state: StateInspection;
  readonly cache: CacheInspection;
  /** What goes over the network; null when it is not to be asked. */
  readonly network: {
    readonly source: CandleSource;
    readonly channels: readonly { readonly channel: string; readonly host: string; readonly port: number }[];
  } | null;
}

export interface DoctorPorts {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly engine: Pick<StateInspection, 'engineVersion'>;
}

/** Whether the settings are the only thing that fails, or something else does too. */
export const exitCodeOf = (lines: readonly CheckLine[]): 0 | 2 | 3 => {
  const failed = lines.filter(({ status }) => status === 'fail');
  if (failed.length === 0) return 0;
  return failed.some(({ check }) => check === 'settings') ? 2 : 3;
};

/**
 * Looks at everything that a scan needs, each matter on its own: what fails keeps nothing else from being looked at. Nothing
 * is changed, sent or decided.
 * @param patient what the settings name, or what is wrong with them: then all is looked at that needs none
 */
export async function runDoctor(
  { machine, clock, engine }: DoctorPorts,
  patient: DoctorPatient | AppError,
  places: StoragePlaces,
): Promise<readonly CheckLine[]> {
  const isBroken = patient instanceof AppError;
  const checks: readonly Check[] = [
    {
      check: 'settings',
      look: () => {
        if (isBroken) throw patient;
        return [ok(patient.summary)];
      },
    },
    ...machineChecks(machine, engine, clock, isBroken ? '1h' : patient.timeframe),
    ...storageChecks(machine, places),
    ...(isBroken ? [] : patientChecks(machine, clock, patient)),
  ];
  const lines: CheckLine[] = [];
  for (const check of checks) lines.push(...(await linesOf(check)));
  return lines;
}

function patientChecks(machine: Machine, clock: Clock, patient: DoctorPatient): readonly Check[] {
  const { venue, pairs, timeframe, closeGraceMs, network } = patient;
  const barMs = timeframeMs(timeframe);
  const symbols = [...new Set(pairs.flatMap(({ x, y }) => [x, y]))];
  const newest = newestClosedBar(clock.now(), barMs, closeGraceMs);
  const series = symbols.map((symbol) => ({ venue, symbol, timeframe }));
  const overNetwork = network === null ? [] : venueChecks(network.source, clock, { symbols, timeframe, newest });
  return [
    ...overNetwork,
    ...stateChecks(patient.state, clock, barMs),
    cacheCheck(patient.cache, clock, series, barMs),
    ...(network?.channels ?? []).map(({ channel, host, port }) => ({
      check: `channel ${channel}`,
      look: async () => {
        await machine.connect(host, port);
        return [ok(`${host}:${port} can be reached; \`statarb notify-test\` sends a sample`)];
      },
    })),
  ];
}

async function linesOf({ check, look }: Check): Promise<readonly CheckLine[]> {
  try {
    return (await look()).map((finding) => ({ check, ...finding }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ check, status: 'fail', message: error.message, fix: null }];
  }
}
