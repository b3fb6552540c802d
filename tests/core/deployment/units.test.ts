import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crontab } from '../../../src/core/deployment/crontab.ts';
import { liesIn, type Installation } from '../../../src/core/deployment/installation.ts';
import { scanSchedule } from '../../../src/core/deployment/schedule.ts';
import { systemdService } from '../../../src/core/deployment/systemd-service.ts';
import { systemdTimer } from '../../../src/core/deployment/systemd-timer.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const installation = (changes: Partial<Installation> = {}): Installation => ({
  folder: '/srv/statarb',
  units: '/srv/statarb/deploy',
  command: ['/usr/bin/node', '/usr/lib/statarb/dist/main.js'],
  user: 'trader',
  group: 'users',
  timeframe: '1h',
  utcOffsetMinutes: 0,
  hasFlock: true,
  ...changes,
});

/** The tool that reads units as systemd does; not every machine has it. */
const hasSystemd = existsSync('/usr/bin/systemd-analyze');

describe('a path', () => {
  it('lies in a folder or in none that only begins alike', () => {
    expect(liesIn('/home', ['/home'])).toBe(true);
    expect(liesIn('/home/a', ['/root', '/home'])).toBe(true);
    expect(liesIn('/homestead/a', ['/home'])).toBe(false);
  });
});

describe('the systemd service', () => {
  it.each([
    [{ folder: '/home/ann/statarb' }, 'ProtectHome=read-only', 'PrivateTmp=yes'],
    [{ command: ['/root/.nvm/node', '/usr/lib/main.js'] }, 'ProtectHome=read-only', 'PrivateTmp=yes'],
    [{ folder: '/tmp/try' }, 'ProtectHome=yes', 'PrivateTmp=no'],
    [{}, 'ProtectHome=yes', 'PrivateTmp=yes'],
  ] as const)('hides only what it does not need: %o', (changes, home, temporary) => {
    const service = systemdService(installation(changes));
    expect(service).toContain(`\n${home}\n`);
    expect(service).toContain(`\n${temporary}\n`);
  });

  it.runIf(hasSystemd).each(['plain', "it's 50% {of} $HOME", '50% of $HOME', '"quoted" \\x'])(
    'and its timer pass systemd-analyze in a folder named %s',
    (name) => {
      const folder = join(tempFolder(), name);
      mkdirSync(folder);
      const node = join(folder, 'node');
      writeFileSync(node, '#!/bin/sh\n');
      chmodSync(node, 0o755);
      const units = join(folder, 'units');
      mkdirSync(units);
      const made = installation({ folder, units, command: [node, '/x y/main.js'] });
      writeFileSync(join(units, 'statarb.service'), systemdService(made));
      writeFileSync(join(units, 'statarb.timer'), systemdTimer(made));
      const paths = ['statarb.service', 'statarb.timer'].map((file) => join(units, file));
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...paths], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    },
  );

  it.runIf(hasSystemd)('leaves little open, as systemd-analyze measures it', () => {
    const file = join(tempFolder(), 'statarb.service');
    writeFileSync(file, systemdService(installation()));
    const args = ['security', '--offline=true', '--threshold=25', '--no-pager', file];
    expect(spawnSync('systemd-analyze', args, { encoding: 'utf8' })).toMatchObject({ status: 0 });
  });
});

describe('the timer', () => {
  it.runIf(hasSystemd)('is understood by systemd for every timeframe', () => {
    const calendars = ['1m', '7m', '15m', '30m', '1h', '4h', '1d'].map((one) => scanSchedule(one).onCalendar);
    const { status, stdout } = spawnSync('systemd-analyze', ['calendar', ...calendars], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout.match(/Next elapse/g)).toHaveLength(calendars.length);
  });
});

describe('the crontab', () => {
  it('goes without flock where there is none, and by local minutes where they differ', () => {
    const text = crontab(installation({ hasFlock: false, utcOffsetMinutes: 330 }));
    expect(text).not.toContain('flock');
    expect(text).toContain('\n31 * * * * /usr/bin/node /usr/lib/statarb/dist/main.js scan --config ');
  });
});
