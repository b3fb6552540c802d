// Makes the README's pictures: four weeks of the demo and the hours up to an open position, drawn by a browser.
// Usage: npm run build && node scripts/screenshots.mjs [folder]; CHROMIUM names a browser other than /usr/bin/chromium.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [folder = inProject('docs')] = process.argv.slice(2);

const HOUR = 3_600_000;
const DEMO_END = Date.UTC(2024, 2, 28, 23, 1);
/** The scan that enters, in a world that is the same for everyone, and the last one. */
const ENTRY = Date.UTC(2024, 2, 29, 21, 1);
const LAST = Date.UTC(2024, 2, 30, 0, 1);
const MOST_BYTES = 250_000;

const scratch = mkdtempSync(join(tmpdir(), 'statarb-screenshots-'));
const demo = join(scratch, 'demo');
const config = join(demo, 'config.yaml');
const reports = join(demo, 'reports');
const statarb = (...args) =>
  execFileSync(process.execPath, [inProject('dist/main.js'), ...args], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'inherit'],
  });

try {
  statarb('demo', '--dir', demo, '--weeks', '4');
  statarb('backtest', '-c', config, '--offline', '--log-level', 'error');
  for (let now = DEMO_END + HOUR; now <= LAST; now += HOUR) {
    statarb('scan', '-c', config, '--now', new Date(now).toISOString(), '--log-level', 'error');
    if (now === ENTRY) copyFileSync(join(reports, 'index.html'), join(reports, 'entry.html'));
  }
  await takePictures();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function takePictures() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  try {
    mkdirSync(folder, { recursive: true });
    const desk = { viewport: { width: 1280, height: 1000 } };
    const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
    await picture(browser, 'dashboard.png', 'index.html', LAST, desk);
    await picture(browser, 'dashboard-charts.png', 'index.html', LAST, desk, 'section.charts');
    await picture(browser, 'dashboard-phone.png', 'index.html', LAST, { ...phone, colorScheme: 'dark' });
    await picture(browser, 'ticket-phone.png', 'entry.html', ENTRY, phone, 'section.ticket');
    await picture(browser, 'backtest.png', 'backtest_report.html', LAST, desk);
  } finally {
    await browser.close();
  }
}

/**
 * One screen of a page, by the clock of some minutes after its run.
 * @param from what stands at the top; the page's beginning when left out
 */
async function picture(browser, name, page, run, screen, from) {
  const context = await browser.newContext(screen);
  const tab = await context.newPage();
  await tab.clock.setFixedTime(run + 17 * 60_000);
  await tab.goto(pathToFileURL(join(reports, page)).href);
  if (from !== undefined) {
    await tab.locator(from).evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 24));
  }
  // Two frames: the charts are drawn in the first.
  await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const path = join(folder, name);
  await tab.screenshot({ path });
  await context.close();
  const { size } = statSync(path);
  console.log(`${name}  ${Math.round(size / 1000)} kB`);
  if (size > MOST_BYTES) throw new Error(`${name} is larger than ${MOST_BYTES / 1000} kB`);
}
