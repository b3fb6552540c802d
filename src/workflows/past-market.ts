import { firstIndexAt } from '../core/domain/aligned-candles.ts';
import type { CandleColumns } from '../core/domain/candle.ts';
import { candleRows, sliceColumns } from '../core/domain/candle-merge.ts';
import type { FundingRate } from '../core/domain/funding.ts';
import type { MarketRules } from '../core/domain/market-rules.ts';
import { timeframeMs } from '../core/domain/time.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock } from '../ports/clock.ts';
import type { FundingSource } from '../ports/funding-source.ts';

/** What is known of one symbol's past. */
export interface SymbolPast {
  readonly candles: CandleColumns;
  readonly funding: readonly FundingRate[];
  /** Null where the venue's rules are not known. */
  readonly rules: MarketRules | null;
}

/**
 * A venue that serves the past as it was known at the clock's time: a bar that is not closed by then, or a funding stamp still
 * to come, does not exist. Hours the past lacks are outages, as they were on the venue.
 */
export function pastMarket(
  venue: string,
  past: ReadonlyMap<string, SymbolPast>,
  clock: Clock,
): CandleSource & FundingSource {
  const of = (symbol: string): SymbolPast => {
    const known = past.get(symbol);
    if (known === undefined) throw new RangeError(`no past of ${symbol}`);
    return known;
  };
  return {
    venue,
    serverTime: () => Promise.resolve(clock.now()),
    marketRules: (symbols) => Promise.resolve(symbols.flatMap((symbol) => past.get(symbol)?.rules ?? [])),
    async *pages({ symbol, timeframe, from, to }) {
      await Promise.resolve();
      const { candles } = of(symbol);
      const closedTo = clock.now() - timeframeMs(timeframe) + 1;
      const end = firstIndexAt(candles.ts, Math.min(to, closedTo));
      const start = firstIndexAt(candles.ts, from);
      if (start < end) yield candleRows(sliceColumns(candles, start, end));
    },
    fundingRates: (symbol, from, to) =>
      Promise.resolve(of(symbol).funding.filter(({ ts }) => ts >= from && ts < to && ts <= clock.now())),
  };
}
