import { commandOf, liesIn, type Installation } from './installation.ts';
import { shellWord, unitPath, unitProgram, unitWord } from './quoting.ts';

const HOMES = ['/home', '/root', '/run/user'];
const TEMPORARY = ['/tmp', '/var/tmp'];

/**
 * The systemd unit of one scan. It can write to its folder and talk to the network, and is kept from everything else.
 * Homes are hidden unless something that it needs lies there; then they are read-only but for its folder.
 */
export function systemdService(installation: Installation): string {
  const { folder, units, command, user } = installation;
  const [program, ...args] = commandOf(installation, 'scan');
  const needed = [folder, ...command.filter((word) => word.startsWith('/'))];
  const isIn = (folders: readonly string[]): boolean => needed.some((path) => liesIn(path, folders));
  const files = ['statarb.service', 'statarb.timer'].map((name) => shellWord(`${units}/${name}`)).join(' ');
  return `# systemd unit of one scan; statarb.timer starts it.
#   sudo cp ${files} /etc/systemd/system/
#   sudo systemctl daemon-reload && sudo systemctl enable --now statarb.timer
#   systemctl list-timers statarb.timer; journalctl -u statarb.service
[Unit]
Description=statarb: one scan
Wants=network-online.target
After=network-online.target time-sync.target

[Service]
Type=oneshot
User=${user}
WorkingDirectory=${unitPath(folder)}
ExecStart=${[unitProgram(program), ...args.map(unitWord)].join(' ')}
# 5: another scan is at work, which is no failure.
SuccessExitStatus=5
TimeoutStartSec=15min
# Others of its group may read what it leaves: to be collected, metrics need node_exporter's user in it.
UMask=0027

# It writes to its folder and nowhere else: a path of config.yaml that leads out of it must be added to ReadWritePaths.
ProtectSystem=strict
ReadWritePaths=${unitWord(folder)}
ProtectHome=${isIn(HOMES) ? 'read-only' : 'yes'}
PrivateTmp=${isIn(TEMPORARY) ? 'no' : 'yes'}
PrivateDevices=yes
ProtectProc=invisible
# It talks to the venue and to the channels; UNIX is for name lookup.
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
# It needs no rights, now or later. MemoryDenyWriteExecute is not among these: Node compiles while it runs.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
`;
}
