import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { loadConfig } from '../config/load-config.ts';
import { AppError } from '../core/domain/app-error.ts';
import { runDemo } from '../workflows/demo-run.ts';
import { scanOptions } from './scan-settings.ts';
import type { CommandContext } from './command-context.ts';
import { usd } from '../core/tickets/format.ts';

/** Marks a folder as one that the demo made and may empty. */
const MARKER = '.statarb-demo';

const CONFIG = `# Made by \`statarb demo\`. Everything not said here has its default; the project's config.yaml lists every knob.
exchange: simulated
symbols: {base: ["BTC/USDT", "ETH/USDT"]}
timeframe: "1h"
`;

/** `statarb demo`: weeks of hourly cycles through the real scan on the simulated venue. */
export async function demo(
  context: CommandContext,
  flags: { readonly dir: string; readonly weeks: string },
): Promise<number> {
  const weeks = Number(flags.weeks);
  if (!(Number.isInteger(weeks) && weeks >= 1 && weeks <= 52)) {
    throw new AppError('usage', `--weeks ${flags.weeks} is not a whole number from 1 to 52`);
  }
  const { compose, output, options } = context;
  const folder = resolve(flags.dir);
  prepareFolder(folder);
  const file = join(folder, 'config.yaml');
  // The demo is the same for everyone: no variable of the environment changes it.
  const config = loadConfig(file, {});
  const clock = compose.setClock(0);
  // The venue's outages are part of the show: they are counted below, not logged one by one.
  const log = await compose.logger(config, options.logLevel === 'info' ? 'silent' : options.logLevel);
  const lock = await compose.acquireLock(config, clock);
  const ports = await compose.scanPorts(config, clock, log, { isDryRun: false });
  try {
    const result = await runDemo(ports, clock, scanOptions(config), weeks, (done, total) => {
      output.progress('hourly cycles', done, total);
    });
    const shown = (path: string): string => relative(process.cwd(), path) || '.';
    output.json({ folder, ...result.totals, last_ticket: result.lastTicket?.ticket.id ?? null });
    const { cycles, from, to, tickets, trades, refused, outages, net } = result.totals;
    output.line(`${String(cycles)} hourly cycles on the simulated venue, ${from} to ${to}`);
    output.line(
      `${String(tickets)} tickets, ${String(trades)} closed trades, ${String(refused)} refused entries, ` +
        `${String(outages)} cycles met an outage and were caught up; paper P&L ${usd(net)} after costs`,
    );
    output.line('This pair reverts because it was made so. Real pairs mostly do not: judge them by their own history.');
    if (result.lastTicket !== null) output.line(`\nThe last ticket:\n\n${result.lastTicket.text}`);
    output.line(`Tickets, journal and database are in ${shown(folder)}: look at ${shown(join(folder, 'signals'))}.`);
    output.line(`The dashboard is ${shown(join(folder, 'reports', 'index.html'))}: open it in a browser.`);
    output.line('Next:');
    output.line(`  npx statarb status -c ${shown(file)}   where the demo stands`);
    output.line('  edit config.yaml                            your venue, pair and limits; secrets go into .env');
    output.line('  npx statarb scan                            one cycle on the real market');
    output.line('  1 * * * * cd <folder> && npx statarb scan   in crontab: every hour, a minute past');
    return 0;
  } finally {
    ports.store.close();
    lock.release();
  }
}

/** An empty folder with the demo's config. What an earlier demo left is removed; anything else is not touched. */
function prepareFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(join(folder, MARKER))) {
      throw new AppError('usage', `${folder} is not empty and was not made by the demo: choose another with --dir`);
    }
    for (const made of ['data', 'signals', 'reports']) rmSync(join(folder, made), { recursive: true, force: true });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, MARKER), '');
  writeFileSync(join(folder, 'config.yaml'), CONFIG);
}
