import type { Config } from './load-config.ts';

/** Where a channel's messages go: a host, never the address itself, which is a secret. */
export interface ChannelEndpoint {
  readonly channel: string;
  readonly host: string;
  readonly port: number;
}

/** One entry a channel that goes over the network: its endpoint, or null while it is off. A new channel gets one here. */
const ENDPOINTS: readonly ((notifications: Config['notifications']) => ChannelEndpoint | null)[] = [
  ({ slackWebhook }) => (slackWebhook === null ? null : webEndpoint('slack', slackWebhook)),
  ({ telegram }) => (telegram === null ? null : webEndpoint('telegram', telegram.apiUrl)),
  ({ email }) => (email === null ? null : mailEndpoint(email.smtpUrl)),
  ({ webhookUrl }) => (webhookUrl === null ? null : webEndpoint('webhook', webhookUrl)),
  ({ heartbeatUrl }) => (heartbeatUrl === null ? null : webEndpoint('heartbeat', heartbeatUrl)),
];

/** The endpoints of every channel that is switched on. */
export const channelEndpoints = ({ notifications }: Config): readonly ChannelEndpoint[] =>
  ENDPOINTS.flatMap((endpointOf) => endpointOf(notifications) ?? []);

function webEndpoint(channel: string, address: string): ChannelEndpoint {
  const { hostname, port, protocol } = new URL(address);
  return { channel, host: hostOf(hostname), port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) };
}

function mailEndpoint(address: string): ChannelEndpoint {
  const { hostname, port, protocol } = new URL(address);
  return {
    channel: 'email',
    host: hostOf(hostname),
    port: port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port),
  };
}

/** An IPv6 address stands in brackets in an address. */
const hostOf = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
