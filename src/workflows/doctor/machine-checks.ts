import { scanSchedule } from '../../core/deployment/schedule.ts';
import { isInRange } from '../../core/deployment/version-range.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Machine } from '../../ports/machine.ts';
import type { StateInspection } from '../../ports/state-inspection.ts';
import { fail, ok, warn, type Check } from './check-line.ts';

const HOUR_MINUTES = 60;

/** Node, its native module, and the local time that cron goes by. */
export function machineChecks(
  machine: Machine,
  engine: Pick<StateInspection, 'engineVersion'>,
  clock: Clock,
  timeframe: string,
): readonly Check[] {
  return [
    { check: 'node', look: () => [nodeFinding(machine)] },
    { check: 'database module', look: async () => [ok(`SQLite ${await engine.engineVersion()}`)] },
    { check: 'time zone', look: () => [timeZoneFinding(machine, clock, timeframe)] },
  ];
}

function nodeFinding({ nodeVersion, nodeRange }: Machine): ReturnType<typeof ok> {
  if (isInRange(nodeVersion, nodeRange)) return ok(`Node ${nodeVersion}`);
  return fail(`Node ${nodeVersion} is not one that statarb runs on (${nodeRange})`, 'install Node 22 or 24');
}

/** Everything is in UTC but cron, whose minute is that of local time. */
function timeZoneFinding(machine: Machine, clock: Clock, timeframe: string): ReturnType<typeof ok> {
  const offset = machine.utcOffsetMinutes(clock.now());
  if (machine.timeZone === null) {
    return warn('the system names no time zone that Node knows', 'set one, e.g. `timedatectl set-timezone UTC`');
  }
  const text = `${machine.timeZone} (${offsetText(offset)})`;
  if (offset % HOUR_MINUTES === 0) return ok(`${text}; statarb itself goes by UTC`);
  const { cron } = scanSchedule(timeframe, offset);
  return warn(
    `${text} is not whole hours from UTC, and cron goes by it: its minute 1 is not a minute after the bar`,
    `write \`${cron} * * *\` in the crontab, or use the systemd timer, which goes by UTC`,
  );
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const parts = [Math.floor(size / HOUR_MINUTES), size % HOUR_MINUTES].map((part) => String(part).padStart(2, '0'));
  return `UTC${minutes < 0 ? '−' : '+'}${parts.join(':')}`;
}
