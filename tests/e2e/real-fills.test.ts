import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EndedProcess } from '../support/statarb-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { commandLine, documentOf } from './command-line.ts';

const run = commandLine();

const finite = z.number();
const isoTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
const leg = z.object({
  symbol: z.string(),
  action: z.enum(['buy', 'sell']),
  quantity: finite,
  reference_price: finite,
});
const ticketSchema = z.object({
  id: z.string(),
  event: z.string(),
  decided_at: isoTime,
  legs: z.object({ x: leg, y: leg }),
});
type TicketDocument = z.infer<typeof ticketSchema>;

const fillSchema = z.strictObject({
  no: z.int(),
  ticket: z.string(),
  leg: z.enum(['x', 'y']),
  instrument: z.string(),
  action: z.enum(['buy', 'sell']),
  quantity: finite,
  price: finite,
  fee_usd: finite,
  at: isoTime,
  source: z.enum(['hand', 'import', 'close']),
  venue: z.string(),
  external_id: z.string().nullable(),
  replaces: z.int().nullable(),
  recorded_at: isoTime,
  voided: z.strictObject({ at: isoTime, why: z.string().nullable() }).nullable(),
});
const tripSchema = z.looseObject({
  entry_ticket: z.string(),
  exit_note: z.string().nullable(),
  state: z.enum(['open', 'closed', 'skipped', 'unfilled']),
  net_usd: finite,
  remainder: z.string().nullable(),
});
const fillDocument = z.strictObject({
  ticket: z.string(),
  recorded: z.array(z.int()),
  fills: z.array(fillSchema),
  warnings: z.array(z.string()),
  trip: tripSchema,
});
const realSchema = z.strictObject({
  state: z.enum(['open', 'flat', 'none']),
  since: isoTime.nullable(),
  holdings: z.array(
    z.strictObject({ leg: z.enum(['x', 'y']), instrument: z.string(), quantity: finite, mark: finite }),
  ),
  realised_usd: finite,
  unrealised_usd: finite,
  fees_usd: finite,
  net_usd: finite,
  remainder: z.string().nullable(),
  beside_paper: z.string().nullable(),
  entry_tickets: z.array(z.string()),
});
const closeDocument = z.looseObject({
  orders: z.array(z.looseObject({ instrument: z.string(), action: z.string(), quantity: finite })),
  booked: z.array(fillSchema).nullable(),
  net_usd: finite.nullable(),
  real: realSchema,
});
const pnlDocument = z.strictObject({
  marks: z.array(z.looseObject({ pair: z.string(), at: isoTime, x: finite, y: finite })),
  trips: z.array(tripSchema),
  months: z.array(z.looseObject({ month: z.string(), net_usd: finite, paper_net_usd: finite })),
  totals: z.looseObject({ net_usd: finite, paper_net_usd: finite, realised_usd: finite, fees_usd: finite }),
});
const importDocument = z.strictObject({
  dry_run: z.boolean(),
  files: z.array(z.strictObject({ path: z.string(), format: z.string(), rows: z.int() })),
  recorded: z.array(z.looseObject({ line: z.int(), ticket: z.string(), fee_usd: finite, instrument: z.string() })),
  known: z.array(z.looseObject({ line: z.int() })),
  unmatched: z.array(z.looseObject({ line: z.int(), reason: z.string() })),
  warnings: z.array(z.string()),
});

/** Two weeks of the demo: made once, copied for each test. */
let demo = '';
let entries: readonly TicketDocument[] = [];
let exits: readonly TicketDocument[] = [];
beforeAll(async () => {
  demo = mkdtempSync(join(tmpdir(), 'statarb-demo-'));
  const made = await run(['demo', '--dir', demo, '--weeks', '2']);
  expect(made.code, made.stderr).toBe(0);
  const history = documentOf(await run(['history', '--json', '-c', join(demo, 'config.yaml')])) as { tickets: unknown };
  const tickets = z.array(ticketSchema).parse(history.tickets);
  entries = tickets.filter(({ event }) => event.startsWith('ENTER_'));
  exits = tickets.filter(({ event }) => !event.startsWith('ENTER_'));
});
afterAll(() => {
  rmSync(demo, { recursive: true, force: true });
});

interface Place {
  readonly folder: string;
  readonly config: string;
  readonly command: (...args: readonly string[]) => Promise<EndedProcess>;
  /** The document of a command that must succeed. */
  readonly json: (...args: readonly string[]) => Promise<unknown>;
  /** Everything the scanner remembers, row by row. */
  readonly paper: () => unknown;
}

function place(): Place {
  const folder = tempFolder();
  cpSync(demo, folder, { recursive: true });
  const config = join(folder, 'config.yaml');
  const command = (...args: readonly string[]): Promise<EndedProcess> => run([...args, '-c', config]);
  return {
    folder,
    config,
    command,
    json: async (...args) => {
      const ended = await command(...args, '--json');
      expect(ended.code, ended.stderr).toBe(0);
      expect(ended.stderr).toBe('');
      return documentOf(ended);
    },
    paper: () => {
      const db = new Database(join(folder, 'data', 'statarb.db'), { readonly: true });
      try {
        return ['runs', 'decisions', 'positions', 'trades', 'tickets', 'outbox'].map((table) =>
          db.prepare(`SELECT * FROM ${table}`).all(),
        );
      } finally {
        db.close();
      }
    },
  };
}

/** The flags that fill a leg of a ticket at so many times its reference price. */
const filling = (ticket: TicketDocument, name: 'x' | 'y', share = 1, times = 1): string[] => {
  const { symbol, quantity, reference_price: price } = ticket.legs[name];
  const at = new Date(Date.parse(ticket.decided_at) + 300_000).toISOString();
  return [
    ...['fill', ticket.id, '--leg', symbol, '--at', at],
    ...['--qty', String(quantity * share), '--price', String(price * times), '--fee', '5'],
  ];
};

describe('statarb fill', () => {
  it('holds what was really done beside the paper book, in parts, and never touches it', async () => {
    const { json, command, paper } = place();
    const before = paper();
    const [entry] = entries;
    const half = fillDocument.parse(await json(...filling(entry, 'y', 0.5)));
    expect(half).toMatchObject({ ticket: entry.id, recorded: [1], trip: { state: 'open' } });
    expect(half.fills[0]).toMatchObject({
      ...{ action: entry.legs.y.action, instrument: 'ETH/USDT', quantity: entry.legs.y.quantity / 2, fee_usd: 5 },
      ...{ source: 'hand', venue: 'simulated', external_id: null, voided: null },
    });
    expect(half.trip.remainder).toMatch(/^BTC leg [\d.]+ short of hedge$/);
    await json(...filling(entry, 'y', 0.5));
    const whole = fillDocument.parse(await json(...filling(entry, 'x')));
    expect([whole.recorded, whole.trip.remainder, whole.warnings]).toEqual([[3], null, []]);

    const exit = exits[0];
    await json(...filling(exit, 'y'));
    const closed = fillDocument.parse(await json(...filling(exit, 'x')));
    expect(closed.trip).toMatchObject({ state: 'closed', entry_ticket: entry.id, fees_usd: 25 });
    const sign = entry.legs.y.action === 'buy' ? 1 : -1;
    const made = (['x', 'y'] as const).map((name) => {
      const { quantity, reference_price: price } = entry.legs[name];
      return (name === 'y' ? sign : -sign) * quantity * (exit.legs[name].reference_price - price);
    });
    expect(closed.trip.net_usd).toBeCloseTo(made[0] + made[1] - 25, 6);

    const pnl = pnlDocument.parse(await json('pnl'));
    expect(pnl.trips.map(({ state }) => state)).toEqual(['closed', ...entries.slice(1).map(() => 'unfilled')]);
    expect(pnl.totals.net_usd).toBeCloseTo(closed.trip.net_usd, 9);
    for (const by of ['trade', 'leg', 'month']) {
      const { stdout, code } = await command('pnl', '--by', by);
      expect([code, stdout.includes('\u001b')]).toEqual([0, false]);
      expect(stdout).toMatch(/^shortfall {2}/m);
    }
    expect(paper()).toEqual(before);
  });

  it('takes `last`, a part of the id, the base alone, and the perpetual of a spot ticket', async () => {
    const { json, command } = place();
    const last = exits[exits.length - 1];
    const entry = entries[entries.length - 1];
    const price = String(entry.legs.y.reference_price);
    const args = ['--leg', 'ETH/USDT:USDT', '--qty', '1', '--price', price];
    const opened = fillDocument.parse(await json('fill', entry.id.slice(20).toLowerCase(), ...args));
    expect([opened.ticket, opened.fills[0].instrument]).toEqual([entry.id, 'ETH/USDT:USDT']);
    // Who entered with the perpetual leaves with it.
    const exitPrice = String(last.legs.y.reference_price);
    const closed = fillDocument.parse(await json('fill', 'last', '--leg', 'eth', '--qty', '1', '--price', exitPrice));
    expect([closed.ticket, closed.fills[0].instrument]).toEqual([last.id, 'ETH/USDT:USDT']);
    expect(closed.warnings).toEqual(['no --fee was given: recorded as $0.00']);
    expect((await command('fill', 'last')).stdout).toContain('ETH/USDT:USDT');
  });

  it('tells an overfilled leg and takes it; refuses an absurd price, and takes it with --force', async () => {
    const { json, command } = place();
    const [entry] = entries;
    const over = fillDocument.parse(await json(...filling(entry, 'y', 1.5)));
    expect(over.warnings).toEqual([expect.stringMatching(/^the ETH leg is overfilled: .*\(150 %\)$/)]);
    const typo = filling(entry, 'x', 1, 10);
    const refused = await command(...typo);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/nothing recorded: .* for BTC\/USDT lies 900 % above .*--force/);
    expect(fillDocument.parse(await json(...typo, '--force')).recorded).toEqual([2]);
    const cheap = await command(...filling(entry, 'x', 0.0001));
    expect([cheap.code, cheap.stderr]).toEqual([2, expect.stringContaining('a fee of $5.00 is')]);
  });

  it('records one id once, and refuses it with other numbers', async () => {
    const { json, command } = place();
    const args = [...filling(entries[0], 'y', 0.5), '--id', 'T-1'];
    expect(fillDocument.parse(await json(...args)).recorded).toEqual([1]);
    const again = fillDocument.parse(await json(...args));
    expect([again.recorded, again.fills.length]).toEqual([[], 1]);
    expect((await command(...args)).stdout).toContain('fill 1 is recorded already under this id: nothing added');
    const other = await command(...filling(entries[0], 'y', 0.25), '--id', 'T-1');
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('correct it with --correct 1')]);
  });

  it('corrects and voids without deleting: the list shows it all', async () => {
    const { json, command } = place();
    const [entry] = entries;
    await json(...filling(entry, 'y'));
    const { reference_price: price, quantity } = entry.legs.y;
    const right = ['fill', entry.id, '--correct', '1', '--qty', String(quantity / 2), '--price', String(price * 1.01)];
    const corrected = fillDocument.parse(await json(...right, '--why', 'typed twice as much'));
    expect(corrected.recorded).toEqual([2]);
    expect(corrected.fills[0].voided?.why).toBe('typed twice as much');
    expect(corrected.fills[1]).toMatchObject({
      quantity: quantity / 2,
      replaces: 1,
      fee_usd: 5,
      at: corrected.fills[0].at,
    });
    const voided = fillDocument.parse(await json('fill', entry.id, '--void', '2'));
    expect(voided.trip).toMatchObject({ state: 'unfilled' });
    expect(voided.fills.map(({ voided: one }) => one !== null)).toEqual([true, true]);
    const { stdout } = await command('fill', entry.id);
    expect(stdout).toMatch(/VOID since .*, replaced by 2: typed twice as much/);
    const again = await command('fill', entry.id, '--void', '2');
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('fill 2 is voided already')]);
    const elsewhere = await command('fill', entries[1].id, '--void', '2');
    expect([elsewhere.code, elsewhere.stderr]).toEqual([
      2,
      expect.stringContaining('has no fill 2: its fills are none'),
    ]);
  });

  it.each([
    [
      ['fill', 'nope', '--leg', 'ETH', '--qty', '1', '--price', '1'],
      /no ticket is called nope; the newest are:\n {2}BTC/,
    ],
    [['fill', 'ENTER', '--leg', 'ETH', '--qty', '1', '--price', '1'], /ENTER fits \d+ tickets, say more of the id/],
    [
      ['fill', 'last', '--leg', 'SOL', '--qty', '1', '--price', '1'],
      /--leg SOL is no leg of this ticket: its legs are/,
    ],
    [['fill', 'last', '--leg', 'ETH/EUR', '--qty', '1', '--price', '1'], /priced in EUR/],
    [['fill', 'last', '--leg', 'ETH', '--qty', '-1', '--price', '1'], /--qty -1 is not above 0: the side comes from/],
    [['fill', 'last', '--leg', 'ETH', '--qty', '1,000', '--price', '1'], /--qty 1,000 is not a number: write it like/],
    [['fill', 'last', '--leg', 'ETH', '--qty', '1'], /--leg needs --qty and --price/],
    [['fill', 'last', '--qty', '1'], /say what is filled: --leg/],
    [['fill', 'last', '--void', '1', '--correct', '1'], /give one of --leg, --void and --correct/],
    [['fill', 'last', '--correct', '1'], /--correct needs what is to change/],
    [['fill', 'last', '--void', 'one'], /--void one is not a whole number/],
    [['fill', 'last', '--void', '1', '--why', 'a\nb'], /--why must be one line of plain text/],
    [['fill', 'last', '--leg', 'ETH', '--qty', '1', '--price', '1', '--at', '2999-01-01'], /lies in the future/],
    [['fill'], /missing required argument 'ticket'/],
    [['skip', 'nope'], /no ticket is called nope/],
    [['close', 'SOL'], /SOL is no pair with tickets; pairs with tickets: BTC\/USDT~ETH\/USDT/],
    [['close', 'ETH', '--fee', '1'], /--fee and --at go with --price/],
    [['close', 'ETH', '--price', '3000'], /--price 3000 is not of the form BTC\/USDT=61000.5/],
    [['pnl', '--by', 'year'], /'year' is invalid/],
    [['pnl', '--pair', 'SOL'], /SOL is no pair with tickets/],
    [['import-fills', 'x.csv', '--within', '0'], /--within 0 is not above 0/],
  ] as const)('%j exits 2, says what to write and records nothing', async (args, says) => {
    const { command, paper } = place();
    const before = paper();
    const ended = await command(...args);
    expect(ended.stderr).toMatch(says);
    expect(ended.code).toBe(2);
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
    expect(paper()).toEqual(before);
  });
});

describe('statarb skip', () => {
  it('marks a ticket as not placed, and takes it back; both stay on record', async () => {
    const { json, command } = place();
    const entry = entries[entries.length - 1];
    const skipped = await json('skip', entry.id, '--why', 'was asleep');
    expect(skipped).toMatchObject({ ticket: entry.id, skipped: true, why: 'was asleep', changed: true });
    expect(await json('skip', entry.id)).toMatchObject({ skipped: true, changed: false });
    const pnl = pnlDocument.parse(await json('pnl'));
    expect(pnl.trips[pnl.trips.length - 1]).toMatchObject({ state: 'skipped', skipped_why: 'was asleep' });
    const filled = await command(...filling(entry, 'y'));
    expect([filled.code, filled.stderr]).toEqual([2, expect.stringContaining(`statarb skip ${entry.id} --undo`)]);

    expect(await json('skip', entry.id, '--undo')).toMatchObject({ skipped: false, changed: true });
    await json(...filling(entry, 'y'));
    const refused = await command('skip', entry.id);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('it has fills (1)')]);
    const list = (await json('fill', entry.id)) as { skips: { skipped: boolean }[] };
    expect(list.skips.map((skip) => skip.skipped)).toEqual([true, false]);
  });
});

describe('statarb close', () => {
  it('says what would flatten the real legs, books it with prices, and leaves the paper book alone', async () => {
    const { json, command, paper } = place();
    const [entry] = entries;
    await json(...filling(entry, 'y', 0.5));
    await json(...filling(entry, 'x'));
    const before = paper();
    const plan = closeDocument.parse(await json('close', 'BTC/USDT~ETH/USDT'));
    const opposite = { buy: 'sell', sell: 'buy' } as const;
    expect(plan.orders.map(({ instrument, action, quantity }) => [instrument, action, quantity])).toEqual([
      ['ETH/USDT', opposite[entry.legs.y.action], entry.legs.y.quantity / 2],
      ['BTC/USDT', opposite[entry.legs.x.action], entry.legs.x.quantity],
    ]);
    expect(plan.booked).toBeNull();
    const text = await command('close', 'eth');
    expect(text.stdout).toContain('The paper book is not touched');
    expect(text.stdout).toMatch(/est\. fees \$[\d.]+, est\. slippage/);

    const y = String(entry.legs.y.reference_price);
    const missing = await command('close', 'eth', '--price', `ETH=${y}`);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('--price BTC/USDT=… is missing')]);
    const absurd = await command('close', 'eth', '--price', `ETH=${y}`, '--price', 'BTC=1');
    expect([absurd.code, absurd.stderr]).toEqual([2, expect.stringContaining('--force')]);

    const prices = ['--price', `ETH=${y}`, '--price', `BTC/USDT=${String(entry.legs.x.reference_price)}`];
    const done = closeDocument.parse(await json('close', 'eth', ...prices, '--fee', '20'));
    expect(done.booked?.map(({ source, fee_usd: fee }) => [source, fee > 0])).toEqual([
      ['close', true],
      ['close', true],
    ]);
    expect(done.real).toMatchObject({ state: 'flat', holdings: [] });
    expect(done.net_usd).toBeCloseTo(-30, 6);
    expect(paper()).toEqual(before);

    const nothing = await command('close', 'eth');
    expect([nothing.code, nothing.stdout]).toEqual([0, expect.stringContaining('nothing is held')]);
    const pnl = pnlDocument.parse(await json('pnl'));
    expect(pnl.trips[0].net_usd).toBeCloseTo(-30, 6);
  });

  it('before the paper book leaves makes its exit ticket one that is closed already', async () => {
    const { json, command, folder } = place();
    const entry = entries[entries.length - 1];
    const exit = exits[exits.length - 1];
    // As it was before the exit was decided.
    const db = new Database(join(folder, 'data', 'statarb.db'));
    const row = db.prepare('SELECT * FROM tickets WHERE id = ?').get(exit.id) as Record<string, unknown>;
    const outbox = db.prepare('SELECT ticket_id, channel, state FROM outbox WHERE ticket_id = ?').all(exit.id);
    db.prepare('DELETE FROM outbox WHERE ticket_id = ?').run(exit.id);
    db.prepare('DELETE FROM tickets WHERE id = ?').run(exit.id);
    await json(...filling(entry, 'y'));
    await json(...filling(entry, 'x'));
    const prices = [`ETH=${String(entry.legs.y.reference_price)}`, `BTC=${String(entry.legs.x.reference_price)}`];
    await json('close', 'eth', ...prices.flatMap((price) => ['--price', price]), '--fee', '1');
    expect((await command('status')).stdout).toMatch(
      /real +flat\n +closed .*Z, before the paper book: its exit ticket/,
    );

    const columns = Object.keys(row);
    db.prepare(`INSERT INTO tickets VALUES (${columns.map((name) => `@${name}`).join(', ')})`).run(row);
    expect(outbox.length).toBeGreaterThan(0);
    db.close();
    const note = /already closed: the real legs are flat since/;
    expect((await command('pnl')).stdout).toMatch(note);
    expect((await command('fill', exit.id)).stdout).toMatch(note);
    const { trips } = pnlDocument.parse(await json('pnl'));
    expect(trips[trips.length - 1].exit_note).toMatch(note);
    const late = fillDocument.parse(await json(...filling(exit, 'y')));
    expect(late.warnings).toEqual([
      expect.stringMatching(/^the ETH leg is closed by .*, but only .* was ever opened$/),
    ]);
  });
});

describe('status', () => {
  it('has the real legs of each pair under `real`, and in words', async () => {
    const { json, command } = place();
    const realOf = async (): Promise<unknown> =>
      ((await json('status')) as { pairs: { real: unknown }[] }).pairs[0].real;
    expect(realSchema.parse(await realOf())).toMatchObject({ state: 'none', holdings: [], beside_paper: null });
    expect((await command('status')).stdout).not.toContain('real');
    const entry = entries[entries.length - 1];
    await json(...filling(entry, 'y'));
    const real = realSchema.parse(await realOf());
    expect(real).toMatchObject({ state: 'open', fees_usd: 5, entry_tickets: [entry.id] });
    expect(real.remainder).toMatch(/^BTC leg .* short of hedge$/);
    expect(real.beside_paper).toBe(`the paper book is closed: place ${exits[exits.length - 1].id}`);
    const { stdout } = await command('status');
    expect(stdout).toMatch(/ {2}real {3}[+-][\d.]+ ETH\/USDT since .*P&L/);
    expect(stdout).toContain('short of hedge');
  });
});

describe('statarb import-fills', () => {
  const minutesAfter = (ticket: TicketDocument, minutes: number): string =>
    new Date(Date.parse(ticket.decided_at) + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const letters = (symbol: string): string => symbol.replace('/', '');

  const spotRow = (ticket: TicketDocument, name: 'x' | 'y', fee: string, minutes = 5): string => {
    const { symbol, action, quantity, reference_price: price } = ticket.legs[name];
    const cells = [
      ...[minutesAfter(ticket, minutes), letters(symbol), action.toUpperCase(), String(price)],
      ...[`${String(quantity)}${symbol.split('/')[0] ?? ''}`, `${(quantity * price).toFixed(8)}USDT`, fee],
    ];
    return cells.map((cell) => `"${cell}"`).join(',');
  };
  const SPOT = '"Date(UTC)","Pair","Side","Price","Executed","Amount","Fee"';

  it('records the rows that belong to tickets, tells the others with the reason, and adds nothing twice', async () => {
    const { json, command, folder, paper } = place();
    const [entry] = entries;
    const file = join(folder, 'export.csv');
    writeFileSync(
      file,
      [
        SPOT,
        spotRow(entry, 'y', '0.001ETH'),
        spotRow(entry, 'x', '0.01BNB'),
        spotRow(exits[0], 'y', '2USDT'),
        spotRow(entry, 'y', '1USDT', -5),
        '"2024-03-01 12:00:00","ADAUSDT","BUY","0.5","10ADA","5USDT","0USDT"',
      ].join('\n'),
    );
    const before = paper();
    const dry = importDocument.parse(await json('import-fills', file, '--dry-run'));
    expect([dry.dry_run, dry.recorded.length]).toEqual([true, 3]);
    expect(pnlDocument.parse(await json('pnl')).trips[0].state).toBe('unfilled');

    const done = importDocument.parse(await json('import-fills', file));
    expect(done.files).toEqual([{ path: file, format: 'binance-spot', rows: 5 }]);
    expect(done.recorded.map(({ line, ticket }) => [line, ticket])).toEqual([
      [2, entry.id],
      [3, entry.id],
      [4, exits[0].id],
    ]);
    expect(done.recorded.map(({ fee_usd: fee }) => fee)).toEqual([0.001 * entry.legs.y.reference_price, 0, 2]);
    expect(done.unmatched.map(({ line, reason }) => [line, reason])).toEqual([
      [5, expect.stringContaining('no ticket of ETH/USDT was open at')],
      [6, 'no ticket trades ADAUSDT'],
    ]);
    expect(done.warnings).toEqual([`${file}:3: fee of 0.01 BNB has no price here: recorded as 0`]);
    const again = importDocument.parse(await json('import-fills', file, file));
    expect([again.recorded.length, again.known.length, again.unmatched.length]).toEqual([0, 6, 4]);
    const text = await command('import-fills', file);
    expect(text.stdout).toContain('0 recorded, 3 there already, 2 of no ticket');
    expect(text.stdout).toContain(`${file}:6: not stored: no ticket trades ADAUSDT`);
    expect(paper()).toEqual(before);
  });

  it('knows a fill that was typed in by hand, and one that was voided', async () => {
    const { json, folder } = place();
    const [entry] = entries;
    await json(...filling(entry, 'y'));
    const file = join(folder, 'export.csv');
    writeFileSync(file, [SPOT, spotRow(entry, 'y', '1USDT'), spotRow(entry, 'x', '1USDT')].join('\n'));
    const first = importDocument.parse(await json('import-fills', file));
    expect([first.recorded.map(({ line }) => line), first.known]).toEqual([[3], [{ file, line: 2, fill: 1 }]]);
    await json('fill', entry.id, '--void', '2');
    expect(importDocument.parse(await json('import-fills', file)).recorded).toEqual([]);
  });

  it('reads futures and Kraken files, and takes rows later than usual with --within', async () => {
    const { json, folder } = place();
    const [entry] = entries;
    const { action, quantity, reference_price: price } = entry.legs.y;
    const futures = join(folder, 'futures.csv');
    const late = minutesAfter(entry, 5 * 60);
    writeFileSync(
      futures,
      'Uid,Time(UTC),Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Buyer,Maker,Trade ID,Order ID\n' +
        `1,${late},ETHUSDT,${action.toUpperCase()},${price},${quantity},${quantity * price},2 USDT,0,true,false,77,1\n`,
    );
    expect(importDocument.parse(await json('import-fills', futures)).recorded).toEqual([]);
    const taken = importDocument.parse(await json('import-fills', futures, '--within', '6'));
    expect(taken.recorded).toMatchObject([{ ticket: entry.id, instrument: 'ETH/USDT:USDT', external_id: '77' }]);
    const kraken = join(folder, 'trades.csv');
    const { action: side, quantity: vol, reference_price: btc } = entry.legs.x;
    writeFileSync(
      kraken,
      '"txid","ordertxid","pair","time","type","ordertype","price","cost","fee","vol","margin","misc","ledgers"\n' +
        `"TX-1","O-1","XBTUSDT","${minutesAfter(entry, 3)}.1234","${side}","limit",${btc},${btc * vol},15,${vol},0,"","L1,L2"\n`,
    );
    const read = importDocument.parse(await json('import-fills', kraken, '--exchange', 'elsewhere'));
    expect(read.recorded).toMatchObject([{ instrument: 'BTC/USDT', fee_usd: 15, external_id: 'TX-1' }]);
    const { fills } = z.looseObject({ fills: z.array(fillSchema) }).parse(await json('fill', entry.id));
    expect(fills.map(({ venue }) => venue)).toEqual(['binanceusdm', 'elsewhere']);
  });

  it('takes nothing of any file when one has a malformed row, and names it', async () => {
    const { json, command, folder } = place();
    const good = join(folder, 'good.csv');
    const bad = join(folder, 'bad.csv');
    writeFileSync(good, [SPOT, spotRow(entries[0], 'y', '1USDT')].join('\n'));
    writeFileSync(
      bad,
      [SPOT, spotRow(entries[0], 'x', '1USDT'), '"soon","ETHUSDT","BUY","1","1ETH","1USDT",""'].join('\n'),
    );
    const ended = await command('import-fills', good, bad);
    expect([ended.code, ended.stderr]).toEqual([3, `statarb: nothing imported:\n${bad}:3: "soon" is not a time\n`]);
    const { fills } = z.looseObject({ fills: z.array(fillSchema) }).parse(await json('fill', entries[0].id));
    expect(fills).toEqual([]);
    const absent = await command('import-fills', join(folder, 'absent.csv'));
    expect([absent.code, absent.stderr]).toEqual([3, expect.stringContaining('there is no such file')]);
  });
});

describe('export --what fills', () => {
  it('writes every fill as a table in which no cell starts a formula', async () => {
    const { json, command, folder } = place();
    await json(...filling(entries[0], 'y', 0.5), '--id', '=1+1');
    await json('fill', entries[0].id, '--void', '1', '--why', '=HYPERLINK("http://127.0.0.1","x")');
    const { stdout, code } = await command('export', '--what', 'fills');
    expect(code).toBe(0);
    const [head, row] = stdout.trimEnd().split('\n');
    expect(head).toContain('no,at,pair,ticket,leg,instrument,action,quantity,price,fee_usd');
    expect(row).toContain(",'=1+1,");
    expect(row).toContain(`,"'=HYPERLINK(""http://127.0.0.1"",""x"")"`);
    for (const cell of row.split(',')) expect(cell).not.toMatch(/^"?[=+\-@]/);
    for (const format of ['parquet', 'arrow']) {
      const out = join(folder, `fills.${format}`);
      expect(await json('export', '--what', 'fills', '--format', format, '--out', out)).toMatchObject({ rows: 1 });
      expect(existsSync(out)).toBe(true);
    }
  });
});

describe('fills and the scanner’s state', () => {
  it('need a state: before the first cycle they say so and make nothing', async () => {
    const folder = tempFolder();
    const config = join(folder, 'config.yaml');
    writeFileSync(config, 'exchange: simulated\n');
    for (const args of [
      ['fill', 'last'],
      ['skip', 'last'],
      ['close', 'ETH'],
      ['import-fills', 'x.csv'],
    ]) {
      const ended = await run([...args, '-c', config]);
      expect([ended.code, ended.stderr]).toEqual([2, 'statarb: no cycle has run yet: start `statarb scan`\n']);
    }
    const pnl = await run(['pnl', '--json', '-c', config]);
    expect(pnl.code).toBe(0);
    expect(documentOf(pnl)).toMatchObject({ trips: [], months: [] });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('bring a state of an older version up to date when something is recorded', async () => {
    const folder = tempFolder();
    const config = join(folder, 'config.yaml');
    writeFileSync(config, 'exchange: simulated\n');
    mkdirSync(join(folder, 'data'));
    const state = gunzipSync(readFileSync(new URL('../fixtures/state-0.1.0.db.gz', import.meta.url)));
    writeFileSync(join(folder, 'data', 'statarb.db'), state);
    const early = await run(['pnl', '-c', config]);
    expect([early.code, early.stderr]).toEqual([3, expect.stringContaining('run `statarb scan` once')]);
    const skipped = await run(['skip', 'last', '--why', 'on holiday', '-c', config]);
    expect([skipped.code, skipped.stderr]).toEqual([0, '']);
    expect((await run(['status', '-c', config])).code).toBe(0);
  });

  it('may be written while a scan runs', async () => {
    const { command } = place();
    const last = Date.parse(exits[exits.length - 1].decided_at);
    const scans = Promise.all(
      [20, 21].map((days) => command('scan', '--now', new Date(last + days * 86_400_000 + 60_000).toISOString())),
    );
    const fills = await Promise.all(
      Array.from({ length: 6 }, (_, k) => command(...filling(entries[k % 2], 'y', 0.1), '--id', `w-${k}`)),
    );
    expect(fills.map(({ code, stderr }) => [code, stderr])).toEqual(fills.map(() => [0, '']));
    // The one that came second to the lock was refused by it, not by the fills.
    for (const { code } of await scans) expect([0, 5]).toContain(code);
    const numbers = await Promise.all([0, 1].map((k) => command('fill', entries[k].id, '--json')));
    const stored = numbers.flatMap(
      (ended) => z.looseObject({ fills: z.array(fillSchema) }).parse(documentOf(ended)).fills,
    );
    expect(stored.map(({ no }) => no).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('that cannot be read or written exit 3 and say so', async () => {
    const { command, folder } = place();
    writeFileSync(join(folder, 'data', 'statarb.db'), 'These are my notes, not a database. '.repeat(100));
    for (const args of [['pnl'], ['skip', 'last']]) {
      const ended = await command(...args);
      expect([ended.code, ended.stderr]).toEqual([3, expect.stringContaining('no database')]);
    }
  });
});
