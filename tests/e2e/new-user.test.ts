import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { startSlackServer } from '../support/slack-server.ts';
import {
  buildStatarb,
  ended,
  runStatarb,
  type BuiltStatarb,
  type EndedProcess,
  type RunOptions,
} from '../support/statarb-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { documentOf } from './command-line.ts';
import { folderTree } from './folder-tree.ts';

/** Some weeks into the simulated world, at an hour in which its venue has every bar. */
const NOW = '2024-03-01T07:01:00Z';
const SHIPPED = readFileSync(new URL('../../config.yaml', import.meta.url), 'utf8');
const MADE = ['.env', 'config.yaml', 'data', 'deploy', 'reports', 'signals'];

let built: BuiltStatarb;
beforeAll(() => {
  built = buildStatarb();
});
afterAll(() => {
  built.remove();
});

const run = (args: readonly string[], options?: RunOptions): Promise<EndedProcess> => runStatarb(built, args, options);

/** Runs commands in a folder that `statarb init` made for the simulated venue. */
async function newFolder(options: RunOptions = {}) {
  const folder = realpathSync(tempFolder());
  const init = await run(['init', '--exchange', 'simulated'], { cwd: folder, ...options });
  expect(init, init.stderr).toMatchObject({ code: 0, stderr: '' });
  return { folder, init, command: (...args: string[]) => run(args, { cwd: folder }) };
}

describe('a new user', () => {
  it('sets a folder up, looks, scans, backs up, restores, and finds everything in order', async () => {
    const { folder, init, command } = await newFolder();
    expect(readdirSync(folder).sort()).toEqual(MADE);
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
    const next = init.stdout.slice(init.stdout.indexOf('Next:')).split('\n');
    expect(next[1]).toContain('doctor -c config.yaml');
    expect(next[2]).toContain('scan -c config.yaml');
    expect(next[3]).toContain('systemctl enable --now statarb.timer');

    expect(await command('config', 'check')).toMatchObject({ code: 0 });
    const before = await command('doctor', '--now', NOW);
    expect(before, before.stdout).toMatchObject({ code: 0 });
    expect(before.stdout).toMatch(/warn {2}last run +no scan has run yet/);
    // Looking has changed nothing.
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(
      [
        ...MADE,
        ...['crontab', 'statarb.logrotate', 'statarb.service', 'statarb.timer'].map((name) => `deploy/${name}`),
      ].sort(),
    );

    expect(await command('scan', '--now', NOW)).toMatchObject({ code: 0 });
    const after = await command('doctor', '--json', '--now', NOW);
    expect(after, after.stdout).toMatchObject({ code: 0, stderr: '' });
    const { well, checks, skipped } = documentOf(after) as {
      well: boolean;
      checks: { check: string; status: string; message: string; fix: string | null }[];
      skipped: string[];
    };
    expect([well, skipped]).toEqual([true, []]);
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(checks.find(({ check }) => check === 'last run')?.message).toContain('exit code 0');

    const backup = await command('state', 'backup', '--json', '--now', NOW);
    expect(backup, backup.stderr).toMatchObject({ code: 0 });
    const { file } = documentOf(backup) as { file: string };
    expect(file).toBe(join(folder, 'data/backups/statarb-2024-03-01T070100Z.db'));
    expect(await command('scan', '--now', '2024-03-01T08:01:00Z')).toMatchObject({ code: 0 });
    const restored = await command('state', 'restore', file, '--now', '2024-03-01T08:30:00Z');
    expect(restored, restored.stderr).toMatchObject({ code: 0 });
    expect(restored.stdout).toContain('BTC/USDT~ETH/USDT  flat, decided up to the bar 2024-03-01T06:00Z');
    expect(restored.stdout).toContain('statarb.replaced-2024-03-01T083000Z.db');
    expect(restored.stdout).toContain('The next scan catches up');
    const caughtUp = await command('scan', '--json', '--now', '2024-03-01T09:01:00Z');
    const { pairs } = documentOf(caughtUp) as { pairs: { decisions: { bar: string }[] }[] };
    expect(pairs[0].decisions.map(({ bar }) => bar)).toEqual(['2024-03-01T07:00:00Z', '2024-03-01T08:00:00Z']);
  });

  it('fetches what `data doctor` says, and then it finds the cache clean', async () => {
    const { folder, command } = await newFolder();
    await command('scan', '--now', NOW);
    const first = await command('data', 'doctor', '--json', '--now', NOW);
    expect(first.code).toBe(3);
    const { symbols } = documentOf(first) as {
      symbols: { symbol: string; bars: number; findings: { check: string; weight: string; fix: string | null }[] }[];
    };
    // The simulated venue has outages, some of them before what a scan asks for a second time.
    const problems = symbols.flatMap(({ findings }) => findings.filter(({ weight }) => weight === 'problem'));
    expect(new Set(problems.map(({ check }) => check))).toEqual(new Set(['gap']));
    for (const { fix } of problems) {
      const fetched = await command(...(fix ?? '').split(' ').slice(1));
      expect(fetched, fetched.stderr).toMatchObject({ code: 0 });
    }
    const clean = await command('data', 'doctor', '--now', NOW);
    expect(clean, clean.stdout).toMatchObject({ code: 0 });
    expect(clean.stdout).toContain('confirmed gaps');

    const file = join(folder, 'data/cache/simulated_ETH-USDT_1h.parquet/2024-02.parquet');
    writeFileSync(file, readFileSync(file).subarray(0, 2000));
    const damaged = await command('data', 'doctor', '--symbol', 'ETH/USDT', '--now', NOW);
    expect(damaged.code).toBe(3);
    expect(damaged.stdout).toContain(`${file} is damaged`);
    expect(damaged.stdout).toContain('→ statarb fetch --since 2024-02-01T00:00Z --until 2024-03-01T00:00Z');
    expect(statSync(file).size).toBe(2000);
    const doctor = await command('doctor', '--now', NOW);
    expect(doctor.code).toBe(0);
    expect(doctor.stdout).toMatch(/warn {2}cache .*is damaged/);
    await command('fetch', '--since', '2024-02-01T00:00Z', '--until', '2024-03-01T00:00Z');
    const mended = await command('data', 'doctor', '--now', NOW);
    expect(mended, mended.stdout).toMatchObject({ code: 0 });
    expect(mended.stdout).toContain('has been fetched again: it may be deleted');

    const unknown = await command('data', 'doctor', '--symbol', 'DOGE/USDT');
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toContain('DOGE/USDT is not configured: BTC/USDT, ETH/USDT');
  });
});

describe('init', () => {
  it('asks nothing without a terminal and takes options, or defaults: the shipped settings, byte for byte', async () => {
    const folder = realpathSync(tempFolder());
    const plain = await run(['init', 'a'], { cwd: folder });
    expect(plain, plain.stderr).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'a/config.yaml'), 'utf8')).toBe(SHIPPED);
    const args = ['--exchange', 'kraken', '--pair', 'BTC/USD~ETH/USD', '--timeframe', '15m', '--account-usd', '500'];
    const made = await run(['init', 'b', '--json', '--units', 'etc/units', ...args], { cwd: folder });
    expect(documentOf(made)).toMatchObject({
      folder: join(folder, 'b'),
      written: ['statarb.service', 'statarb.timer', 'crontab', 'statarb.logrotate']
        .map((name) => `etc/units/${name}`)
        .concat(['.env', 'config.yaml']),
      kept: [],
    });
    const config = loadConfig(join(folder, 'b/config.yaml'), {});
    expect(config.exchange.id).toBe('kraken');
    expect(config.pairs).toEqual([{ x: 'BTC/USD', y: 'ETH/USD' }]);
    expect(config.timeframe).toBe('15m');
    expect(config.settings.risk.accountUsd).toBe(500);
    expect(readFileSync(join(folder, 'b/etc/units/statarb.timer'), 'utf8')).toContain('*:01,16,31,46:00 UTC');
  });

  it('writes units with the true paths, whose command works as it stands', async () => {
    const { folder } = await newFolder();
    const service = readFileSync(join(folder, 'deploy/statarb.service'), 'utf8');
    const command = /^ExecStart=(.*)$/m.exec(service)?.[1] ?? '';
    expect(command).toBe(`${process.execPath} ${built.main} scan --config ${folder}/config.yaml`);
    const scanned = spawnSync('/bin/sh', ['-c', `${command} --now ${NOW}`], { cwd: '/', encoding: 'utf8', env: {} });
    expect(scanned, scanned.stderr).toMatchObject({ status: 0 });
    const cron =
      /^1 \* \* \* \* (?:flock -n \S+ )?(.*)$/m.exec(readFileSync(join(folder, 'deploy/crontab'), 'utf8'))?.[1] ?? '';
    const byCron = spawnSync('/bin/sh', ['-c', cron.replace(' >>', ` --now ${NOW} >>`)], {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
    });
    expect(byCron.status).toBe(0);
    expect(readFileSync(join(folder, 'scan.out'), 'utf8')).toContain('BTC/USDT~ETH/USDT');
    expect(readFileSync(join(folder, 'scan.log'), 'utf8')).toContain('scan done');
  });

  it('changes no file that is there and says which; --force replaces them and keeps the old ones', async () => {
    const { folder, command } = await newFolder();
    writeFileSync(join(folder, '.env'), 'API_KEY=precious\n');
    const before = folderTree(folder);
    const again = await command('init', '--pair', 'A/USDT~B/USDT', '--exchange', 'kraken');
    expect(again.code).toBe(0);
    for (const name of ['.env', 'config.yaml', 'deploy/crontab']) expect(again.stdout).toContain(`kept     ${name}`);
    expect(folderTree(folder)).toEqual(before);
    rmSync(join(folder, 'deploy'), { recursive: true });
    writeFileSync(join(folder, 'config.yaml'), 'exchange: simulated\ntimeframe: 30m\n');
    await command('init');
    expect(readFileSync(join(folder, 'deploy/crontab'), 'utf8')).toContain('\n1,31 * * * * ');
    const forced = await command('init', '--force');
    expect(forced.stdout).toContain('written  config.yaml');
    expect(readFileSync(join(folder, 'config.yaml'), 'utf8')).toBe(SHIPPED);
    expect(readFileSync(join(folder, '.env.old'), 'utf8')).toBe('API_KEY=precious\n');
  });

  it('puts the webhook of the environment, or of a file, into .env and nowhere else', async () => {
    const secret = 'https://hooks.example/services/T0/B0/planted-webhook-key';
    const fromEnv = await newFolder({ env: { NOTIFY_SLACK_WEBHOOK: secret, API_KEY: 'planted-api-key' } });
    const file = join(tempFolder(), 'webhook');
    writeFileSync(file, `${secret}\n`);
    const folder = realpathSync(tempFolder());
    const fromFile = await run(['init', '--slack-webhook-file', file], { cwd: folder });
    for (const [place, ended] of [
      [fromEnv.folder, fromEnv.init],
      [folder, fromFile],
    ] as const) {
      const tree = folderTree(place);
      expect(tree['.env']).toContain(`NOTIFY_SLACK_WEBHOOK=${secret}\n`);
      const others = Object.entries(tree).filter(([path]) => path !== '.env');
      expect(JSON.stringify([others, ended])).not.toContain('planted');
      expect(loadConfig(join(place, 'config.yaml'), {}).notifications.slackWebhook).toBe(secret);
    }
    // A name as common as this may be of another program.
    expect(readFileSync(join(fromEnv.folder, '.env'), 'utf8')).toContain('API_KEY=\n');
  });

  it.each([
    [['--pair', 'BTC/USDT'], 2, /--pair like BTC\/USDT~ETH\/USDT/],
    [['--pair', 'BTC/USDT~ETH/EUR'], 2, /nothing was written[\s\S]*different quote currencies/],
    [['--exchange', 'Binance!'], 2, /is no ccxt id/],
    [['--timeframe', '1x'], 2, /is not a timeframe/],
    [['--timeframe', '2d'], 2, /nothing was written[\s\S]*longer than a day/],
    [['--account-usd', '-5'], 2, /is not an amount above 0/],
    [['--slack-webhook-file', '/nowhere'], 3, /cannot read \/nowhere/],
    [['--units', '../elsewhere'], 2, /must lie in the folder/],
  ] as const)('with %j writes nothing and says why', async (args, code, says) => {
    const parent = tempFolder();
    const ended = await run(['init', join(parent, 'new'), ...args]);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toMatch(/^ {4}at |statarb-init/m);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('refuses a webhook that is none without repeating it', async () => {
    const parent = tempFolder();
    const env = { NOTIFY_SLACK_WEBHOOK: 'planted-no-address' };
    const ended = await run(['init', join(parent, 'new')], { env });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('must be a web address');
    expect(ended.stdout + ended.stderr).not.toContain('planted');
    expect(readdirSync(parent)).toEqual([]);
  });
});

/** Gives a command a terminal of its own. */
const SCRIPT = '/usr/bin/script';
const hasScript = existsSync(SCRIPT);

/** Answers typed at `init`'s questions, each once its question is shown. */
function typed(folder: string, answers: readonly string[], ...args: readonly string[]): Promise<EndedProcess> {
  const command = [process.execPath, built.main, 'init', folder, ...args].join(' ');
  const child = spawn(SCRIPT, ['-qec', command, '/dev/null'], {
    env: { PATH: process.env['PATH'] ?? '', TERM: 'dumb' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const waiting = [...answers];
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    // A question ends with a colon, and readline sets the cursor behind it.
    if (!/: (\u001b\[\d*G)?$/.test(shown) || waiting.length === 0) return;
    shown = '';
    child.stdin.write(waiting.shift() ?? '');
  });
  return ended(child);
}

describe.runIf(hasScript)('init on a terminal', () => {
  it('asks for venue, pair and webhook, asks again after a slip, and never shows the webhook', async () => {
    const folder = join(tempFolder(), 'new');
    const secret = 'https://hooks.example/services/planted-webhook-key';
    const answers = ['Kraken\r', 'kraken\r', 'BTC/USD\r', 'BTC/USD~ETH/USD\r', `${secret}\r`];
    const { code, stdout } = await typed(folder, answers);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('"Kraken" is no ccxt id');
    expect(stdout).toContain('"BTC/USD" is not two symbols');
    expect(stdout).toContain('Slack webhook for tickets (not shown; Enter for none)');
    expect(stdout).not.toContain('planted');
    const config = loadConfig(join(folder, 'config.yaml'), {});
    expect(config).toMatchObject({ exchange: { id: 'kraken' }, notifications: { slackWebhook: secret } });
    expect(config.pairs).toEqual([{ x: 'BTC/USD', y: 'ETH/USD' }]);
  });

  it('takes the defaults on Enter, asks only what is not given, and nothing with --yes', async () => {
    const parent = tempFolder();
    const entered = await typed(join(parent, 'a'), ['\r', '\r', '\r']);
    expect(entered.code, entered.stdout).toBe(0);
    expect(readFileSync(join(parent, 'a/config.yaml'), 'utf8')).toBe(SHIPPED);
    const given = await typed(join(parent, 'b'), ['\r', '\r'], '--exchange', 'simulated');
    expect(given.code, given.stdout).toBe(0);
    expect(given.stdout).not.toContain('Venue');
    expect(given.stdout).toContain('Pair');
    const yes = await typed(join(parent, 'c'), [], '--yes');
    expect(yes.code, yes.stdout).toBe(0);
    expect(yes.stdout).not.toMatch(/Venue|Pair|Slack webhook for/);
  });

  it('writes nothing when the person gives up', async () => {
    const parent = tempFolder();
    for (const key of ['\u0003', '\u0004']) {
      const { code, stdout } = await typed(join(parent, 'new'), ['\r', key]);
      expect(code, stdout).toBe(2);
      expect(stdout).toContain('stopped: nothing was written');
    }
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('doctor', () => {
  it('tells broken settings with every mistake, looks at the rest, and exits 2', async () => {
    const { folder, command } = await newFolder();
    writeFileSync(join(folder, 'config.yaml'), 'exchnage: x\nthresholds: {z_in: 1, z_out: 2}\n');
    const ended = await command('doctor', '--json');
    expect(ended.code).toBe(2);
    const { checks } = documentOf(ended) as { checks: { check: string; status: string; message: string }[] };
    expect(checks[0]).toMatchObject({ check: 'settings', status: 'fail' });
    expect(checks[0].message).toContain('exchnage');
    expect(checks[0].message).toContain('thresholds.z_out');
    expect(checks.map(({ check }) => check)).toContain('secrets');
    const nowhere = await run(['doctor'], { cwd: tempFolder() });
    expect(nowhere.code).toBe(2);
    expect(nowhere.stdout).toContain('there is no settings file');
  });

  it('fails on open secrets, a damaged database and a channel that cannot be reached, and exits 3', async () => {
    const slack = await startSlackServer();
    await slack.close();
    const { folder, command } = await newFolder({ env: { NOTIFY_SLACK_WEBHOOK: slack.webhook } });
    chmodSync(join(folder, '.env'), 0o644);
    writeFileSync(join(folder, 'data/statarb.db'), 'notes '.repeat(1000));
    const ended = await command('doctor', '--now', NOW);
    expect(ended.code).toBe(3);
    expect(ended.stdout).toMatch(/fail {2}secrets [\s\S]*→ chmod 600/);
    expect(ended.stdout).toMatch(/fail {2}database +damaged: file is not a database/);
    expect(ended.stdout).toMatch(/fail {2}channel slack +127\.0\.0\.1:\d+ cannot be reached/);
    expect(ended.stdout + ended.stderr).not.toContain('planted');
    const offline = await command('doctor', '--offline', '--now', NOW);
    expect(offline.stdout).toContain('not looked at: clock, venue, channels (--offline)');
    expect(offline.stdout).not.toContain('cannot be reached');
  });

  it('connects to a channel and sends it nothing', async () => {
    const slack = await startSlackServer();
    try {
      const { command } = await newFolder({ env: { NOTIFY_SLACK_WEBHOOK: slack.webhook } });
      const ended = await command('doctor', '--now', NOW);
      expect(ended, ended.stdout).toMatchObject({ code: 0 });
      expect(ended.stdout).toMatch(/ok {4}channel slack/);
      expect(slack.requests()).toBe(0);
    } finally {
      await slack.close();
    }
  });
});

describe('state', () => {
  it('is not restored while a scan holds the lock, nor from what is no backup', async () => {
    const { folder, command } = await newFolder();
    await command('scan', '--now', NOW);
    const file = join(folder, 'copy.db');
    expect(await command('state', 'backup', file)).toMatchObject({ code: 0 });
    const { acquireRunLock } = await import('../../src/adapters/store/sqlite-run-lock.ts');
    const lock = await acquireRunLock(join(folder, 'data/statarb.db'), { since: Date.now() });
    const refused = await command('state', 'restore', file);
    const doctor = await command('doctor', '--now', NOW);
    lock.release();
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain(`process ${process.pid}`);
    expect(doctor.stdout).toContain(`held by process ${process.pid}`);
    const wrong = await command('state', 'restore', 'config.yaml');
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toContain('no database');
    expect(await command('state', 'restore')).toMatchObject({ code: 2 });
    expect(await command('state', 'backup', '--keep', '0')).toMatchObject({ code: 2 });
  });

  it('keeps as many backups as the settings say, or the option', async () => {
    const { folder, command } = await newFolder();
    await command('scan', '--now', NOW);
    for (let minute = 10; minute < 23; minute++)
      await command('state', 'backup', '--now', `2024-03-01T07:${minute}:00Z`);
    const backups = join(folder, 'data/backups');
    expect(readdirSync(backups)).toHaveLength(10);
    await command('state', 'backup', '--keep', '2', '--now', '2024-03-01T07:30:00Z');
    expect(readdirSync(backups).sort()).toEqual(['statarb-2024-03-01T072200Z.db', 'statarb-2024-03-01T073000Z.db']);
  });
});
