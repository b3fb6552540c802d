import { AppError } from '../../core/domain/app-error.ts';
import type { EpochMs } from '../../core/domain/time.ts';
import type { CcxtVenue, HttpAnswer } from './ccxt-venue.ts';

/** What HTTP said along with an error that ccxt made of it. */
export interface AnswerFacts {
  readonly status: number;
  readonly retryAfterMs: number | null;
}

/**
 * Makes a venue fail on answers that are no answer (a 200 with a page of HTML, cut-off JSON, nothing, `{}`), which ccxt would
 * pass on as rows of nothing, and remembers for every error the HTTP status and Retry-After it came with.
 * @param redact takes secrets out of what is quoted from an answer
 * @returns the facts of an error, or null when it did not come from an answer
 */
export function watchAnswers(
  venue: CcxtVenue,
  now: () => EpochMs,
  redact: (text: string) => string,
): (error: unknown) => AnswerFacts | null {
  const factsOf = new WeakMap<object, AnswerFacts>();
  const original = venue.handleRestResponse.bind(venue);
  venue.handleRestResponse = async (answer, ...rest) => {
    try {
      const text = await withDeadline(answer.text(), venue.timeout);
      const parsed = await original({ ...answer, text: () => Promise.resolve(text) }, ...rest);
      if (isNoAnswer(parsed)) throw malformed(venue.id, answer.status, redact(text));
      return parsed;
    } catch (error) {
      if (typeof error === 'object' && error !== null) {
        factsOf.set(error, { status: answer.status, retryAfterMs: retryAfterMs(answer.headers, now()) });
      }
      throw error;
    }
  };
  return (error) => (typeof error === 'object' && error !== null ? (factsOf.get(error) ?? null) : null);
}

/** ccxt hands the text itself on when it could not parse it. */
function isNoAnswer(parsed: unknown): boolean {
  if (typeof parsed !== 'object' || parsed === null) return true;
  return !Array.isArray(parsed) && Object.keys(parsed).length === 0;
}

function malformed(venue: string, status: number, text: string): AppError {
  const start = text.replace(/\s+/g, ' ').trim().slice(0, 60);
  const what = start === '' ? 'an empty body' : `something else than a whole JSON answer, beginning "${start}"`;
  return new AppError('data', `${venue} sent ${what} (HTTP ${status})`, { retryable: true, facts: { venue, status } });
}

/** Retry-After is seconds or a date; a date is measured from the answer's own Date header, so that our clock does not matter. */
function retryAfterMs(headers: HttpAnswer['headers'], now: EpochMs): number | null {
  const text = header(headers, 'retry-after');
  if (text === null || text === '') return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  const sent = Date.parse(header(headers, 'date') ?? '');
  return Math.max(0, at - (Number.isNaN(sent) ? now : sent));
}

function header(headers: HttpAnswer['headers'], name: string): string | null {
  if (headers instanceof Headers) return headers.get(name);
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof entry === 'string' ? entry : null;
}

/** ccxt's own client, used behind proxies, has no deadline for the body. */
async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DOMException(`no whole answer within ${ms} ms`, 'TimeoutError'));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
