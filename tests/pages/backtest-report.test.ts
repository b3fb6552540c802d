import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chartAssets } from '../../src/adapters/report/chart-assets.ts';
import { figureText } from '../../src/core/report/figure-text.ts';
import { hasChromium, launchChromium, openPage, settled } from '../support/headless-page.ts';
import { reportPage, sampleBacktest, sampleWalkForward } from '../support/sample-backtest.ts';
import { simulatedFrame } from '../support/simulated-frame.ts';
import { tempFolder } from '../support/temp-folder.ts';

const PANES = ['equity', 'drawdown', 'z', 'beta', 'ratio', 'costs'];
const plain = sampleBacktest();
const result = { ...plain, walkForward: sampleWalkForward(plain) };
const html = reportPage(result, chartAssets());
const first = result.metrics.from;
const last = result.candles.ts[result.simulation.to - 1];

/** What each pane of the run shows: [from, to]. */
const spans = (page: Page): Promise<[number, number][]> =>
  page.evaluate(
    `[...document.querySelectorAll('[data-group="run"] .pane')].map(({ dataset }) => [Number(dataset.from), Number(dataset.to)])`,
  );

/** The one span that every pane shows. */
async function sharedSpan(page: Page): Promise<[number, number]> {
  await settled(page);
  const shown = await spans(page);
  expect(shown).toHaveLength(PANES.length);
  for (const span of shown) expect(span).toEqual(shown[0]);
  return shown[0];
}

/** Coloured pixels of a pane's canvas. */
const inked = (page: Page, pane: string): Promise<number> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector('[data-pane="${pane}"] canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count++;
    return count;
  })()`);

const cells = (page: Page, column: number): Promise<string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('table.trades tbody tr[data-trade]')].map((row) => row.cells[${column}].textContent)`,
  );

/** The middle of a pane's plot, in view. */
async function middle(page: Page, pane: string): Promise<{ x: number; y: number; width: number }> {
  const over = page.locator(`[data-pane="${pane}"] .u-over`);
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  if (box === null) throw new Error(`no plot in ${pane}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
}

describe.skipIf(!hasChromium)('the backtest page in a browser (needs /usr/bin/chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test('opens without an error and without asking for anything, with every chart drawn', async () => {
    const { page, errors, requests } = await openPage(browser, tempFolder(), html);
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
    for (const pane of [...PANES, 'out-of-sample']) expect(await inked(page, pane), pane).toBeGreaterThan(1500);
    expect(await sharedSpan(page)).toEqual([first, last]);
  });

  test('shows the figures of the result', async () => {
    const { page } = await openPage(browser, tempFolder(), html);
    expect(await page.locator('h1').textContent()).toBe(result.verdict.sentence);
    const headlines = await page.locator('.headlines .big').allTextContents();
    const { metrics } = result;
    expect(headlines).toEqual([
      figureText(metrics.net, 'usd'),
      figureText(metrics.sharpe, 'ratio'),
      figureText(metrics.maxDrawdown, 'share'),
      figureText(metrics.winRate, 'share'),
      figureText(metrics.tradesPerWeek, 'ratio'),
      figureText(metrics.breakevenCostBps, 'bps'),
    ]);
    const marks = await page.locator('.gates .mark').allTextContents();
    expect(marks.map((mark) => mark === '✓ pass')).toEqual(result.verdict.gates.map(({ pass }) => pass));
    expect(await cells(page, 2)).toEqual(result.simulation.trades.map(({ net }) => figureText(net, 'usd')));
  });

  test('reads out the last bar when nothing is pointed at, and its costs add up to the net', async () => {
    const { page } = await openPage(browser, tempFolder(), html);
    const told = (pane: string): Promise<string[]> => page.locator(`[data-pane="${pane}"] .keys b`).allTextContents();
    const { metrics, simulation, features } = result;
    expect((await told('equity'))[0]).toBe(figureText(simulation.equity[simulation.equity.length - 1], 'usd'));
    expect(await told('z')).toEqual([figureText(features.z[simulation.to - 1], 'ratio')]);
    expect(await told('costs')).toEqual(
      [metrics.net, metrics.gross, -metrics.fees, -metrics.slippage, metrics.funding].map((usd) =>
        figureText(usd, 'usd'),
      ),
    );
  });

  test('a drag over one pane zooms all of them, a double click shows everything again', async () => {
    const { page, errors } = await openPage(browser, tempFolder(), html);
    const { x, y, width } = await middle(page, 'z');
    await page.mouse.move(x - width / 4, y);
    await page.mouse.down();
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.up();
    const [from, to] = await sharedSpan(page);
    expect(from).toBeCloseTo(first + (last - first) / 4, -7);
    expect(to).toBeCloseTo(first + (last - first) / 2, -7);
    await page.mouse.dblclick(x, y);
    expect(await sharedSpan(page)).toEqual([first, last]);
    expect(errors).toEqual([]);
  });

  test('zoomed in, a pane reads out the true value of the bar pointed at, and all panes read the same bar', async () => {
    const { page } = await openPage(browser, tempFolder(), html);
    await page.locator('[data-group="run"] [data-days="7"]').click();
    await settled(page);
    const { x, y } = await middle(page, 'equity');
    await page.mouse.move(x, y);
    await settled(page);
    const bars = await page.evaluate<number[]>(
      `[...document.querySelectorAll('[data-group="run"] .pane')].map(({ dataset }) => Number(dataset.at))`,
    );
    expect(new Set(bars).size).toBe(1);
    const i = result.candles.ts.indexOf(bars[0]);
    expect(i).toBeGreaterThan(-1);
    expect(await page.locator('[data-pane="equity"] [data-series="1"]').textContent()).toBe(
      figureText(result.simulation.equity[i - result.simulation.from], 'usd'),
    );
    expect(await page.locator('[data-pane="z"] [data-series="1"]').textContent()).toBe(
      figureText(result.features.z[i], 'ratio'),
    );
  });

  test('ctrl and wheel zoom about the pointer; a bare wheel scrolls the page until a chart was clicked', async () => {
    const { page } = await openPage(browser, tempFolder(), html);
    const { x, y } = await middle(page, 'beta');
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -120);
    expect(await sharedSpan(page)).toEqual([first, last]);
    const place = await middle(page, 'beta');
    await page.mouse.move(place.x, place.y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -120);
    await page.keyboard.up('Control');
    await expect.poll(async () => (await sharedSpan(page))[0]).toBeGreaterThan(first);
    const [from, to] = await sharedSpan(page);
    expect((from + to) / 2).toBeCloseTo((first + last) / 2, -8);
    await page.mouse.click(place.x, place.y);
    await page.mouse.wheel(0, -120);
    await expect.poll(async () => (await sharedSpan(page))[0]).toBeGreaterThan(from);
  });

  test('keys move and zoom the charts', async () => {
    const { page } = await openPage(browser, tempFolder(), html);
    await page.locator('[data-group="run"] .panes').focus();
    await page.keyboard.press('+');
    const [from, to] = await sharedSpan(page);
    expect(to - from).toBeCloseTo(0.6 * (last - first), -3);
    await page.keyboard.press('ArrowLeft');
    expect((await sharedSpan(page))[0]).toBeLessThan(from);
    await page.keyboard.press('0');
    expect(await sharedSpan(page)).toEqual([first, last]);
  });

  test('two fingers zoom on a phone, where nothing is wider than the screen', async () => {
    const { page, errors } = await openPage(browser, tempFolder(), html, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const { x, y } = await middle(page, 'ratio');
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [-1, 1].map((side, id) => ({ x: x + side * apart, y, id })),
      });
    await touch('touchStart', 20);
    for (const apart of [30, 40, 60]) await touch('touchMove', apart);
    await touch('touchEnd', 0);
    const [from, to] = await sharedSpan(page);
    expect((to - from) / (last - first)).toBeCloseTo(1 / 3, 1);
    expect(errors).toEqual([]);
  });

  test('a heading sorts the trades up, then down, by mouse and by key', async () => {
    const { page } = await openPage(browser, tempFolder(), html);
    const nets = result.simulation.trades.map(({ net }) => net).sort((a, b) => a - b);
    const head = page.getByRole('button', { name: 'Net', exact: true });
    await head.click();
    expect(await cells(page, 2)).toEqual(nets.map((net) => figureText(net, 'usd')));
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
    await head.focus();
    await page.keyboard.press('Enter');
    expect(await cells(page, 2)).toEqual(nets.reverse().map((net) => figureText(net, 'usd')));
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
  });

  test('a trade opens to its prices and quantities, and shows itself on the charts', async () => {
    const { page } = await openPage(browser, tempFolder(), html);
    const trade = result.simulation.trades[3];
    await page.getByRole('button', { name: 'Details of trade 4', exact: true }).click();
    const details = (await page.locator('tr.details').textContent()) ?? '';
    for (const price of [trade.entryPrice.x, trade.entryPrice.y, trade.exitPrice.x, trade.exitPrice.y]) {
      expect(details).toContain(String(Number(price.toPrecision(8))));
    }
    expect(details).toContain(String(Number(Math.abs(trade.quantity.y).toPrecision(8))));
    await page.getByRole('button', { name: 'Show on the charts' }).click();
    const [from, to] = await sharedSpan(page);
    expect(from).toBeLessThan(trade.entryDecisionTs);
    expect(to).toBeGreaterThan(trade.exitTs);
    expect(to - from).toBeLessThan((last - first) / 4);
    await page.getByRole('button', { name: 'Details of trade 4', exact: true }).click();
    expect(await page.locator('tr.details').count()).toBe(0);
  });

  test('what is hostile in names and labels stays text in the browser too', async () => {
    const hostile = `</script><script>document.title='owned'</script><img src=x onerror="document.title='owned'">`;
    const { page, errors, requests } = await openPage(
      browser,
      tempFolder(),
      reportPage(
        {
          ...result,
          pair: { x: `${hostile}/USDT`, y: 'ETH/USDT' },
          venue: hostile,
          verdict: { ...result.verdict, sentence: hostile },
        },
        chartAssets(),
      ),
    );
    await page.getByRole('button', { name: 'Details of trade 1', exact: true }).click();
    expect(await page.title()).not.toBe('owned');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('h1 .reason').textContent()).toBe(hostile);
    expect([...errors, ...requests]).toEqual([]);
  });

  test('is drawn in the colours of the night when the reader’s screen is dark, and in those of the day on paper', async () => {
    const { page } = await openPage(browser, tempFolder(), html, { colorScheme: 'dark' });
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const accent = (): Promise<string> =>
      page.evaluate(`getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()`);
    const night = [await paper(), await accent()];
    await page.emulateMedia({ media: 'print' });
    await settled(page);
    const day = [await paper(), await accent()];
    expect(day).not.toEqual(night);
    expect(day[0]).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  test('56,000 hourly bars open within a bound that only a fault would miss', async () => {
    const long = sampleBacktest({ candles: simulatedFrame({ bars: 56_000, halfLifeBars: Infinity }) });
    const page56k = reportPage(long, chartAssets());
    expect(page56k.length).toBeLessThan(3_000_000);
    const { page, errors } = await openPage(browser, tempFolder(), page56k);
    const loaded = await page.evaluate<number>(`performance.getEntriesByType('navigation')[0].loadEventEnd`);
    expect(loaded).toBeLessThan(10_000);
    expect(await inked(page, 'equity')).toBeGreaterThan(1500);
    expect(errors).toEqual([]);
  });
});
