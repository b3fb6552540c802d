import { sampleTicket } from '../workflows/sample-ticket.ts';
import { sampleNotice, tryChannels } from '../workflows/try-channels.ts';
import { openSession, type CommandContext } from './command-context.ts';

/** What switches each channel on. */
const SWITCHES: Readonly<Record<string, string>> = {
  slack: 'NOTIFY_SLACK_WEBHOOK',
  telegram: 'NOTIFY_TELEGRAM_TOKEN and NOTIFY_TELEGRAM_CHAT',
  email: 'NOTIFY_SMTP_URL, NOTIFY_EMAIL_FROM and NOTIFY_EMAIL_TO',
  webhook: 'NOTIFY_WEBHOOK_URL',
};

/** `statarb notify-test`: a sample ticket and a sample notice through every configured channel, each told on its own. */
export async function notifyTest(context: CommandContext): Promise<number> {
  const { config, clock, log } = await openSession(context);
  const { compose, output } = context;
  const sample = sampleTicket();
  const notice = sampleNotice(clock.now());
  const channels = await tryChannels(await compose.sinks(config, log), sample, notice, clock);
  const off = Object.entries(SWITCHES)
    .filter(([name]) => !channels.some(({ channel }) => channel === name))
    .map(([channel, set]) => ({ channel, set }));
  output.json({ ticket: sample.ticket.id, notice: notice.id, channels, off });
  for (const { channel, error } of channels) {
    output.line(`${channel}  ${error === null ? output.style('green', 'ok') : output.style('red', error)}`);
  }
  for (const { channel, set } of off) output.line(`${channel}  off: set ${set} in .env`);
  return channels.some(({ error }) => error !== null) ? 4 : 0;
}
