import { AppError } from '../../core/domain/app-error.ts';
import type { FundingRate } from '../../core/domain/funding.ts';
import type { EpochMs } from '../../core/domain/time.ts';
import type { CcxtSession } from './ccxt-session.ts';

/** Largest pages of venues whose usual one is much smaller; the others choose for themselves. */
const PAGE_SIZE: Readonly<Record<string, number>> = { binance: 1000, binanceusdm: 1000, gate: 1000 };

/** An empty answer before the first stamp is stepped over by this much: the smallest page of a venue, of hourly stamps. */
const STEP_MS = 100 * 3_600_000;

/**
 * Funding stamps of a perpetual with `from ≤ ts < to`, ascending, page by page from our own cursor.
 * @throws AppError `venue` when it cannot be reached or refuses, `data` when a stamp or rate is unusable
 */
export async function ccxtFundingRates(
  { venue, ask }: CcxtSession,
  symbol: string,
  from: EpochMs,
  to: EpochMs,
): Promise<FundingRate[]> {
  const what = `funding rates of ${symbol}`;
  const rates: FundingRate[] = [];
  let cursor = from;
  while (cursor < to) {
    const since = cursor;
    const page = await ask(what, async () =>
      checkedRates(await venue.fetchFundingRateHistory(symbol, since, PAGE_SIZE[venue.id]), venue.id, what),
    );
    const fresh = page.filter((rate) => rate.ts >= since);
    rates.push(...fresh.filter((rate) => rate.ts < to));
    const last = fresh.at(-1);
    // A perpetual has no holes in its funding, so nothing after the first stamp means the end.
    if (last === undefined && rates.length > 0) break;
    cursor = last === undefined ? cursor + STEP_MS : last.ts + 1;
  }
  return rates;
}

/** Ascending, each stamp once. */
function checkedRates(rows: unknown, venue: string, what: string): FundingRate[] {
  const fail = (fault: string): AppError =>
    new AppError('data', `${venue} sent bad ${what}: ${fault}; nothing of that answer is kept`, {
      retryable: true,
      facts: { venue, what, fault },
    });
  if (!Array.isArray(rows)) throw fail('a list of stamps was due');
  const rates = rows.map((row: unknown): FundingRate => {
    const { timestamp, fundingRate, info } = (row ?? {}) as Partial<Record<string, unknown>>;
    if (!Number.isSafeInteger(timestamp)) throw fail(`a stamp has the time ${String(timestamp)}`);
    if (typeof fundingRate !== 'number' || !Number.isFinite(fundingRate)) {
      throw fail(`the rate at ${String(timestamp)} is ${String(fundingRate)}`);
    }
    return { ts: timestamp as EpochMs, rate: fundingRate, mark: markPrice(info) };
  });
  rates.sort((a, b) => a.ts - b.ts);
  return rates.filter((rate, i) => {
    const before = i === 0 ? null : rates[i - 1];
    if (before?.ts !== rate.ts) return true;
    if (before.rate === rate.rate) return false;
    throw fail(`the stamp ${rate.ts} comes twice with different rates`);
  });
}

/** Binance says the mark price beside the rate, but only since 2023; ccxt leaves it in the raw answer. */
function markPrice(info: unknown): number | null {
  const mark = Number((info as Partial<Record<string, unknown>> | null | undefined)?.['markPrice'] ?? NaN);
  return Number.isFinite(mark) && mark > 0 ? mark : null;
}
