import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { crontab } from '../../src/core/deployment/crontab.ts';
import type { Installation } from '../../src/core/deployment/installation.ts';
import { logrotate } from '../../src/core/deployment/logrotate.ts';
import { systemdService } from '../../src/core/deployment/systemd-service.ts';
import { systemdTimer } from '../../src/core/deployment/systemd-timer.ts';
import { commandLine } from '../e2e/command-line.ts';
import { statarbCalls, type StatarbCall } from './statarb-calls.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const DEPLOY = join(PROJECT, 'deploy');
const read = (name: string): string => readFileSync(join(DEPLOY, name), 'utf8');

/** The one that the files in deploy/ are written for: others get theirs from `statarb init`. */
const STANDARD: Installation = {
  folder: '/opt/statarb',
  units: '/opt/statarb/deploy',
  command: ['/usr/bin/env', 'statarb'],
  user: 'statarb',
  group: 'statarb',
  timeframe: '1h',
  utcOffsetMinutes: 0,
  hasFlock: true,
};

describe('the files in deploy/', () => {
  it.each([
    ['statarb.service', systemdService],
    ['statarb.timer', systemdTimer],
    ['crontab', crontab],
    ['statarb.logrotate', logrotate],
  ] as const)('%s is what `statarb init` writes for /opt/statarb', async (name, render) => {
    await expect(render(STANDARD)).toMatchFileSnapshot(join(DEPLOY, name));
  });
});

/** Sections of a unit: every setting with its values, in order. */
function unit(text: string): Record<string, Record<string, string[]>> {
  const sections: Record<string, Record<string, string[]>> = {};
  let section = '';
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const heading = /^\[(\w+)\]$/.exec(line);
    if (heading !== null) {
      section = heading[1];
      sections[section] = {};
      continue;
    }
    const [, key, value] = /^([A-Z]\w+)=(.*)$/.exec(line) ?? [];
    expect(key, line).toBeDefined();
    (sections[section][key] ??= []).push(value);
  }
  return sections;
}

describe('the systemd units', () => {
  it('start one scan that may write to its folder and nowhere else', () => {
    const { Unit, Service } = unit(read('statarb.service'));
    expect(Unit['After'][0]).toContain('network-online.target');
    expect(Service['Type']).toEqual(['oneshot']);
    expect(Service['ReadWritePaths']).toEqual(Service['WorkingDirectory']);
    expect(Service['ExecStart']).toEqual(['/usr/bin/env statarb scan --config /opt/statarb/config.yaml']);
    expect(Service['SuccessExitStatus']).toEqual(['5']);
    for (const key of ['NoNewPrivileges', 'PrivateTmp', 'PrivateDevices', 'ProtectHome', 'LockPersonality']) {
      expect(Service[key], key).toEqual(['yes']);
    }
    expect(Service['CapabilityBoundingSet']).toEqual(['']);
    // Node compiles while it runs: with this it would not start.
    expect(Service['MemoryDenyWriteExecute']).toBeUndefined();
  });

  it('are timed in UTC, a minute past the hour, and make up for what was missed', () => {
    const { Timer, Install } = unit(read('statarb.timer'));
    expect(Timer['OnCalendar']).toEqual(['*-*-* *:01:00 UTC']);
    expect(Timer['Persistent']).toEqual(['true']);
    expect(Install['WantedBy']).toEqual(['timers.target']);
  });
});

describe('the crontab', () => {
  const lines = read('crontab')
    .split('\n')
    .filter((line) => /^[\d*]/.test(line));

  it('starts a scan a minute past each hour and a backup a day, each in its own lock, with output and log in files', () => {
    expect(lines).toHaveLength(2);
    const [scan, backup] = lines.map((line) =>
      /^(\S+ \S+ \S+ \S+ \S+) flock -n (\S+) (.*) >>(\S+) 2>>(\S+)$/.exec(line),
    );
    expect(scan?.[1]).toBe('1 * * * *');
    expect(backup?.[1]).toMatch(/^\d+ \d+ \* \* \*$/);
    expect(scan?.[2]).not.toBe(backup?.[2]);
    expect(lines.join()).not.toContain('%');
  });

  it('writes the files that logrotate keeps small', () => {
    const written = new Set([...read('crontab').matchAll(/>>(\S+)/g)].map(([, path]) => path));
    const rotated = [...read('statarb.logrotate').matchAll(/^"([^#]*)" \{$/gm)].flatMap(([, paths]) =>
      paths.split('" "'),
    );
    expect(rotated.sort()).toEqual([...written].sort());
  });
});

interface Compose {
  readonly services: { readonly statarb: Record<string, unknown> };
  readonly volumes: Record<string, { readonly name: string }>;
}

describe('the compose file', () => {
  const { services, volumes } = parse(read('compose.yaml')) as Compose;
  const { statarb } = services;

  it('runs without rights on a root that is read-only, with its volume to write to', () => {
    expect(statarb).toMatchObject({
      user: 'node',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      init: true,
      restart: 'unless-stopped',
    });
    const [volume = '', path = ''] = (statarb['volumes'] as string[])[0].split(':');
    expect(Object.keys(volumes)).toEqual([volume]);
    const dockerfile = readFileSync(join(PROJECT, 'Dockerfile'), 'utf8');
    expect(dockerfile).toContain(`VOLUME ${path}\n`);
    expect(dockerfile).toContain(`USER ${String(statarb['user'])}\n`);
    expect(existsSync(join(DEPLOY, String(statarb['build']), 'Dockerfile'))).toBe(true);
    expect((statarb['healthcheck'] as { test: string[] }).test).toEqual(['CMD', 'statarb', 'health']);
  });

  it('waits until a minute past the next hour, whenever it is', () => {
    const loop = (statarb['command'] as string[])[0].replaceAll('$$', '$');
    const formula = /sleep "\$\(\((.*)\)\)"/.exec(loop)?.[1] ?? '';
    const arithmetic = formula.replace('$(date +%s)', 'now');
    expect(arithmetic).toBe('3600 - (now - 60) % 3600');
    for (const now of [0, 59, 60, 61, 3599, 3600, 3660, 1_709_283_601]) {
      const wait = 3600 - ((now - 60) % 3600);
      expect((now + wait) % 3600).toBe(60);
      expect(wait).toBeGreaterThan(0);
      // −60 % 3600 is −60: only in the first minute of 1970 is the wait longer than an hour.
      expect(wait).toBeLessThanOrEqual(now < 60 ? 3660 : 3600);
    }
  });
});

interface Workflow {
  readonly permissions: unknown;
  readonly on: Record<string, unknown>;
  readonly jobs: Record<
    string,
    { readonly steps: readonly { readonly run?: string; readonly with?: { path?: string } }[] }
  >;
}

describe('the GitHub workflows', () => {
  const workflows = ['ci.yml', 'scheduled-scan.yml'].map((name) => ({
    name,
    content: parse(read(join('github', name))) as Workflow,
  }));
  const runs = workflows.flatMap(({ content }) =>
    Object.values(content.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
  );

  it('may only read, and run scripts that are there', () => {
    for (const { content } of workflows) expect(content.permissions).toEqual({ contents: 'read' });
    expect(runs).toEqual(['.ci/run', 'npm ci', 'npx statarb scan --config config.yaml']);
    for (const path of ['.ci/run', 'config.yaml']) expect(existsSync(join(PROJECT, path))).toBe(true);
    expect(statSync(join(PROJECT, '.ci/run')).mode & 0o111).not.toBe(0);
  });

  it('cover the versions of Node that are supported', () => {
    const matrix = (workflows[0].content.jobs['check'] as unknown as { strategy: { matrix: { node: string[] } } })
      .strategy.matrix;
    expect(matrix.node).toEqual(['20', '22', '24']);
  });

  it('keep the folders that the settings name from run to run', () => {
    const { steps } = workflows[1].content.jobs['scan'];
    const kept = steps.flatMap((step) => step.with?.path?.trim().split('\n') ?? []);
    const { paths } = parse(readFileSync(join(PROJECT, 'config.yaml'), 'utf8')) as { paths: Record<string, string> };
    expect(new Set(kept)).toEqual(new Set([dirname(paths['state'] ?? ''), paths['signals']]));
  });
});

describe('commands that the files name', () => {
  const run = commandLine();
  const helps = new Map<string, string>();

  const sources: readonly (readonly [string, string])[] = [
    ...['statarb.service', 'crontab', 'compose.yaml', 'github/scheduled-scan.yml'].map(
      (name) => [`deploy/${name}`, read(name)] as const,
    ),
    ['README.md', codeBlocks(readFileSync(join(PROJECT, 'README.md'), 'utf8'))],
    ['Dockerfile', readFileSync(join(PROJECT, 'Dockerfile'), 'utf8').replaceAll(/["\],[]+/g, ' ')],
  ];

  /** Help of the longest beginning of the words that is a command. */
  async function helpOf(words: readonly string[]): Promise<{ command: string; help: string }> {
    for (const length of [2, 1]) {
      const command = words.slice(0, length).join(' ');
      const help = helps.get(command) ?? (await run([...words.slice(0, length), '--help'])).stdout;
      helps.set(command, help);
      if (help.includes(`Usage: statarb ${command} `)) return { command, help };
    }
    throw new Error(`there is no command "${words.join(' ')}"`);
  }

  beforeAll(() => {
    expect(statarbCalls('x statarb scan --now 5 >>/a/b; npx statarb state backup -c y')).toEqual<StatarbCall[]>([
      { words: ['scan'], options: ['--now'] },
      { words: ['state', 'backup'], options: ['-c'] },
    ]);
  });

  it.each(sources)('in %s exist, with every option', async (name, text) => {
    const calls = statarbCalls(text);
    expect(calls.length, name).toBeGreaterThan(0);
    for (const { words, options } of calls) {
      const { command, help } = await helpOf(words);
      for (const option of options)
        expect(help, `${name}: statarb ${command} ${option}`).toMatch(new RegExp(`\\s${option}\\b`));
    }
  });
});

/** What stands between fences of Markdown. */
function codeBlocks(markdown: string): string {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code]) => code).join('\n');
}
