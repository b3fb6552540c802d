import type { Installation } from './installation.ts';
import { logrotatePath, shellWord } from './quoting.ts';

/** A logrotate file for what the crontab line writes. Every run opens the files anew, so that they can simply be renamed. */
export const logrotate = ({ folder, units, user, group }: Installation): string => {
  const paths = ['scan.out', 'scan.log'].map((name) => logrotatePath(`${folder}/${name}`));
  return `# Keeps the files that the crontab line writes small:
#   sudo cp ${shellWord(`${units}/statarb.logrotate`)} /etc/logrotate.d/statarb
# Under systemd nothing is needed: journald limits itself (SystemMaxUse= and MaxRetentionSec= in journald.conf).
${paths.join(' ')} {
  su ${user} ${group}
  weekly
  maxsize 10M
  rotate 8
  missingok
  notifempty
  compress
  delaycompress
}
`;
};
