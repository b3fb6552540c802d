import { commandOf, type Installation } from './installation.ts';
import { cronWord } from './quoting.ts';
import { scanSchedule } from './schedule.ts';

/**
 * Lines for `crontab -e`: a scan a minute after the end of each bar with its output and log in files, and a backup a day.
 * Minutes are those of local time, which cron goes by.
 */
export function crontab(installation: Installation): string {
  const { folder, timeframe, utcOffsetMinutes, hasFlock } = installation;
  const file = (name: string): string => cronWord(`${folder}/${name}`);
  const line = (when: string, lock: string, task: readonly string[]): string => {
    const guard = hasFlock ? `flock -n ${file(`data/${lock}`)} ` : '';
    const command = commandOf(installation, ...task).map(cronWord);
    return `${when} ${guard}${command.join(' ')} >>${file('scan.out')} 2>>${file('scan.log')}`;
  };
  return `# One scan a minute after each bar; \`crontab -e\` and paste. The folder cron starts in does not matter: paths in the
# config file are relative to that file. A late or doubled run does no harm: missed bars are caught up, none is done twice.
# statarb has a lock of its own: of two scans on one state the second exits 5 at once.${
    hasFlock
      ? `
# flock only keeps runs from piling up behind one that hangs, each with its own start-up.`
      : ''
  }
# Exit codes worth a mail: 3 nothing decided, 4 something still undelivered, 70 a bug.
PATH=/usr/local/bin:/usr/bin:/bin
${line(`${scanSchedule(timeframe, utcOffsetMinutes).cron} * * *`, 'cron.lock', ['scan'])}

# A checked copy of the database a day, into data/backups; \`retention.backups\` says how many are kept.
${line('17 3 * * *', 'backup.lock', ['state', 'backup'])}
`;
}
