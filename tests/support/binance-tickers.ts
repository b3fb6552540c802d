import type { Candle } from '../../src/core/domain/candle.ts';

/** The figures of a ticker that say what was traded, as Binance writes them; a null is sent as null. */
export interface TickerFigures {
  readonly lastPrice: string | null;
  readonly volume: string | null;
  readonly quoteVolume: string | null;
}

/**
 * Rows of Binance's 24-hour tickers: the last 24 bars summed, unless other figures are given.
 * @param candles ascending, by unified symbol
 * @param given figures that differ, by symbol; a null leaves the symbol out
 */
export function tickerRows(
  candles: ReadonlyMap<string, readonly Candle[]>,
  symbols: readonly string[],
  given: ReadonlyMap<string, Partial<TickerFigures> | null> = new Map(),
): unknown[] {
  return symbols.flatMap((symbol) => {
    const figures = given.get(symbol);
    if (figures === null) return [];
    const bars: readonly Candle[] = (candles.get(symbol) ?? []).slice(-24);
    const last = bars.at(-1)?.close ?? 0;
    const volume = bars.reduce((sum, bar) => sum + bar.volume, 0);
    const quoteVolume = bars.reduce((sum, bar) => sum + bar.volume * bar.close, 0);
    return {
      symbol: symbol.replace(/:.*$/, '').replace('/', ''),
      priceChange: '0.00000000',
      priceChangePercent: '0.000',
      weightedAvgPrice: last.toFixed(8),
      bidPrice: last.toFixed(8),
      bidQty: '1.00000000',
      askPrice: last.toFixed(8),
      askQty: '1.00000000',
      openPrice: (bars.at(0)?.open ?? 0).toFixed(8),
      highPrice: last.toFixed(8),
      lowPrice: last.toFixed(8),
      openTime: bars.at(0)?.ts ?? 0,
      closeTime: bars.at(-1)?.ts ?? 0,
      count: bars.length,
      lastPrice: last.toFixed(8),
      volume: volume.toFixed(8),
      quoteVolume: quoteVolume.toFixed(8),
      ...figures,
    };
  });
}
