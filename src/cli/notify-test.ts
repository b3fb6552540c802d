import { AppError } from '../core/domain/app-error.ts';
import { sampleTicket } from '../workflows/sample-ticket.ts';
import { openSession, type CommandContext } from './command-context.ts';

/** `statarb notify-test`: a sample ticket through every configured channel, each told on its own. */
export async function notifyTest(context: CommandContext): Promise<number> {
  const { config } = await openSession(context);
  const { compose, output } = context;
  const { ticket, text } = sampleTicket();
  const results = await Promise.all(
    (await compose.sinks(config)).map(async (sink) => {
      try {
        await sink.deliver(ticket, text, { isResent: false, isLate: false });
        return { channel: sink.channel, error: null };
      } catch (error) {
        if (error instanceof AppError) return { channel: sink.channel, error: error.message };
        throw error;
      }
    }),
  );
  output.json({ ticket: ticket.id, channels: results });
  for (const { channel, error } of results) {
    output.line(`${channel}  ${error === null ? output.style('green', 'ok') : output.style('red', error)}`);
  }
  if (config.notifications.slackWebhook === null) output.line('slack  off: set NOTIFY_SLACK_WEBHOOK in .env');
  return results.some(({ error }) => error !== null) ? 4 : 0;
}
