import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Whether a browser is installed. Tests that need it say so in their title and are skipped without it. */
export const hasChromium = existsSync(CHROMIUM);

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export interface OpenedPage {
  readonly page: Page;
  /** Everything that went wrong in the page: errors thrown and written to the console. */
  readonly errors: string[];
  /** Every address asked for but the file itself. */
  readonly requests: string[];
}

/** How a page is opened: the reader's screen, and the time on the reader's clock, which then stands still. */
export interface OpenOptions extends BrowserContextOptions {
  readonly at?: number;
}

/** Writes a page to a folder and opens it from there; returns once it is drawn. */
export function openPage(
  browser: Browser,
  folder: string,
  html: string,
  options: OpenOptions = {},
): Promise<OpenedPage> {
  const path = join(folder, 'page.html');
  writeFileSync(path, html);
  return openFile(browser, path, options);
}

/** Opens a page that lies on the disk; returns once it is drawn. */
export async function openFile(
  browser: Browser,
  path: string,
  { at, ...options }: OpenOptions = {},
): Promise<OpenedPage> {
  const address = pathToFileURL(path).href;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  if (at !== undefined) await page.clock.setFixedTime(at);
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('request', (request) => {
    if (request.url() !== address && request.url() !== 'data:,') requests.push(request.url());
  });
  await page.goto(address);
  await settled(page);
  return { page, errors, requests };
}

/** Waits until what was asked for has been drawn. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))');
