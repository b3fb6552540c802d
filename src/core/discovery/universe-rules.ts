import type { ListedMarket } from '../domain/listed-market.ts';
import { baseOf } from '../domain/pair.ts';
import { quantile } from '../stats/quantile.ts';
import type { LeftOut } from './discovery-result.ts';
import { STABLECOINS, WRAPPED } from './tied-coins.ts';

/** Closes may leave this band around their median only on a small share of bars: a depeg of some days in a year. */
const PEG_BAND = 0.03;
const PEG_SHARE = 0.99;
/** Std of log returns within the band, so that a coin that rests for weeks is not taken for a tied one (bitcoin's hours: 0.005). */
const PEG_STD = 0.0015;
/** Std of log returns that suffices alone. Finds what pays interest and so climbs out of the band. */
const TINY_STD = 0.0002;
/** What issuers of leveraged tokens append: BTCUP, ETHBEAR, ADA3L. */
const LEVERAGED = /^(.+?)(?:UP|DOWN|BULL|BEAR|[2-5][LS])$/;

export interface UniverseChoice {
  readonly symbols: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * The symbols worth testing among what a venue lists: traded now, for enough dollars a day, and no stablecoin, wrapped or leveraged
 * token; the most traded ones. A name such as BTCUP is leveraged only when BTC is listed as well, so that JUP and SYRUP stay.
 *
 * @param markets in any order; the answer does not depend on it
 */
export function chooseUniverse(
  markets: readonly ListedMarket[],
  {
    exclude,
    minVolumeUsd,
    maxSymbols,
  }: { readonly exclude: readonly string[]; readonly minVolumeUsd: number; readonly maxSymbols: number },
): UniverseChoice {
  const bases = new Set(markets.map(({ symbol }) => baseOf(symbol)));
  const leftOut: LeftOut[] = [];
  const fit = markets.filter((market) => {
    const fault = faultOf(market, bases, exclude, minVolumeUsd);
    if (fault !== null) leftOut.push(fault);
    return fault === null;
  });
  const byVolume = fit.sort(
    (a, b) => (b.dollarVolume24h ?? 0) - (a.dollarVolume24h ?? 0) || (a.symbol < b.symbol ? -1 : 1),
  );
  for (const { symbol } of byVolume.slice(maxSymbols)) {
    leftOut.push({ symbol, reason: 'limit', detail: `${maxSymbols} symbols are traded more` });
  }
  return {
    symbols: byVolume
      .slice(0, maxSymbols)
      .map(({ symbol }) => symbol)
      .sort(),
    leftOut: leftOut.sort((a, b) => (a.symbol < b.symbol ? -1 : 1)),
  };
}

function faultOf(
  { symbol, isActive, dollarVolume24h }: ListedMarket,
  bases: ReadonlySet<string>,
  exclude: readonly string[],
  minVolumeUsd: number,
): LeftOut | null {
  const base = baseOf(symbol);
  if (exclude.includes(symbol)) return { symbol, reason: 'excluded', detail: 'by the settings' };
  if (!isActive) return { symbol, reason: 'inactive', detail: 'the venue does not trade it now' };
  if (STABLECOINS.has(base)) return { symbol, reason: 'stablecoin', detail: `${base} is tied to a currency` };
  if (WRAPPED.has(base)) return { symbol, reason: 'wrapped', detail: `${base} stands for something else` };
  const underlying = LEVERAGED.exec(base)?.[1];
  if (underlying !== undefined && bases.has(underlying)) {
    return { symbol, reason: 'leveraged', detail: `a leveraged token on ${underlying}` };
  }
  if (dollarVolume24h === null) return { symbol, reason: 'volume', detail: 'the venue tells no volume' };
  if (dollarVolume24h >= minVolumeUsd) return null;
  return { symbol, reason: 'volume', detail: `$${Math.round(dollarVolume24h)} in 24 hours, below $${minVolumeUsd}` };
}

/**
 * Whether prices are those of something tied to the quote currency: nearly all closes within 3 % of their median and small log
 * returns, or returns too small for anything that floats.
 * @param close positive and finite, bars of an hour or so over some weeks. False for fewer than three
 */
export function isPegged(close: Float64Array): boolean {
  if (close.length < 3) return false;
  const median = quantile(close.toSorted(), 0.5);
  let near = 0;
  for (const price of close) if (Math.abs(price / median - 1) <= PEG_BAND) near += 1;
  if (near < PEG_SHARE * close.length) return returnStd(close, median, Infinity) < TINY_STD;
  return returnStd(close, median, PEG_BAND) < PEG_STD;
}

/** Root mean square of log returns, of those whose both closes lie within a band around the median. */
function returnStd(close: Float64Array, median: number, band: number): number {
  let [count, squares] = [0, 0];
  for (let t = 1; t < close.length; t++) {
    if (Math.abs(close[t - 1] / median - 1) > band || Math.abs(close[t] / median - 1) > band) continue;
    squares += Math.log(close[t] / close[t - 1]) ** 2;
    count += 1;
  }
  return Math.sqrt(squares / count);
}
