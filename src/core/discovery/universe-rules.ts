import type { ListedMarket } from '../domain/listed-market.ts';
import { baseOf } from '../domain/pair.ts';
import type { LeftOut } from './discovery-result.ts';

/** Prices that never leave this band around their first are tied to something. */
const PEG_BAND = 0.03;

/** Coins tied to a currency, as they were listed by 2026; what is missing here is caught by `isPegged`. */
const STABLECOINS = new Set(
  'USDT USDC FDUSD TUSD BUSD DAI USDP USDE USDS USD1 PYUSD GUSD LUSD FRAX USDD RLUSD XUSD BFUSD USTC UST EURI AEUR EURC EURT EURS EUR GBP TRY BRL AUD JPY ARS ZAR PLN RON UAH RUB MXN COP IDRT BIDR BVND VAI'.split(
    ' ',
  ),
);
/** Another coin or metal in a wrapper, or staked: cointegrated with what it holds, and not to be traded against it. */
const WRAPPED = new Set(
  'WBTC WBETH BETH STETH WSTETH CBBTC CBETH RETH TBTC BNSOL JITOSOL MSOL BTCB WETH WBNB LBTC SOLVBTC EZETH WEETH RSETH PAXG XAUT'.split(
    ' ',
  ),
);
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

/** Whether a price stays as near to its first value as a coin that is tied to its quote currency does. */
export const isPegged = (close: Float64Array): boolean =>
  close.every((price) => Math.abs(price / close[0] - 1) <= PEG_BAND);
