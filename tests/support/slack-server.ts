import { startChannelServer, type ChannelServer } from './channel-server.ts';

export interface SlackMessageReceived {
  readonly text: string;
  readonly blocks: readonly unknown[];
  /** The request's body as sent. */
  readonly raw: string;
}

export interface SlackServer extends ChannelServer<SlackMessageReceived> {
  /** A webhook address; its path is the secret. */
  readonly webhook: string;
}

/** Those that carry a ticket: a run that fails tells of its troubles too. */
export const ticketMessages = (messages: readonly SlackMessageReceived[]): readonly SlackMessageReceived[] =>
  messages.filter(({ text }) => /(^|\| )(ENTER|EXIT|STOP|RUIN) /.test(text));

/** A Slack-like webhook on 127.0.0.1. */
export async function startSlackServer(): Promise<SlackServer> {
  const server = await startChannelServer<SlackMessageReceived>({
    yes: 'ok',
    read: ({ raw }) => {
      const { text, blocks } = JSON.parse(raw) as { text?: unknown; blocks?: unknown };
      if (typeof text !== 'string' || !Array.isArray(blocks)) return { status: 400, body: 'invalid_payload' };
      return { text, blocks: blocks as unknown[], raw };
    },
  });
  return { ...server, webhook: `${server.origin}/services/T0SECRET/B0SECRET/planted-webhook-key` };
}
