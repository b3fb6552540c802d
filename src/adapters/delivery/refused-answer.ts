import { AppError } from '../../core/domain/app-error.ts';
import { plainLine } from '../../core/domain/plain-line.ts';
import { failure, type JsonAnswer, type JsonRecipient } from './post-json.ts';

/** The other side has not handled these: the same request may pass a little later. */
const PASSING = new Set([408, 425, 429]);
const LONGEST_REASON = 80;

/**
 * The AppError `delivery` for an answer other than 2xx. 408, 425, 429 and 5xx may be tried again, other 4xx and redirects not.
 * Only a gateway's timeout (504) leaves open whether the message was taken.
 * @param reason what the other side said, as `reasonIn` makes it
 * @param remedy what to do about it where the channel knows better than the status
 */
export function refusedAnswer(
  { channel, name, setting }: JsonRecipient,
  { status, retryAfterMs }: Pick<JsonAnswer, 'status' | 'retryAfterMs'>,
  reason: string,
  remedy: string | null,
): AppError {
  const isRetryable = PASSING.has(status) || status >= 500;
  const what = `${name} answered ${status}${reason === '' ? '' : ` ${reason}`}`;
  return new AppError('delivery', `${what}: ${remedy ?? usualRemedy(status, setting)}`, {
    retryable: isRetryable,
    retryAfterMs: isRetryable ? retryAfterMs : null,
    facts: { channel, status, reason, ...(status === 504 ? { outcome: 'unknown' } : {}) },
  });
}

function usualRemedy(status: number, setting: string): string {
  if (status === 429) return 'too many messages; it is tried again later';
  if (PASSING.has(status) || status >= 500) return 'it is tried again later';
  if (status < 400) return `the address redirects; check ${setting}`;
  return `check ${setting}`;
}

/** The first line in short, or nothing when the answer is a web page. Secrets go before the cut: half of one is one too. */
export function reasonIn(body: string, hide: (text: string) => string): string {
  const line = body.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.startsWith('<') ? '' : hide(plainLine(line)).slice(0, LONGEST_REASON);
}

/**
 * A 2xx is the word of a service that it took the message, even when the rest of its answer is lost. A web page is not: it comes
 * from something in between.
 * @throws AppError `delivery` with an unknown outcome
 */
export function requireNoWebPage(to: JsonRecipient, { body }: JsonAnswer): void {
  if (!body.trimStart().startsWith('<')) return;
  throw failure(to, `${to.name} answered with a web page: is there a proxy or a login page in between?`, {
    retryable: true,
    reason: 'web_page',
    isOutcomeUnknown: true,
  });
}
