import { join, relative } from 'node:path';
import { writeDashboard } from '../workflows/write-dashboard.ts';
import { openSession, type CommandContext } from './command-context.ts';
import { scanOptions } from './scan-settings.ts';

/** `statarb report`: the dashboard, written anew from what is stored. A running scan may write it too: one of them is last. */
export async function report(context: CommandContext, flags: { readonly now?: string }): Promise<number> {
  const { config, clock, log } = await openSession(context, flags.now);
  const { compose, output } = context;
  const ports = await compose.dashboardPorts(config, clock, log);
  try {
    const path = join(config.paths.reports, 'index.html');
    await writeDashboard(ports, scanOptions(config), path, clock.now(), null);
    output.json({ file: path });
    output.line(`Dashboard: ${relative(process.cwd(), path) || '.'}`);
    return 0;
  } finally {
    ports.store.close();
  }
}
