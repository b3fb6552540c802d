import { AppError } from '../../core/domain/app-error.ts';
import { decodedPart } from './decoded-part.ts';
import { networkFault } from './network-fault.ts';
import { retryAfterMs } from './retry-after.ts';

/** The other side of a channel that takes JSON by POST. */
export interface JsonRecipient {
  readonly channel: string;
  /** As it stands in a sentence: `Slack`. */
  readonly name: string;
  /** The variable that holds its address. */
  readonly setting: string;
  /** A secret: it appears in no error. A user and password in it become an Authorization header. */
  readonly address: string;
  /** Takes the address and every other secret out of a text. */
  readonly hide: (text: string) => string;
  /** For one whole try, from connecting to the end of the answer. */
  readonly timeoutMs: number;
}

/** What the other side answered. */
export interface JsonAnswer {
  readonly status: number;
  readonly isOk: boolean;
  /** As far as it arrived, and no more of it than a reason needs. */
  readonly body: string;
  /** What it asked to wait, in its headers. */
  readonly retryAfterMs: number | null;
}

/** Of an answer; no service says more. */
const LONGEST_ANSWER = 64 * 1024;

/**
 * Posts one JSON document. Redirects are not followed: they would carry it to an address nobody configured.
 * @returns any answer, also a refusal
 * @throws AppError `delivery` when there is none: with the fact `outcome: 'unknown'` once the request may have been taken
 */
export async function postJson(
  to: JsonRecipient,
  document: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<JsonAnswer> {
  if (!URL.canParse(to.address)) {
    throw failure(to, `the address of ${to.name} is no web address: check ${to.setting}`, { reason: 'invalid_url' });
  }
  const signal = AbortSignal.timeout(to.timeoutMs);
  const { address, authorization } = withoutCredentials(new URL(to.address));
  const response = await post(to, signal, address, JSON.stringify(document), { ...authorization, ...headers });
  const { status, ok: isOk } = response;
  return { status, isOk, body: await readAnswer(response), retryAfterMs: retryAfterMs(response.headers) };
}

/** The AppError `delivery` of a try without an answer to go by. */
export function failure(
  { channel, hide }: Pick<JsonRecipient, 'channel' | 'hide'>,
  message: string,
  what: { readonly reason: string; readonly retryable?: boolean; readonly isOutcomeUnknown?: boolean },
): AppError {
  return new AppError('delivery', hide(message), {
    retryable: what.retryable ?? false,
    facts: { channel, reason: what.reason, ...(what.isOutcomeUnknown === true ? { outcome: 'unknown' } : {}) },
  });
}

/** fetch takes no address with a user and a password in it. */
function withoutCredentials(address: URL): { readonly address: URL; readonly authorization: Record<string, string> } {
  const { username, password } = address;
  if (username === '' && password === '') return { address, authorization: {} };
  address.username = '';
  address.password = '';
  const pair = Buffer.from(`${decodedPart(username)}:${decodedPart(password)}`);
  return { address, authorization: { authorization: `Basic ${pair.toString('base64')}` } };
}

async function post(
  to: JsonRecipient,
  signal: AbortSignal,
  address: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  try {
    return await fetch(address, {
      method: 'POST',
      // A kept connection that the other side has closed would look like a lost message; a run sends few of them.
      headers: { 'content-type': 'application/json; charset=utf-8', connection: 'close', ...headers },
      body,
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    throw sendError(to, error, signal);
  }
}

/** The status has been read by then and decides, whatever becomes of the rest. */
async function readAnswer({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      if (text.length > LONGEST_ANSWER) break;
    }
  } catch {
    return text;
  }
  return text;
}

// The cause is not passed on: fetch quotes addresses in its errors.
function sendError(to: JsonRecipient, error: unknown, signal: AbortSignal): AppError {
  if (signal.aborted) {
    return failure(to, `${to.name} did not answer in time: it is tried again, marked as resent`, {
      retryable: true,
      reason: 'timeout',
      isOutcomeUnknown: true,
    });
  }
  const { code, wasConnecting } = networkFault(error);
  return wasConnecting
    ? failure(to, `${to.name} cannot be reached (${code}): check the network and ${to.setting}`, {
        retryable: true,
        reason: code,
      })
    : failure(to, `the connection to ${to.name} broke (${code}): it is tried again, marked as resent`, {
        retryable: true,
        reason: code,
        isOutcomeUnknown: true,
      });
}
