import { AppError } from '../../core/domain/app-error.ts';
import type { AnswerFacts } from './ccxt-answers.ts';

export interface FailedRequest {
  readonly venue: string;
  /** What was asked for, as it stands in a sentence: `candles of BTC/USDT`. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly hasCredentials: boolean;
  readonly answer: AnswerFacts | null;
  readonly redact: (text: string) => string;
}

/** Statuses that the same request will get again. Of the others below 500, ccxt's class decides. */
const FINAL_STATUS = new Set([400, 401, 404, 405, 410, 422, 501]);

/**
 * Anything thrown by ccxt as an `AppError` of one line, with what to do about it and whether trying again can help.
 * The HTTP status is believed before ccxt's class: it files geo-blocks (451, 403) under network errors and a 500 with a code
 * under failed operations. Texts of the venue are shortened and never carry credentials; the original error is not attached,
 * because its message may.
 */
export function venueError(error: unknown, request: FailedRequest): AppError {
  const { venue, what, answer } = request;
  const status = answer?.status ?? null;
  const said = shortText(request.redact(error instanceof Error ? error.message : String(error)));
  const fail = (code: 'venue' | 'data' | 'settings', message: string, retryable: boolean): AppError =>
    new AppError(code, message, {
      retryable,
      retryAfterMs: retryable ? (answer?.retryAfterMs ?? null) : null,
      facts: { venue, what, status, error: error instanceof Error ? error.name : typeof error },
    });

  if (error instanceof AppError) {
    const { code, retryable, retryAfterMs, facts } = error;
    const message = error.message.includes(what) ? error.message : `${error.message} (${what})`;
    return new AppError(code, request.redact(message), { retryable, retryAfterMs, facts });
  }
  const isKeyRefused = isKind(error, 'AuthenticationError') || status === 401;
  if (isKeyRefused && (request.hasCredentials || status !== 403)) {
    const advice = 'correct API_KEY and API_SECRET, or leave both empty: most venues need none for market data';
    return fail('venue', `${venue} refuses the API key, or needs one (${what}): ${said}; ${advice}`, false);
  }
  if (status === 451 || status === 403 || isKind(error, 'RestrictedLocation')) {
    const advice =
      'use a venue that serves you (exchange), another host of this one (exchange.options.urls or hostname) or a proxy (exchange.options.httpsProxy)';
    return fail('venue', `${venue} refuses requests from this location (${inHttp(status)}, ${what}): ${advice}`, false);
  }
  if (status === 418) {
    return fail('venue', `${venue} has banned this address for a while (HTTP 418, ${what}): too many requests`, true);
  }
  if (status === 429 || isKind(error, 'RateLimitExceeded') || isKind(error, 'DDoSProtection')) {
    return fail('venue', `${venue} asks us to slow down (${inHttp(status ?? 429)}, ${what})`, true);
  }
  if (status !== null && status >= 500 && status !== 501) {
    return fail('venue', `${venue} is failing (HTTP ${status}, ${what}): ${said}`, true);
  }
  if (isKind(error, 'RequestTimeout') || (error instanceof Error && error.name === 'TimeoutError')) {
    const seconds = request.timeoutMs / 1000;
    return fail('venue', `${venue} did not answer in full within ${seconds} s (${what})`, true);
  }
  if (isKind(error, 'BadSymbol')) {
    return fail('venue', `${venue} does not know the symbol (${what}): ${said}`, false);
  }
  if (isKind(error, 'NotSupported') || isKind(error, 'InvalidProxySettings') || isKind(error, 'ArgumentsRequired')) {
    return fail('settings', `exchange: ${venue} cannot be used like this (${what}): ${said}`, false);
  }
  if (status === null && isKind(error, 'NetworkError')) {
    return fail('venue', `${venue} cannot be reached (${what}): ${said}; check the network and exchange.options`, true);
  }
  if (isKind(error, 'BaseError')) {
    const retryable = isKind(error, 'OperationFailed') && (status === null || !FINAL_STATUS.has(status));
    return fail('venue', `${venue} refused the request (${inHttp(status)}, ${what}): ${said}`, retryable);
  }
  return fail('data', `${venue} sent an answer that cannot be understood (${what}): ${said}`, true);
}

const inHttp = (status: number | null): string => (status === null ? 'no HTTP status' : `HTTP ${status}`);

/** Whether an error is of a ccxt class. Compared by name along the chain, so that ccxt need not be loaded to ask. */
function isKind(error: unknown, name: string): boolean {
  for (let type: unknown = error; type !== null && type !== undefined; type = Object.getPrototypeOf(type)) {
    if ((type as { constructor?: { name?: string } }).constructor?.name === name) return true;
  }
  return false;
}

/** A text of the venue as one line without markup, at most 200 characters long. */
function shortText(text: string, maxLength = 200): string {
  const line = text
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1)}…`;
}
