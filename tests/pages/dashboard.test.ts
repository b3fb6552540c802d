import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chartAssets } from '../../src/adapters/report/chart-assets.ts';
import type { Dashboard } from '../../src/core/report/dashboard/dashboard-model.ts';
import { dashboardPage } from '../../src/core/report/dashboard/dashboard-page.ts';
import { figureText } from '../../src/core/report/figure-text.ts';
import { pageWords } from '../../src/core/report/page-words.ts';
import { commandLine, documentOf } from '../e2e/command-line.ts';
import { HOUR, MINUTE } from '../e2e/scanner.ts';
import { hasChromium, launchChromium, openFile, openPage, settled } from '../support/headless-page.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { hostileDashboard } from './hostile-dashboard.ts';
import { LAST_SCAN, storedDashboard, withBoards, type StoredDashboard } from './stored-dashboard.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const PANES = ['z', 'equity', 'ratio', 'beta'];
const SOON = LAST_SCAN + 20 * MINUTE;

interface StatusDocument {
  readonly pairs: readonly {
    readonly position: string;
    readonly decision: { readonly reason: string; readonly z: number };
    readonly open: { readonly qty_x: number; readonly entry_y: number };
    readonly cash: number;
    readonly next_decision: string;
    readonly open_pnl: number;
    readonly equity: number;
    readonly record: { readonly trades: number; readonly winners: number; readonly net: number };
    readonly verdict: { readonly sentence: string };
  }[];
}

const htmlOf = (model: Dashboard): string => dashboardPage(model, chartAssets());

/** Coloured pixels of a pane's canvas. */
const inked = (page: Page, group: string, pane: string): Promise<number> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector('[data-group="${group}"] [data-pane="${pane}"] canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count++;
    return count;
  })()`);

const widthOf = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');

/** The figures at a glance, by name. */
async function glance(page: Page): Promise<Record<string, string>> {
  const names = await page.locator('.glance dt').allTextContents();
  const values = await page.locator('.glance .big').allTextContents();
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

describe.skipIf(!hasChromium)('the dashboard in a browser (needs /usr/bin/chromium)', () => {
  const run = commandLine();
  let browser: Browser;
  let stored: StoredDashboard;
  const folder = mkdtempSync(join(tmpdir(), 'statarb-dashboard-'));
  beforeAll(async () => {
    browser = await launchChromium();
    stored = await storedDashboard(folder);
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('opens without an error and without asking for anything, with every chart drawn', async () => {
    const { page, errors, requests } = await openFile(browser, stored.page, { at: SOON });
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
    for (const pane of PANES) expect(await inked(page, 'pair-0', pane), pane).toBeGreaterThan(1500);
    expect(await page.title()).toBe('Short spread · BTC/USDT~ETH/USDT · statarb');
  });

  test('shows the figures that status --json prints', async () => {
    const ended = await run(['status', '--json', '-c', stored.config]);
    expect(ended.code, ended.stderr).toBe(0);
    const [status] = (documentOf(ended) as StatusDocument).pairs;
    const { page } = await openFile(browser, stored.page, { at: SOON });

    expect(status.position).toBe('short_spread');
    expect(await page.locator('h1 .level').textContent()).toContain('Short spread');
    const reason = status.decision.reason.replace('hold: ', '');
    expect(await page.locator('h1 .reason').textContent()).toBe(pageWords(reason));
    expect(await page.locator('.gauge .value').textContent()).toBe(`z ${figureText(status.decision.z, 'ratio')}`);
    expect(await glance(page)).toMatchObject({
      'Open P&L': figureText(status.open_pnl, 'usd'),
      'Closed trades': figureText(status.record.net, 'usd'),
      'Paper account': figureText(status.equity, 'usd'),
    });
    const beside = (await page.locator('.glance .beside').allTextContents()).join('; ');
    expect(status.record.trades).toBeGreaterThan(1);
    expect(beside).toContain(`${status.record.trades} trades`);
    expect(beside).toContain(`cash ${figureText(status.cash, 'usd')}`);
    expect(await page.locator('.timing .next time').getAttribute('datetime')).toBe(
      new Date(status.next_decision).toISOString(),
    );
    expect(await page.locator('.notice.tone-bad:not(.late) b').textContent()).toBe(status.verdict.sentence);
    const legs = await page.locator('table.legs').textContent();
    expect(legs).toContain(String(Math.abs(status.open.qty_x)));
    expect(legs).toContain(status.open.entry_y.toPrecision(6));
    // The account's curve ends where the account stands.
    expect(await page.locator('[data-pane="equity"] [data-series="1"]').textContent()).toBe(
      figureText(status.equity, 'usd'),
    );
  });

  test('tells which entries were refused and missed, and what they would have earned', async () => {
    const { page } = await openFile(browser, stored.page, { at: SOON });
    const rows = await page.locator('table.unopened tbody tr').allTextContents();
    const found = stored.model.boards[0].past?.unopened ?? [];
    expect(rows).toHaveLength(found.length);
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['refused', 'missed']));
    found.forEach(({ kind, outcome }, i) => {
      expect(rows[i]).toContain(kind);
      expect(rows[i]).toContain(figureText(outcome?.pnl ?? NaN, 'usd'));
    });
    const sum = found.reduce((total, { outcome }) => total + (outcome?.pnl ?? 0), 0);
    expect(await page.locator('[aria-label="Refused and missed"] .lead b').textContent()).toBe(figureText(sum, 'usd'));
  });

  test('links every ticket to its file', async () => {
    const { page } = await openFile(browser, stored.page, { at: SOON });
    const links = await page.evaluate<string[]>(
      `[...document.querySelectorAll('table.activity a')].map((a) => a.href)`,
    );
    expect(links.length).toBe(stored.model.boards[0].tickets.length);
    for (const link of links) expect(existsSync(fileURLToPath(link)), link).toBe(true);
    expect(dirname(fileURLToPath(links[0]))).toBe(join(dirname(stored.config), 'signals'));
  });

  test('counts down to the next decision, and warns once the last run is older than one and a half bars', async () => {
    const real = { ...stored.model, venue: 'binance' };
    const at = async (time: number): Promise<Page> =>
      (await openPage(browser, tempFolder(), htmlOf(real), { at: time })).page;
    const young = await at(LAST_SCAN + 1.4 * HOUR);
    expect(await young.locator('.late').isVisible()).toBe(false);
    const counting = await at(SOON);
    expect(await counting.locator('.timing .left').textContent()).toBe('in 39 min');
    const old = await at(LAST_SCAN + 1.6 * HOUR);
    expect(await old.locator('.late').isVisible()).toBe(true);
    expect(await old.locator('.late').textContent()).toContain('The last run was 96 min ago');
    expect(await old.locator('.late').textContent()).toContain('timer or crontab');
    const ancient = await at(LAST_SCAN + 2000 * HOUR);
    expect(await ancient.locator('.late').textContent()).toContain('83 days ago, at 2024-03-30 00:01 UTC');
  });

  test('the banner comes by itself while the page stays open', async () => {
    const { page } = await openPage(browser, tempFolder(), htmlOf(stored.model), { at: SOON });
    expect(await page.locator('.late').isVisible()).toBe(false);
    await page.clock.setFixedTime(LAST_SCAN + 2 * HOUR);
    await page.locator('.late').waitFor({ state: 'visible', timeout: 10_000 });
    // A demo's clock stands still: nothing is wrong there.
    expect(await page.locator('.late').textContent()).toContain('the simulated clock stands still');
  });

  test('an order sheet is there while it is valid, and says so when it is not any more', async () => {
    const [board] = stored.model.boards;
    const [ticket] = board.tickets;
    const bar = ticket.bar;
    const fresh: Dashboard = {
      ...withBoards(stored.model, { decision: board.decision && { ...board.decision, bar, kind: 'trade' } }),
      now: ticket.decidedAt + MINUTE,
    };
    const valid = (await openPage(browser, tempFolder(), htmlOf(fresh), { at: ticket.decidedAt + 12 * MINUTE })).page;
    expect(await valid.locator('section.ticket h2').innerText()).toBe('Place this now');
    expect(await valid.locator('section.ticket .left').textContent()).toBe('in 48 min');
    const orders = await valid.locator('.order').allTextContents();
    expect(orders.map((order) => order.replaceAll(/\s+/g, ' '))).toEqual([
      `Sell ${ticket.legs.y.quantity.toFixed(4)} ETH/USDT:USDT`,
      `Buy ${ticket.legs.x.quantity.toFixed(5)} BTC/USDT`,
    ]);
    const stale = (await openPage(browser, tempFolder(), htmlOf(fresh), { at: ticket.validUntil + MINUTE })).page;
    expect(await stale.locator('section.ticket h2').innerText()).toBe('This ticket has expired');
    // A page written later does not show it at all.
    expect(await (await openFile(browser, stored.page, { at: SOON })).page.locator('section.ticket').count()).toBe(0);
  });

  test('fits a phone: nothing is wider than the screen, whatever there is to show', async () => {
    const [board] = stored.model.boards;
    const empty = {
      decision: null,
      nextDecisionAt: null,
      openPnl: null,
      tickets: [],
      trades: [],
      past: null,
      verdict: null,
    };
    const pages: Record<string, Dashboard> = {
      stored: stored.model,
      'with an order sheet': {
        ...withBoards(stored.model, {
          decision: board.decision && { ...board.decision, bar: board.tickets[0].bar },
        }),
        now: board.tickets[0].decidedAt,
      },
      'never decided': { ...withBoards(stored.model, empty), runs: [], channels: [] },
      'several pairs': { ...stored.model, boards: [board, board, board] },
      hostile: hostileDashboard(stored.model),
    };
    for (const [name, model] of Object.entries(pages)) {
      const { page, errors } = await openPage(browser, tempFolder(), htmlOf(model), { ...PHONE, at: SOON });
      expect(await widthOf(page), name).toBe(390);
      expect(errors, name).toEqual([]);
      await page.context().close();
    }
  });

  test('on a phone a quarter of the span is shown first, and a button shows all', async () => {
    const { page } = await openFile(browser, stored.page, { ...PHONE, at: SOON });
    const span = (): Promise<number> =>
      page.evaluate(`(({ dataset }) => dataset.to - dataset.from)(document.querySelector('[data-pane="z"]'))`);
    await settled(page);
    expect(await span()).toBeCloseTo(7 * 24 * HOUR, -7);
    await page.locator('[data-days=""]').click();
    await settled(page);
    expect(await span()).toBeGreaterThan(18 * 24 * HOUR);
  });

  test('each pair of several has its own charts and zoom, and all stand in a list at the top', async () => {
    const [board] = stored.model.boards;
    const other = { ...board, pair: { x: 'BTC/USDT', y: 'SOL/USDT' } };
    const { page, errors } = await openPage(
      browser,
      tempFolder(),
      htmlOf({ ...stored.model, boards: [board, other] }),
      {
        at: SOON,
      },
    );
    expect(errors).toEqual([]);
    expect(await page.locator('.overview a').allTextContents()).toEqual(['BTC/USDT~ETH/USDT', 'BTC/USDT~SOL/USDT']);
    await page.locator('[data-group="pair-1"] [data-days="3"]').click();
    await settled(page);
    const from = (group: string): Promise<number> =>
      page.evaluate(`Number(document.querySelector('[data-group="${group}"] [data-pane="z"]').dataset.from)`);
    expect(await from('pair-1')).toBeGreaterThan(await from('pair-0'));
    for (const pane of PANES) expect(await inked(page, 'pair-1', pane), pane).toBeGreaterThan(1500);
  });

  test('text from outside stays text', async () => {
    const hostile = hostileDashboard(stored.model);
    const { page, errors, requests } = await openPage(browser, tempFolder(), htmlOf(hostile), { at: SOON });
    await page.waitForTimeout(100);
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
    expect(await widthOf(page)).toBe(1280);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('main img, main script, main iframe').count()).toBe(0);
    expect(await page.locator('header.state strong').textContent()).toBe(
      `${hostile.boards[0].pair.x}~${hostile.boards[0].pair.y}`,
    );
    expect(await page.locator('[aria-label="Channels"]').textContent()).toContain('<img src=x onerror=');
  });

  test('is drawn in the colours of the night when the reader’s screen is dark', async () => {
    const ground = async (colorScheme: 'light' | 'dark'): Promise<[string, number[]]> => {
      const { page } = await openFile(browser, stored.page, { at: SOON, colorScheme });
      const body = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      const line = await page.evaluate<number[]>(`(() => {
        const canvas = document.querySelector('[data-pane="ratio"] canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const sum = [0, 0, 0];
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) for (let k = 0; k < 3; k++) sum[k] += data[i + k];
        return sum;
      })()`);
      return [body, line];
    };
    const [day, dayLine] = await ground('light');
    const [night, nightLine] = await ground('dark');
    expect(day).toBe('rgb(253, 253, 252)');
    expect(night).toBe('rgb(20, 23, 26)');
    expect(nightLine).not.toEqual(dayLine);
  });
});
