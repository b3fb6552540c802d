import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { discoveryReport } from '../../src/core/report/discovery/discovery-report.ts';
import { hasChromium, launchChromium, openPage } from '../support/headless-page.ts';
import { sampleDiscovery, sampleSpreads } from '../support/sample-discovery.ts';
import { tempFolder } from '../support/temp-folder.ts';

const sample = sampleDiscovery();
const html = discoveryReport(sample.result, sampleSpreads(sample));
const none = sampleDiscovery({ isTied: false });
const noneHtml = discoveryReport(none.result, sampleSpreads(none));

describe('the discovery page', () => {
  test('begins with the sentence, beside what chance alone would have passed', () => {
    expect(html).toMatch(/<span class="level">(1 CONFIRMED|NOT CONFIRMED)<\/span>/);
    expect(html).toContain('chance alone makes about 2');
    expect(html).toContain('is missed more often than 1 time in 5');
  });

  test('says plainly that there is no pair, and marks the first ones as not significant', () => {
    expect(noneHtml).toContain('<span class="level">NO PAIR</span>');
    expect(noneHtml).toContain('None of these is significant');
    expect(noneHtml).toContain('No pair is significant. Dashed');
    expect(noneHtml).not.toContain('class="found"');
  });

  test('shows names from outside as text', () => {
    expect(html).not.toContain('<b>&"');
    expect(html).toContain('&lt;b&gt;&amp;&quot;');
    expect(html).toContain('U&lt;S&gt;D/USDT');
  });

  test('is the same again', () => {
    const again = sampleDiscovery();
    expect(discoveryReport(again.result, sampleSpreads(again))).toBe(html);
  });

  test('has a cell for every pair, one row for each listed one, and a null share beside every figure that needs it', () => {
    expect(html.match(/<rect x="\d+" y="\d+"/g)).toHaveLength(15);
    expect(html.match(/<td class="n" data-key="\d+">/g)?.length).toBeGreaterThanOrEqual(15);
    expect(html.match(/<small>\d+ %<\/small>/g)?.length).toBeGreaterThan(60);
  });
});

describe.skipIf(!hasChromium)('the discovery page in a browser (needs /usr/bin/chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });
  const column = (page: Page, k: number): Promise<string[]> =>
    page.evaluate(
      `[...document.querySelectorAll('table.sortable tbody tr')].map((row) => row.cells[${k}].textContent)`,
    );

  test('opens without an error or a request, and sorts by any heading', async () => {
    const { page, errors, requests } = await openPage(browser, tempFolder(), html);
    expect(await column(page, 0)).toEqual(Array.from({ length: 15 }, (_, k) => String(k + 1)));
    await page.click('table.sortable th:nth-child(9) button');
    const correlations = (await column(page, 8)).map((text) => Number(text.replace('−', '-')));
    expect(correlations).toEqual([...correlations].sort((a, b) => a - b));
    await page.click('table.sortable th:nth-child(9) button');
    expect((await column(page, 8))[0]).toBe(Math.max(...correlations).toFixed(2));
    await page.click('table.sortable th:nth-child(2) button');
    const names = await column(page, 1);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
  });

  test('fits a phone, the wide parts scrolling on their own', async () => {
    const { page } = await openPage(browser, tempFolder(), html, {
      viewport: { width: 390, height: 800 },
      colorScheme: 'dark',
    });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});
