import type { Installation } from './installation.ts';
import { scanSchedule } from './schedule.ts';

/** The systemd timer that starts a scan a minute after the end of each bar, in UTC whatever the machine's time zone. */
export const systemdTimer = ({ timeframe }: Installation): string => `[Unit]
Description=statarb: a scan a minute after each bar

[Timer]
OnCalendar=${scanSchedule(timeframe).onCalendar}
AccuracySec=1s
# A scan missed while the machine was off is made up for at start-up.
Persistent=true

[Install]
WantedBy=timers.target
`;
