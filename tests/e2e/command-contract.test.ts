import Database from 'better-sqlite3';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { isoUtc } from '../../src/core/domain/time.ts';
import { faults } from '../support/binance-faults.ts';
import { answer } from '../support/channel-server.ts';
import { startSlackServer, type SlackServer } from '../support/slack-server.ts';
import type { EndedProcess, RunOptions } from '../support/statarb-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { commandLine, documentOf } from './command-line.ts';
import { HOUR, MINUTE, SPOT_PAIR, writeConfig } from './scanner.ts';
import { simulatedStory, type Story } from './simulated-story.ts';

const run = commandLine();

const isoTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
const finite = z.number();
const position = z.enum(['flat', 'long_spread', 'short_spread']);
const decision = z.strictObject({
  bar: isoTime,
  kind: z.enum(['hold', 'refused', 'trade', 'missed']),
  event: z.enum(['ENTER_LONG_SPREAD', 'ENTER_SHORT_SPREAD', 'EXIT', 'STOP', 'RUIN']).nullable(),
  reasons: z.array(z.looseObject({ code: z.string() })),
  reason: z.string(),
  z: finite.nullable(),
  z_prev: finite.nullable(),
  beta: finite.nullable(),
  alpha: finite.nullable(),
  sigma: finite.nullable(),
});
const ticket = z.looseObject({ id: z.string(), event: z.string(), bar: isoTime, valid_until: isoTime });
const problem = z.strictObject({ code: z.string(), message: z.string() });
const scanDocument = z.strictObject({
  run_id: z.string(),
  now: isoTime,
  duration_ms: finite,
  pairs: z.array(
    z.strictObject({
      pair: z.string(),
      bar: isoTime,
      bars_fetched: z.record(z.string(), z.int()),
      decisions: z.array(decision),
      position,
      ticket: ticket.nullable(),
      error: problem.nullable(),
    }),
  ),
  deliveries: z.strictObject({ sent: z.int(), pending: z.int() }),
});
const healthFigures = z.strictObject({
  p: finite,
  half_life_bars: finite.nullable(),
  beta_drift: finite,
  correlation: finite,
  cusum: finite,
});
const statusDocument = z.strictObject({
  pairs: z.array(
    z.strictObject({
      pair: z.string(),
      position,
      bar: isoTime.nullable(),
      decision: decision.nullable(),
      open: z.looseObject({ side: position, qty_x: finite, qty_y: finite }).nullable(),
      cash: finite,
      real: z.looseObject({ state: z.enum(['open', 'flat', 'none']), net_usd: finite }).nullable(),
      health: z.strictObject({ bars: z.int(), figures: healthFigures, null_percentiles: healthFigures }).nullable(),
      next_decision: isoTime.nullable(),
      open_pnl: finite.nullable(),
      equity: finite,
      record: z.strictObject({ trades: z.int(), winners: z.int(), net: finite }),
      verdict: z
        .strictObject({
          level: z.string(),
          sentence: z.string(),
          from: isoTime,
          to: isoTime,
          same_settings: z.boolean(),
        })
        .nullable(),
    }),
  ),
  pending: z.array(
    z.strictObject({
      ticket: z.string().nullable(),
      message: z.string(),
      channel: z.string(),
      attempts: z.int(),
      last_error: z.string().nullable(),
    }),
  ),
  last_run: z.strictObject({ run_id: z.string(), now: isoTime, exit_code: z.int() }).nullable(),
});
const historyDocument = z.strictObject({
  decisions: z.array(decision.extend({ pair: z.string(), run_id: z.string() })),
  tickets: z.array(ticket),
  trades: z.array(z.looseObject({ pair: z.string(), side: position, net: finite, exit_reason: z.string() })),
});

interface Place {
  readonly story: Story;
  readonly slack: SlackServer;
  readonly folder: string;
  readonly config: string;
  /** `--now` some minutes after a bar has closed, by the venue's clock too. */
  readonly at: (bar: number, minutes?: number) => string[];
  readonly command: (args: readonly string[], options?: RunOptions) => Promise<EndedProcess>;
}

async function place(changes: Readonly<Record<string, unknown>> = {}): Promise<Place> {
  const story = await simulatedStory({ bars: 760 });
  const slack = await startSlackServer();
  onTestFinished(() => slack.close());
  const folder = tempFolder();
  const { exchange } = story.venue.settings as unknown as { exchange: { id: string; options: object } };
  const config = writeConfig(folder, {
    ...story.venue.settings,
    exchange: { ...exchange, options: { ...exchange.options, timeout: 20_000 } },
    notifications: { slack_webhook: slack.webhook },
    ...changes,
  });
  return {
    story,
    slack,
    folder,
    config,
    at: (bar, minutes = 1) => {
      const now = bar + HOUR + minutes * MINUTE;
      story.venue.server.setNow(now);
      return ['--now', new Date(now).toISOString()];
    },
    command: (args, options) => run([...args, '-c', config], options),
  };
}

describe('scan --json', () => {
  it('prints one document of the documented form: when it enters, when there is nothing new, and when it fails', async () => {
    const { story, command, at } = await place();
    const entered = await command(['scan', '--json', ...at(story.entry)]);
    expect(entered.code, entered.stderr).toBe(0);
    const document = scanDocument.parse(documentOf(entered));
    expect(document.pairs[0]).toMatchObject({ pair: SPOT_PAIR, bar: isoUtc(story.entry), position: 'short_spread' });
    expect(document.pairs[0].ticket?.event).toBe('ENTER_SHORT_SPREAD');
    expect(document.deliveries).toEqual({ sent: 2, pending: 0 });

    const again = await command(['scan', '--json', ...at(story.entry, 5)]);
    expect(again.code).toBe(0);
    expect(scanDocument.parse(documentOf(again)).pairs[0]).toMatchObject({
      bars_fetched: { 'BTC/USDT': 0, 'ETH/USDT': 0 },
      decisions: [],
      ticket: null,
      position: 'short_spread',
    });

    story.venue.server.inject(faults.geoBlocked(), { times: Infinity });
    const failed = await command(['scan', '--json', ...at(story.entry + HOUR)]);
    expect(failed.code).toBe(3);
    const [pair] = scanDocument.parse(documentOf(failed)).pairs;
    expect(pair.error).toMatchObject({ code: 'venue' });
    expect(pair.position).toBe('short_spread');
  });

  it('writes its log as JSON lines on stderr, each with the id of the run, and one summary', async () => {
    const { story, command, at } = await place();
    const ended = await command(['scan', '--json', ...at(story.entry)]);
    const { run_id: runId } = scanDocument.parse(documentOf(ended));
    const lines = ended.stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.every((line) => line['run_id'] === runId)).toBe(true);
    const summaries = lines.filter(({ msg }) => msg === 'scan done');
    expect(summaries).toHaveLength(1);
    expect(summaries[0]).toMatchObject({ exit_code: 0, sent: 2, pending: 0 });
    for (const stage of ['refresh_ms', 'decide_ms', 'commit_ms', 'deliver_ms', 'report_ms']) {
      expect(summaries[0][stage], stage).toBeTypeOf('number');
    }
    const silent = await command(['scan', '--json', '--log-level', 'silent', ...at(story.entry, 6)]);
    expect(silent.stderr).toBe('');
  });
});

describe('scan for people', () => {
  it('prints the ticket, which is also in the signals folder and on Slack', async () => {
    const { story, slack, command, at, folder } = await place();
    const ended = await command(['scan', ...at(story.entry)]);
    expect(ended.stdout).toContain('Signal: ENTER Short Spread (ETH short / BTC long)');
    expect(ended.stdout).toContain('deliveries: 2 sent, 0 pending');
    const id = /Ticket: (\S+)/.exec(ended.stdout)?.[1];
    const [{ decidedOn }] = story.expected.orders;
    const name = id ?? `BTC-USDT_ETH-USDT_${new Date(decidedOn).toISOString().slice(0, 13)}00Z_ENTER_SHORT_SPREAD`;
    expect(existsSync(join(folder, 'signals', `${name}.md`))).toBe(true);
    expect(existsSync(join(folder, 'signals', `${name}.json`))).toBe(true);
    expect(slack.messages).toHaveLength(1);
  });
});

describe('a message that Slack does not take', () => {
  it('ends the scan with exit code 4; the next run delivers it once, and nothing again', async () => {
    const { story, slack, command, at } = await place();
    slack.failAlways(answer(404, 'no_service'));
    const refused = await command(['scan', '--json', ...at(story.entry)]);
    expect(refused.code).toBe(4);
    expect(scanDocument.parse(documentOf(refused)).deliveries).toEqual({ sent: 1, pending: 1 });
    const status = statusDocument.parse(documentOf(await command(['status', '--json'])));
    expect(status.pending).toMatchObject([{ channel: 'slack', attempts: 1 }]);
    expect(status.pending[0].last_error).toContain('404');
    expect(status.last_run?.exit_code).toBe(4);

    slack.failAlways(null);
    const next = await command(['scan', '--json', ...at(story.entry, 7)]);
    expect(next.code).toBe(0);
    expect(scanDocument.parse(documentOf(next)).deliveries).toEqual({ sent: 1, pending: 0 });
    expect(slack.messages).toHaveLength(1);
    await command(['scan', ...at(story.entry, 8)]);
    expect(slack.messages).toHaveLength(1);
  });
});

describe('status and history', () => {
  it('say that nothing has run yet, and make nothing', async () => {
    const { command, folder } = await place();
    const status = await command(['status', '--json']);
    expect(status.code).toBe(0);
    expect(statusDocument.parse(documentOf(status))).toEqual({ pairs: [], pending: [], last_run: null });
    expect(historyDocument.parse(documentOf(await command(['history', '--json'])))).toEqual({
      decisions: [],
      tickets: [],
      trades: [],
    });
    expect((await command(['status'])).stdout).toContain('no cycle has run yet');
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('tell the position, the last decision, tickets and trades in the words of scan', async () => {
    const { story, command, at } = await place();
    await command(['scan', ...at(story.entry)]);
    await command(['scan', ...at(story.entry + HOUR)]);
    const status = statusDocument.parse(documentOf(await command(['status', '--json'])));
    expect(status.pairs[0]).toMatchObject({
      pair: SPOT_PAIR,
      position: 'short_spread',
      bar: isoUtc(story.entry + HOUR),
    });
    const [order] = story.expected.orders;
    expect(status.pairs[0].open).toMatchObject({ qty_x: order.quantity.x, qty_y: order.quantity.y });
    const history = historyDocument.parse(documentOf(await command(['history', '--json', '--all'])));
    expect(history.decisions.map(({ bar, kind }) => [bar, kind])).toEqual([
      [isoUtc(story.entry + HOUR), 'hold'],
      [isoUtc(story.entry), 'trade'],
    ]);
    expect(history.tickets).toHaveLength(1);
    const events = historyDocument.parse(documentOf(await command(['history', '--json', '--limit', '1'])));
    expect(events.decisions.map(({ kind }) => kind)).toEqual(['trade']);
    expect((await command(['status'])).stdout).toContain('short spread');
    expect((await command(['history'])).stdout).toContain('ENTER_SHORT_SPREAD');
  });
});

describe('health', () => {
  it('is 0 while the last cycle is young and the venue answers, else 3 with what is wrong', async () => {
    const { story, command, at } = await place();
    const never = await command(['health', '--json', ...at(story.entry)]);
    expect(never.code).toBe(3);
    await command(['scan', ...at(story.entry)]);
    const healthy = await command(['health', '--json', ...at(story.entry, 50)]);
    expect(healthy.code, healthy.stdout).toBe(0);
    expect(documentOf(healthy)).toMatchObject({ healthy: true, venue_answers: true, problems: [] });
    const old = await command(['health', '--json', ...at(story.entry + 2 * HOUR)]);
    expect(old.code).toBe(3);
    expect(documentOf(old)).toMatchObject({ healthy: false, venue_answers: true });
    story.venue.server.inject(faults.geoBlocked(), { times: Infinity });
    const blocked = await command(['health', '--json', ...at(story.entry, 50)]);
    expect(blocked.code).toBe(3);
    expect(documentOf(blocked)).toMatchObject({ healthy: false, venue_answers: false });
  });
});

describe('notify-test', () => {
  it('sends a sample through every channel; a channel that fails is told and makes exit code 4', async () => {
    const { slack, command } = await place();
    const good = await command(['notify-test', '--json']);
    expect(good.code, good.stderr).toBe(0);
    expect(documentOf(good)).toMatchObject({
      channels: [
        { channel: 'folder', error: null },
        { channel: 'slack', error: null },
      ],
    });
    // A ticket and a notice.
    expect(slack.messages).toHaveLength(2);
    slack.failAlways(answer(403, 'action_prohibited'));
    const bad = await command(['notify-test']);
    expect(bad.code).toBe(4);
    expect(bad.stdout).toMatch(/folder {2}ok\nslack {2}Slack answered 403 action_prohibited/);
  });
});

describe('fetch, export and import', () => {
  it('fill the cache, write it out, and read it back into another one', async () => {
    const { story, command, folder } = await place();
    const { x, y } = story.venue.history.candles;
    const since = isoUtc(x[100].ts);
    const until = isoUtc(x[700].ts);
    story.venue.server.setNow(x[740].ts);
    const fetched = await command(['fetch', '--json', '--since', since, '--until', until]);
    expect(fetched.code, fetched.stderr).toBe(0);
    const counts = { added: 600, unchanged: 0, revised: 0, missing: 0 };
    expect(documentOf(fetched)).toEqual({
      venue: 'binance',
      symbols: [
        { symbol: 'BTC/USDT', ...counts },
        { symbol: 'ETH/USDT', ...counts },
      ],
    });
    const asked = story.venue.server.requests.length;
    const again = await command(['fetch', '--json', '--since', since, '--until', until]);
    expect(again.code).toBe(0);
    expect(story.venue.server.requests).toHaveLength(asked);

    const file = join(folder, 'eth.csv');
    const exported = await command([
      ...['export', '--what', 'candles', '--symbol', 'ETH/USDT', '--format', 'csv'],
      ...['--from', isoUtc(x[100].ts), '--to', isoUtc(x[600].ts), '--out', file, '--json'],
    ]);
    expect(exported.code, exported.stderr).toBe(0);
    const piped = await command(['export', '--what', 'features', '--from', isoUtc(x[690].ts)]);
    expect(piped.code, piped.stderr).toBe(0);
    expect(piped.stdout.trimEnd().split('\n')).toHaveLength(11);
    for (const format of ['parquet', 'arrow']) {
      const out = join(folder, `features.${format}`);
      const ended = await command(['export', '--what', 'features', '--format', format, '--out', out]);
      expect(ended.code, ended.stderr).toBe(0);
      expect(readFileSync(out).toString('latin1', 0, 6)).toMatch(format === 'parquet' ? /^PAR1/ : /^ARROW1/);
    }

    const other = tempFolder();
    const config = writeConfig(other, story.venue.settings);
    const imported = await run(['import', file, '--symbol', 'ETH/USDT', '--json', '-c', config]);
    expect(imported.code, imported.stderr).toBe(0);
    expect(documentOf(imported)).toMatchObject({ added: 500, unchanged: 0, revised: 0, symbol: 'ETH/USDT' });

    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const cells = lines[5].split(',');
    const close = lines[0].split(',').indexOf('close');
    cells[close] = String(y[104].low);
    writeFileSync(file, [lines[0], cells.join(',')].join('\n'));
    const contradicting = await run(['import', file, '--symbol', 'ETH/USDT', '-c', config]);
    expect(contradicting.code).toBe(3);
    expect(contradicting.stderr).toMatch(
      /nothing imported: 1 bar of ETH\/USDT differ.*--prefer file or --prefer cache/,
    );
    const decided = await run(['import', file, '--symbol', 'ETH/USDT', '--prefer', 'file', '--json', '-c', config]);
    expect(documentOf(decided)).toMatchObject({ added: 0, revised: 1 });
    const db = new Database(join(other, 'data/statarb.db'), { readonly: true });
    onTestFinished(() => {
      db.close();
    });
    expect(db.prepare('SELECT symbol, ts, old_close, new_close FROM revisions').all()).toEqual([
      { symbol: 'ETH/USDT', ts: y[104].ts, old_close: y[104].close, new_close: y[104].low },
    ]);
  });

  it('let an offline scan decide what an online one would', async () => {
    const { story, command, at } = await place();
    story.venue.server.setNow(story.entry + 3 * HOUR);
    const since = isoUtc(story.entry - 650 * HOUR);
    await command(['fetch', '--since', since, '--until', isoUtc(story.entry + HOUR)]);
    story.venue.server.requests.splice(0);
    const ended = await command(['scan', '--offline', '--json', ...at(story.entry)]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(story.venue.server.requests).toEqual([]);
    const [pair] = scanDocument.parse(documentOf(ended)).pairs;
    const [order] = story.expected.orders;
    expect(pair.decisions[0].z).toBeCloseTo(order.z, 9);
    expect(pair.ticket).toMatchObject({
      event: order.event,
      legs: { x: { quantity: Math.abs(order.quantity.x) }, y: { quantity: Math.abs(order.quantity.y) } },
    });
  });
});

describe('relative paths', () => {
  it("mean the settings file's folder, whatever folder the command is started in", async () => {
    const { story, folder, config, at } = await place({
      paths: { cache: 'c', state: 'here/state.db', signals: 's', reports: 'r' },
    });
    const elsewhere = tempFolder();
    mkdirSync(join(elsewhere, 'deep'));
    const cwd = join(elsewhere, 'deep');
    const ended = await run(['scan', '-c', relative(cwd, config), ...at(story.entry)], { cwd });
    expect(ended.code, ended.stderr).toBe(0);
    for (const made of ['c', 'here/state.db', 's/signals.csv', 's/trades.csv']) {
      expect(existsSync(join(folder, made)), made).toBe(true);
    }
    expect(existsSync(join(cwd, 's'))).toBe(false);
    const inPlace = await run(['status', '--json'], { cwd: dirname(config) });
    expect(statusDocument.parse(documentOf(inPlace)).pairs[0].position).toBe('short_spread');
  });
});

describe('a command used wrongly', () => {
  it.each([
    [['scan', '--now', 'yesterday'], /--now yesterday is not a time: write it like 2024-03-01T07:01Z/],
    [['scan', '--nwo', '2024-01-01'], /unknown option '--nwo'[\s\S]*--now/],
    [['scna'], /unknown command 'scna'[\s\S]*scan/],
    [['fill', 'last', '--leg', 'ETH', '--qty', '1', '--price', '1'], /no cycle has run yet: start `statarb scan`/],
    [['history', '--limit', 'many'], /--limit many is not a whole number above 0/],
    [['fetch', '--since', '2024-02-01', '--until', '2024-01-01'], /--since 2024-02-01T00:00Z is not before --until/],
    [['export', '--what', 'nothing'], /'nothing' is invalid/],
    [['export', '--what', 'candles', '--json'], /--json needs --out/],
    [['import', 'x.csv'], /required option '--symbol/],
    [['export', '--what', 'features', '--pair', 'A/B~C/D'], /--pair A\/B~C\/D is not configured: BTC\/USDT~ETH\/USDT/],
  ] as const)('%j exits 2 and says what to write', async (args, says) => {
    const { folder, config } = await place();
    const ended = await run(args[0] === 'scna' ? args : [...args, '-c', config], { cwd: folder });
    expect(ended.stderr).toMatch(says);
    expect(ended.code).toBe(2);
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('without its settings file exits 2 and names the file; with --json the message is the one document', async () => {
    const cwd = tempFolder();
    const ended = await run(['scan'], { cwd });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(join(cwd, 'config.yaml'));
    const json = await run(['scan', '--json'], { cwd });
    expect(z.strictObject({ error: problem }).parse(documentOf(json)).error.code).toBe('settings');
  });

  it('with a broken settings file exits 2 and names every mistake', async () => {
    const { config, command } = await place();
    writeFileSync(
      config,
      'exchange: binance\nthresholds: {z_in: 4, z_out: 5}\nwindow: {ols_beta: 100}\nrisk: {account_usd: -1}\n',
    );
    const ended = await command(['config', 'check']);
    expect(ended.code).toBe(2);
    for (const part of ['thresholds', 'window', 'did you mean', 'risk.account_usd'])
      expect(ended.stderr).toContain(part);
  });
});

describe('config check', () => {
  it('prints every setting with where it came from', async () => {
    const { command, config } = await place();
    const ended = await command(['config', 'check', '--json']);
    expect(ended.code).toBe(0);
    const { file, settings } = documentOf(ended) as { file: string; settings: { key: string; origin: string }[] };
    expect(file).toBe(config);
    expect(settings.find(({ key }) => key === 'thresholds.z_in')?.origin).toBe('default');
    expect(settings.length).toBeGreaterThan(30);
    expect((await command(['config', 'check'])).stdout).toContain('is valid');
  });
});
