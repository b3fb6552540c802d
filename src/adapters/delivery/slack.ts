import { AppError } from '../../core/domain/app-error.ts';
import type { TicketSink } from '../../ports/ticket-sink.ts';
import { slackMessage } from './slack-blocks.ts';
import { retryAfterMs, slackRefusal } from './slack-refusal.ts';

export interface SlackOptions {
  /** Incoming-webhook address. It is a secret and appears in no error. */
  readonly webhook: string;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
  /** For one whole try, from connecting to the end of the answer. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Faults that happen before a request can have been sent: name lookup, connecting, and TLS certificates. */
const NOT_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|\w*CERT\w*|UNABLE_TO_\w+)$/;

/** Sends tickets as Block Kit messages to a Slack incoming webhook, or to any service that speaks its protocol. */
export const slackSink = ({ webhook, redact, timeoutMs = DEFAULT_TIMEOUT_MS }: SlackOptions): TicketSink => {
  const secrets = secretsIn(webhook);
  const hide = (text: string): string =>
    redact(secrets.reduce((told, secret) => told.replaceAll(secret, '[slack webhook]'), text));
  return {
    channel: 'slack',
    deliver: async (ticket, _text, marks) => {
      if (!URL.canParse(webhook)) {
        throw failure('the Slack webhook is no web address: check NOTIFY_SLACK_WEBHOOK', { reason: 'invalid_url' });
      }
      const body = JSON.stringify({ ...slackMessage(ticket, marks), unfurl_links: false, unfurl_media: false });
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await post(webhook, body, signal, hide);
      const answer = await readAnswer(response);
      if (!response.ok) throw slackRefusal(response.status, answer, retryAfterMs(response.headers), hide);
      // A 2xx is Slack's word that it took the message, even when the rest of the answer is lost. A web page is not.
      if (answer.trimStart().startsWith('<')) {
        throw failure('Slack answered with a web page: is there a proxy or a login page in between?', {
          retryable: true,
          reason: 'web_page',
          isOutcomeUnknown: true,
        });
      }
    },
  };
};

/** The address, its path and its last part, longest first: any of them posts to the channel, or nearly. */
function secretsIn(webhook: string): readonly string[] {
  const path = URL.canParse(webhook) ? new URL(webhook).pathname : '';
  const key = path.split('/').at(-1) ?? '';
  return [webhook, path, key].filter((secret) => secret.length >= 8);
}

async function post(
  webhook: string,
  body: string,
  signal: AbortSignal,
  hide: (text: string) => string,
): Promise<Response> {
  try {
    return await fetch(webhook, {
      method: 'POST',
      // A kept connection that the other side has closed would look like a lost message; a run sends few of them.
      headers: { 'content-type': 'application/json; charset=utf-8', connection: 'close' },
      body,
      // A redirect would carry the ticket to an address nobody configured.
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    throw sendError(error, signal, hide);
  }
}

/** The body as far as it arrived; the status has been read by then and decides. */
async function readAnswer(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch {
    return '';
  }
}

// The cause is not passed on: fetch quotes addresses in its errors.
function sendError(error: unknown, signal: AbortSignal, hide: (text: string) => string): AppError {
  if (signal.aborted) {
    return failure('Slack did not answer in time: it is tried again, marked as resent', {
      retryable: true,
      reason: 'timeout',
      isOutcomeUnknown: true,
    });
  }
  const { code, wasConnecting } = networkFault(error);
  if (wasConnecting) {
    return failure(hide(`Slack cannot be reached (${code}): check the network and NOTIFY_SLACK_WEBHOOK`), {
      retryable: true,
      reason: code,
    });
  }
  return failure(hide(`the connection to Slack broke (${code}): it is tried again, marked as resent`), {
    retryable: true,
    reason: code,
    isOutcomeUnknown: true,
  });
}

/** The system's code of a failed fetch, and whether it failed before anything could be sent. */
function networkFault(error: unknown): { readonly code: string; readonly wasConnecting: boolean } {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return { code: 'no reason given', wasConnecting: false };
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  const call = 'syscall' in cause ? cause.syscall : undefined;
  // Node tries all addresses of a name and collects the failures only while connecting.
  const wasConnecting =
    NOT_SENT.test(code) || call === 'connect' || call === 'getaddrinfo' || cause instanceof AggregateError;
  return { code, wasConnecting };
}

function failure(
  message: string,
  what: { readonly reason: string; readonly retryable?: boolean; readonly isOutcomeUnknown?: boolean },
): AppError {
  return new AppError('delivery', message, {
    retryable: what.retryable ?? false,
    facts: { channel: 'slack', reason: what.reason, ...(what.isOutcomeUnknown === true ? { outcome: 'unknown' } : {}) },
  });
}
