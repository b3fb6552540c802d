import { AppError } from '../../core/domain/app-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { watchAnswers } from './ccxt-answers.ts';
import { venueError } from './ccxt-errors.ts';
import { loadVenueClass } from './ccxt-venue.ts';
import type { CcxtVenue } from './ccxt-venue.ts';
import { fetchWhole } from './fetch-whole.ts';
import { keepEveryRow } from './ohlcv-rows.ts';
import { secretsIn, secretsRedactor } from './redact-secrets.ts';
import { retry } from './retry.ts';

export interface CcxtSettings {
  /** A ccxt venue id. */
  readonly id: string;
  /** ccxt constructor options; ours are only defaults beneath them. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly credentials: { readonly apiKey: string; readonly apiSecret: string } | null;
  /** What no error may repeat, besides the credentials and the options that are secret by their names. */
  readonly secrets?: readonly string[];
}

/** A venue that is ready to be asked. */
export interface CcxtSession {
  readonly venue: CcxtVenue;
  /**
   * One question to the venue, tried again while that may help. What it throws is an `AppError` in any case.
   * @param what names what is asked for in errors and logs: `candles of BTC/USDT 1h`
   */
  readonly ask: <T>(what: string, question: () => Promise<T>) => Promise<T>;
}

/**
 * Loads the venue's class and makes an exchange of it.
 * @throws AppError `settings` when there is no such venue or it does not take the options
 */
export async function openCcxtSession(settings: CcxtSettings, clock: Clock, log: Logger): Promise<CcxtSession> {
  const { id, options, credentials } = settings;
  const keys = credentials === null ? {} : { apiKey: credentials.apiKey, secret: credentials.apiSecret };
  const redact = secretsRedactor([...secretsIn({ ...keys, ...options }), ...(settings.secrets ?? [])]);
  const Venue = await loadVenueClass(id);
  let venue: CcxtVenue;
  try {
    venue = new Venue({
      timeout: 10_000,
      enableRateLimit: true,
      // The throttle's bucket starts full: the few requests of a scan need not wait for each other.
      tokenBucket: { tokens: 1 },
      ...keys,
      ...structuredClone(options),
    });
  } catch (error) {
    const reason = redact(error instanceof Error ? error.message : String(error));
    throw new AppError('settings', `exchange.options: ccxt cannot make ${id} with these options: ${reason}`);
  }
  if (!needsOwnClient(options)) {
    venue.fetchImplementation = fetchWhole;
    // Before its first request ccxt looks for packages for proxies, which are not there and not needed here.
    venue.proxiesModulesLoading = Promise.resolve();
  }
  const answerOf = watchAnswers(venue, () => clock.now(), redact);
  keepEveryRow(venue);

  const ask = <T>(what: string, question: () => Promise<T>): Promise<T> =>
    retry(
      async () => {
        try {
          return await question();
        } catch (error) {
          const answer = answerOf(error);
          const hasCredentials = 'apiKey' in keys || 'apiKey' in options;
          throw venueError(error, { venue: id, what, timeoutMs: venue.timeout, hasCredentials, answer, redact });
        }
      },
      {
        clock,
        onRetry: ({ attempt, delayMs, error }) => {
          const reason = error instanceof Error ? error.message : '';
          log.warn('the venue is asked again', { venue: id, what, attempt, delay_ms: Math.round(delayMs), reason });
        },
      },
    );
  return { venue, ask };
}

/** `fetchWhole` knows neither proxies nor certificate settings; ccxt's own client does, at 90 ms more start-up. */
function needsOwnClient(options: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(options).some(
    ([name, value]) => value !== undefined && value !== null && /proxy|(?<!user_?)agent|ssl/i.test(name),
  );
}
