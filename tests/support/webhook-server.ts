import { startChannelServer, type ChannelServer } from './channel-server.ts';

export interface WebhookMessageReceived {
  readonly document: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string | undefined;
  readonly authorization: string | undefined;
  readonly path: string;
  readonly raw: string;
}

export interface WebhookServer extends ChannelServer<WebhookMessageReceived> {
  /** Its path and query are secrets. */
  readonly url: string;
}

/** An address of a user's own that takes JSON, on 127.0.0.1. */
export async function startWebhookServer(): Promise<WebhookServer> {
  const server = await startChannelServer<WebhookMessageReceived>({
    yes: '<html>thank you</html>',
    read: ({ path, headers, raw }) => ({
      document: JSON.parse(raw) as Record<string, unknown>,
      idempotencyKey: headers['idempotency-key'] as string | undefined,
      authorization: headers.authorization,
      path,
      raw,
    }),
  });
  return { ...server, url: `${server.origin}/hooks/planted-path-5521?key=planted-query-7781` };
}
