import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JudgedPair } from '../../src/core/discovery/discovery-result.ts';
import { discoveryReport } from '../../src/core/report/discovery/discovery-report.ts';
import { hasChromium, launchChromium, openPage } from '../support/headless-page.ts';
import { SAMPLE_PROVENANCE, manySymbols, sampleDiscovery, sampleSpreads } from '../support/sample-discovery.ts';
import { tempFolder } from '../support/temp-folder.ts';

const sample = sampleDiscovery();
const html = discoveryReport(sample.result, sampleSpreads(sample), SAMPLE_PROVENANCE);
const none = sampleDiscovery({ isTied: false });
const noneHtml = discoveryReport(none.result, sampleSpreads(none), SAMPLE_PROVENANCE);

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

  test('counts on from symbols to what held up, and says under which settings and on which data', () => {
    const counts = [...html.matchAll(/<td class="n value">(\d+)<\/td><td class="bar">/g)].map(([, count]) =>
      Number(count),
    );
    const { symbols, pairsTested, tests, rawPasses, significant, chosen, confirmed } = sample.result;
    expect(counts).toEqual([symbols.length, pairsTested, tests, rawPasses, significant, 1, chosen, confirmed]);
    for (const told of Object.values(SAMPLE_PROVENANCE)) expect(html).toContain(told);
  });

  test('is the same again', () => {
    const again = sampleDiscovery();
    expect(discoveryReport(again.result, sampleSpreads(again), SAMPLE_PROVENANCE)).toBe(html);
  });

  test('has a cell for every pair, one row for each listed one, and a null share beside every figure that needs it', () => {
    expect(html.match(/<rect x="[\d.]+" y="[\d.]+" [^>]*fill-opacity/g)).toHaveLength(15);
    expect(html.match(/<td class="n" data-key="\d+">/g)?.length).toBeGreaterThanOrEqual(15);
    expect(html.match(/<small>\d+\u00a0%<\/small>/g)?.length).toBeGreaterThan(60);
  });
});

describe('the discovery page of many symbols', () => {
  const wide = discoveryReport(manySymbols(300, 30), [], SAMPLE_PROVENANCE);

  test('draws the 100 of 300 symbols that take part in the smallest q, says so, and stays below 3 MB', () => {
    expect(wide.length).toBeLessThan(3e6);
    expect(wide).toContain('Drawn are the 100 symbols of 300 that take part in the smallest q');
    expect(wide).toContain('aria-label="q-values of 4950 pairs"');
    expect(wide.match(/class="found"/g)).toHaveLength(30);
  });

  test('names the leg that most pairs share', () => {
    expect(wide).toContain('COIN1/USDT is a leg of 8 of these 30.');
  });

  test('folds away a long list of symbols left out, and counts them by reason', () => {
    const leftOut = Array.from({ length: 900 }, (_, k) => ({ symbol: `S${k}`, reason: 'limit' as const, detail: '' }));
    const page = discoveryReport({ ...sample.result, leftOut }, [], SAMPLE_PROVENANCE);
    expect(page).toContain('900 symbols were not tested: traded less than those tested 900.');
    expect(page).toContain('<details');
    expect(html).not.toContain('<details');
  });

  test('says in words, with its limit, why a pair is not chosen', () => {
    expect(wide).toContain('not significant: q above 0.05; correlation below 0.2');
  });
});

describe('a pair without figures', () => {
  const [first] = sample.result.pairs;
  const unknown = { value: NaN, nullPercentile: NaN };
  const broken: JudgedPair = {
    ...{ ...first, q: 1, beta: NaN, sigma: NaN, correlation: NaN, rejections: ['q', 'beta'] },
    ...{ halfLife: unknown, hurst: unknown, heldOut: { ...first.heldOut, pValue: NaN, netInterval: [NaN, NaN] } },
  };
  const bare = {
    ...sample.result,
    significant: 0,
    detectableHalfLife: NaN,
    pairs: [broken],
    everyPair: () => [broken],
  };
  const series = [{ judged: broken, spread: new Float64Array(40).fill(NaN), formationBars: 30 }];

  test('has dashes and a word in place of a chart, never NaN', () => {
    const page = discoveryReport(bare, series, SAMPLE_PROVENANCE);
    expect(page).not.toContain('NaN');
    expect(page).toContain('Its spread cannot be worked out.');
    expect(page).toContain('bars are too few for so many tests');
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
    await page.click('table.sortable th:nth-child(10) button');
    const correlations = (await column(page, 9)).map((text) => Number(text.replace('−', '-')));
    expect(correlations).toEqual([...correlations].sort((a, b) => a - b));
    await page.click('table.sortable th:nth-child(10) button');
    expect((await column(page, 9))[0]).toBe(Math.max(...correlations).toFixed(2));
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
