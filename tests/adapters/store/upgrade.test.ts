import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { fromExactJson } from '../../../src/adapters/store/exact-json.ts';
import { MIGRATIONS } from '../../../src/adapters/store/migrations.ts';
import { openDatabase } from '../../../src/adapters/store/open-database.ts';
import { openCycleStore } from '../../../src/adapters/store/sqlite-cycle-store.ts';
import type { ScanResult } from '../../../src/workflows/scan-cycle.ts';
import { hourly, HOUR, openScanner, SPOT_PAIR, type Scanner } from '../../e2e/scanner.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Written by the released 0.1.0: three weeks of the demo, with Slack failing at the end. */
const RELEASED = new URL('../../fixtures/state-0.1.0.db.gz', import.meta.url);
const DEMO_START = Date.UTC(2024, 2, 1);
/** Its last scan was at one minute past this; it decided the bar before. */
const LAST_SCAN = Date.UTC(2024, 2, 21, 23);

function releasedState(folder = tempFolder()): string {
  const file = join(folder, 'data', 'statarb.db');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, gunzipSync(readFileSync(RELEASED)));
  return file;
}

type Row = Readonly<Record<string, string | number | null>>;

/** Rows of the file as 0.1.0 wrote them; the schema of a release never changes. */
function releasedRows(sql: string): readonly Row[] {
  const db = new Database(releasedState(), { readonly: true });
  try {
    return db.prepare<[], Row>(sql).all();
  } finally {
    db.close();
  }
}

const TRADE_COLUMNS = `pair, side, entry_decision_ts, entry_ts, exit_decision_ts, exit_ts, beta, z_entry, z_exit,
  qty_x, qty_y, entry_x, entry_y, exit_x, exit_y, gross, fees, slippage, funding, net, exit_reason, bars_held`;

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

describe('a database of 0.1.0', () => {
  it('opens with the newest schema and is sound in every part', async () => {
    const file = releasedState();
    (await openCycleStore(file)).close();
    const db = new Database(file);
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  });

  it('keeps every ticket with its text, byte for byte', async () => {
    const store = await openCycleStore(releasedState());
    const written = releasedRows('SELECT json, text FROM tickets ORDER BY bar, id');
    expect(written).toHaveLength(21);
    const kept = store.tickets().map(({ ticket, text }) => ({ ticket, text }));
    store.close();
    // What 0.1.0 did not say yet is not known.
    expect(kept).toMatchObject(written.map(({ json, text }) => ({ ticket: fromExactJson(String(json)), text })));
  });

  it('keeps every trade with all its numbers', async () => {
    const store = await openCycleStore(releasedState());
    const trades = store.trades();
    store.close();
    const written = releasedRows(`SELECT ${TRADE_COLUMNS} FROM trades ORDER BY seq`);
    expect(written).toHaveLength(10);
    expect(
      trades.map(({ pair, trade }) => ({
        pair,
        side: trade.side,
        entry_decision_ts: trade.entryDecisionTs,
        entry_ts: trade.entryTs,
        exit_decision_ts: trade.exitDecisionTs,
        exit_ts: trade.exitTs,
        beta: orNull(trade.beta),
        z_entry: orNull(trade.zEntry),
        z_exit: orNull(trade.zExit),
        qty_x: trade.quantity.x,
        qty_y: trade.quantity.y,
        entry_x: trade.entryPrice.x,
        entry_y: trade.entryPrice.y,
        exit_x: trade.exitPrice.x,
        exit_y: trade.exitPrice.y,
        gross: trade.gross,
        fees: trade.fees,
        slippage: trade.slippage,
        funding: trade.funding,
        net: trade.net,
        exit_reason: trade.exitReason,
        bars_held: trade.barsHeld,
      })),
    ).toEqual(written);
  });

  it('keeps every decision, the runs they came from, the position and the confirmed gaps', async () => {
    const store = await openCycleStore(releasedState());
    const decisions = releasedRows('SELECT * FROM decisions ORDER BY bar DESC');
    expect(decisions).toHaveLength(93);
    expect(
      store.decisions({ limit: 1000 }).map((decision) => ({
        pair: decision.pair,
        bar: decision.bar,
        kind: decision.kind,
        event: decision.event,
        reasons: JSON.stringify(decision.reasons),
        z: decision.z,
        z_prev: decision.zPrev,
        beta: decision.beta,
        alpha: decision.alpha,
        sigma: decision.sigma,
        close_x: decision.close.x,
        close_y: decision.close.y,
        run_id: decision.runId,
      })),
    ).toEqual(decisions);
    expect(store.runs(1000).map(({ runId, now, exitCode }) => [runId, now, exitCode])).toEqual(
      releasedRows('SELECT run_id, now, exit_code FROM runs ORDER BY seq DESC').map(Object.values),
    );
    const [position] = releasedRows('SELECT * FROM positions');
    const state = store.pairState(SPOT_PAIR);
    expect(state?.position).toBe(position['side']);
    expect(state?.book).toEqual({
      cash: position['cash'],
      position: fromExactJson(String(position['position'])),
      pending: null,
      isRuined: false,
    });
    const gaps = releasedRows('SELECT venue, symbol, timeframe, ts FROM gaps');
    expect(gaps).toHaveLength(21);
    for (const { venue, symbol, timeframe, ts } of gaps) {
      const series = { venue: String(venue), symbol: String(symbol), timeframe: String(timeframe) };
      expect([...store.confirmedGaps(series, Number(ts), Number(ts) + 1)]).toEqual([ts]);
    }
    store.close();
  });

  it('still owes the two messages it owed, and knows of which one the outcome is unknown', async () => {
    const store = await openCycleStore(releasedState());
    const owed = store.undelivered();
    store.close();
    expect(
      owed.map(({ channel, content, attempts, isOutcomeUnknown, notBefore, lastError }) => ({
        channel,
        ticket: content.kind === 'ticket' ? content.ticket.id : null,
        attempts,
        isOutcomeUnknown,
        notBefore,
        lastError,
      })),
    ).toEqual([
      {
        channel: 'slack',
        ticket: 'BTC-USDT_ETH-USDT_2024-03-17T1200Z_EXIT',
        attempts: 3,
        isOutcomeUnknown: true,
        notBefore: null,
        lastError: 'Slack did not answer in time: it is tried again, marked as resent',
      },
      {
        channel: 'slack',
        ticket: 'BTC-USDT_ETH-USDT_2024-03-21T0400Z_ENTER_SHORT_SPREAD',
        attempts: 0,
        isOutcomeUnknown: false,
        notBefore: null,
        lastError: null,
      },
    ]);
  });
});

describe('a scan on a database of 0.1.0', () => {
  const settings = { exchange: 'simulated' };

  it('goes on where 0.1.0 stopped: a week later the tickets and trades are those of a month under one version', async () => {
    const folder = tempFolder();
    releasedState(folder);
    const end = LAST_SCAN + 7 * 24 * HOUR;
    const upgraded = openScanner(folder, settings);
    const [next] = await scanned(upgraded, hourly(LAST_SCAN + HOUR, end));
    expect(next.report.pairs[0].error).toBeNull();
    expect(next.report.pairs[0].decisions.map(({ bar }) => bar)).toEqual(['2024-03-21T23:00:00Z']);

    const fresh = openScanner(tempFolder(), settings);
    await scanned(fresh, hourly(DEMO_START, end));
    const story = (scanner: Scanner) =>
      scanner.read((store) => ({
        // Of a ticket what 0.1.0 wrote too: text and context have grown since.
        tickets: store.tickets().map(({ ticket: { id, z, beta, sigma, costs, netUsd, position } }) => ({
          ...{ id, z, beta, sigma, costs, netUsd, position },
        })),
        trades: store.trades(),
        book: store.pairState(SPOT_PAIR)?.book,
      }));
    const expected = await story(fresh);
    expect(expected.tickets.length).toBeGreaterThan(21);
    expect(await story(upgraded)).toEqual(expected);
  }, 240_000);

  async function scanned(scanner: Scanner, times: Iterable<number>): Promise<readonly ScanResult[]> {
    const results: ScanResult[] = [];
    for await (const result of scanner.steps(times)) results.push(result);
    return results;
  }
});

describe('an upgraded database', () => {
  const later = [...MIGRATIONS, 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT'];

  it.each([{ isReadOnly: true }, { isReadOnly: false }])(
    'is refused by an older program, and left as it is: %o',
    async ({ isReadOnly }) => {
      const file = releasedState();
      (await openDatabase(file, { migrations: later })).close();
      const before = readFileSync(file);
      await expect(openDatabase(file, { isReadOnly })).rejects.toMatchObject({
        code: 'storage',
        message: expect.stringMatching(/written by a newer statarb.*upgrade statarb/) as string,
      });
      expect(readFileSync(file).equals(before)).toBe(true);
    },
  );

  it('is not made by reading: an older one that is only read is left to the next scan', async () => {
    const file = releasedState();
    const before = readFileSync(file);
    await expect(openDatabase(file, { migrations: later, isReadOnly: true })).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('run `statarb scan` once') as string,
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
