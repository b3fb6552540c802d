import { isoMinute } from '../../core/domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StateCondition, StateInspection } from '../../ports/state-inspection.ts';
import { fail, ok, warn, type Check, type Finding } from './check-line.ts';

const MINUTE_MS = 60_000;
/** A journal that grows beyond this is not written back: something has the database open for ever. */
const LARGE_WAL_BYTES = 64_000_000;
/** A scan that takes longer is stuck. */
const LONG_SCAN_MS = 15 * MINUTE_MS;
const MAX_AGE_BARS = 1.5;

/** Whether the database is sound, the lock is free, and scans have been running. */
export function stateChecks(inspection: StateInspection, clock: Clock, barMs: number): readonly Check[] {
  let condition: Promise<StateCondition | null> | null = null;
  const look = (): Promise<StateCondition | null> => (condition ??= inspection.condition());
  return [
    { check: 'database', look: async () => databaseFindings(await look()) },
    { check: 'lock', look: () => [lockFinding(inspection, clock)] },
    {
      check: 'last run',
      look: async () => {
        // Why the database cannot be read has been told by then.
        const known = await look().catch(() => null);
        return [lastRunFinding(known?.lastRun ?? null, clock, barMs)];
      },
    },
  ];
}

function databaseFindings(condition: StateCondition | null): readonly Finding[] {
  if (condition === null) return [ok('there is none yet: the first scan makes it')];
  const { schema, newestSchema, faults, walBytes } = condition;
  const restore = 'stop the scans, then `statarb state restore` a backup; what is there is kept aside';
  if (faults.length > 0) return faults.map((fault) => fail(`damaged: ${fault}`, restore));
  const schemaText = schema < newestSchema ? `schema ${schema}, which the next scan upgrades` : `schema ${schema}`;
  const findings = [ok(`sound, ${schemaText}`)];
  if (walBytes <= LARGE_WAL_BYTES) return findings;
  const text = `its journal has grown to ${(walBytes / 1e6).toFixed(0)} MB`;
  return [...findings, warn(text, 'close what has the database open for long, such as a database browser')];
}

function lockFinding(inspection: StateInspection, clock: Clock): Finding {
  const holder = inspection.lockHolder();
  if (holder === null) return ok('free');
  const text = `held by process ${holder.pid} on ${holder.host} since ${isoMinute(holder.since)}`;
  if (clock.now() - holder.since < LONG_SCAN_MS) return ok(`${text}: a run is at work`);
  return warn(`${text}, which is long`, `see what process ${holder.pid} waits for; the lock ends with it`);
}

function lastRunFinding(last: StateCondition['lastRun'], clock: Clock, barMs: number): Finding {
  const start = 'start the systemd timer or the crontab line that `statarb init` writes';
  if (last === null) return warn('no scan has run yet', start);
  const ageBars = (clock.now() - last.at) / barMs;
  const text = `${isoMinute(last.at)}, ${ageBars.toFixed(1)} bars ago, exit code ${last.exitCode}`;
  if (ageBars < MAX_AGE_BARS) return ok(text);
  return warn(
    text,
    'is it still running? `systemctl list-timers statarb.timer` or `crontab -l` shows; its log says why',
  );
}
