import type { FundingRate } from '../core/domain/funding.ts';
import type { MarketRules } from '../core/domain/market-rules.ts';
import { isPerpetual, type Pair } from '../core/domain/pair.ts';
import type { EpochMs } from '../core/domain/time.ts';
import type { PairFacts } from './decide-pair.ts';
import type { ScanPorts } from './scan-options.ts';

const DAY_MS = 86_400_000;
/** Funding stamps read back: enough for the last rate and its interval. */
const FUNDING_LOOKBACK_MS = 3 * DAY_MS;

/**
 * Rules and funding of one pair; offline, what is known of them on this machine. Funding is fetched for perpetuals only, and
 * only when a stamp can have come since the last cached one. What cannot be had counts as 0 with a warning, never as a guess.
 *
 * @param since the earliest bar that will be settled
 */
export async function pairFacts(ports: ScanPorts, pair: Pair, since: EpochMs, isOffline: boolean): Promise<PairFacts> {
  const [rules, x, y] = await Promise.all([
    ports.source.marketRules([pair.x, pair.y], { isOffline }),
    fundingOf(ports, pair.x, since - FUNDING_LOOKBACK_MS, isOffline),
    fundingOf(ports, pair.y, since - FUNDING_LOOKBACK_MS, isOffline),
  ]);
  const ruleOf = (symbol: string): MarketRules | null => rules.find((rule) => rule.symbol === symbol) ?? null;
  return { rules: { x: ruleOf(pair.x), y: ruleOf(pair.y) }, funding: { x, y } };
}

async function fundingOf(
  { source, funding, cache, clock, log }: ScanPorts,
  symbol: string,
  from: EpochMs,
  isOffline: boolean,
): Promise<readonly FundingRate[]> {
  if (!isPerpetual(symbol)) return [];
  const now = clock.now();
  const cached = await cache.readFunding(source.venue, symbol, from, now);
  if (isOffline || funding === null || now < nextStamp(cached)) return cached;
  try {
    await cache.mergeFunding(source.venue, symbol, await funding.fundingRates(symbol, cached.at(-1)?.ts ?? from, now));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    log.warn('funding rates missing, counted as 0', { symbol, error: error.message });
    return cached;
  }
  return cache.readFunding(source.venue, symbol, from, now);
}

/** When the next stamp can be there: one interval after the last one, or at once while the interval is unknown. */
function nextStamp(rates: readonly FundingRate[]): EpochMs {
  const last = rates.at(-1);
  const previous = rates.at(-2);
  return last === undefined || previous === undefined ? 0 : 2 * last.ts - previous.ts;
}
