import type { Candle } from '../../src/core/domain/candle.ts';
import type { FundingRate } from '../../src/core/domain/funding.ts';
import type { MarketRules } from '../../src/core/domain/market-rules.ts';
import type { EpochMs } from '../../src/core/domain/time.ts';
import { simulatedBars } from '../../src/core/simulation/simulated-bars.ts';
import { simulatedPair, type SimulatedPairOptions } from '../../src/core/simulation/simulated-pair.ts';
import { exchangeConfig, startBinanceServer, type BinanceServer } from '../support/binance-server.ts';
import { loadSharedCandles, loadSharedFunding, loadSharedJson } from '../support/shared-data.ts';
import type { History } from './expected-cycles.ts';
import { HOUR } from './scanner.ts';

/** A server that answers like Binance, what it has, and the settings that point a scan at it. */
export interface Venue {
  readonly server: BinanceServer;
  readonly history: History;
  /** The settings of a config file. No throttle: the server counts no weights. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** First bar of the simulated venue. */
export const WORLD_START: EpochMs = Date.UTC(2024, 0, 1);

/** The `exchange` setting for a server, with a short timeout so that hanging answers end soon. */
function exchangeAt(server: BinanceServer): { id: string; options: Record<string, unknown> } {
  const { id, options } = exchangeConfig(server.url);
  return { id, options: { ...options, enableRateLimit: false, timeout: 400 } };
}

/** A pair that truly reverts: an entry every few days. */
export async function simulatedVenue(
  options: Partial<SimulatedPairOptions> & {
    readonly bars?: number;
    /** Numbers of the hours that both legs lack. */
    readonly outages?: readonly number[];
    readonly more?: ReadonlyMap<string, readonly Candle[]>;
  } = {},
): Promise<Venue> {
  const { bars = 1500, outages = [], more = new Map<string, Candle[]>(), ...pair } = options;
  const path = simulatedPair(bars, pair);
  const common = { firstTs: WORLD_START, barMs: HOUR, tickSize: 0.01 };
  const isThere = ({ ts }: Candle): boolean => !outages.includes((ts - WORLD_START) / HOUR);
  const x = simulatedBars(path.x, { ...common, seed: 11, price: 40_000, volumeUsd: 60e6 }).filter(isThere);
  const y = simulatedBars(path.y, { ...common, seed: 12, price: 2_500, volumeUsd: 30e6 }).filter(isThere);
  const server = await startBinanceServer({ candles: new Map([['BTC/USDT', x], ['ETH/USDT', y], ...more]) });
  const rule = (symbol: string, lotStep: number): MarketRules => ({
    symbol,
    kind: 'spot',
    lotStep,
    minQuantity: lotStep,
    tickSize: 0.01,
    minNotional: 5,
  });
  return {
    server,
    history: { candles: { x, y }, rules: { x: rule('BTC/USDT', 0.00001), y: rule('ETH/USDT', 0.0001) } },
    settings: { exchange: exchangeAt(server), symbols: { base: ['BTC/USDT', 'ETH/USDT'] } },
  };
}

/** Real BTC and ETH of Binance with its real trading rules, between two times. */
export async function realVenue(market: 'spot' | 'usdm', from: EpochMs, to: EpochMs): Promise<Venue> {
  const isPerp = market === 'usdm';
  const bases = { x: 'BTC', y: 'ETH' } as const;
  const file = (base: string): string => `binance_${base}-USDT${isPerp ? '-PERP' : ''}`;
  const symbolOf = (base: string): string => (isPerp ? `${base}/USDT:USDT` : `${base}/USDT`);
  const within = <T extends { readonly ts: EpochMs }>(rows: readonly T[] | null): T[] =>
    (rows ?? []).filter(({ ts }) => ts >= from && ts < to);
  const candles = {
    x: within(loadSharedCandles(`candles/${file('BTC')}_1h.csv.gz`)),
    y: within(loadSharedCandles(`candles/${file('ETH')}_1h.csv.gz`)),
  };
  const rates = (base: string): FundingRate[] =>
    isPerp ? within(loadSharedFunding(`funding/${file(base)}_funding.csv.gz`)) : [];
  const funding = { x: rates('BTC'), y: rates('ETH') };
  const info = loadSharedJson(`exchange/binance_${market}_exchangeInfo.json`) as ExchangeInfo;
  const legs = ['x', 'y'] as const;
  const server = await startBinanceServer({
    candles: new Map(legs.map((leg) => [symbolOf(bases[leg]), candles[leg]])),
    funding: new Map(legs.map((leg) => [symbolOf(bases[leg]), funding[leg]])),
    exchangeInfo: { [market]: info },
  });
  const rule = (base: string): MarketRules => ({
    symbol: symbolOf(base),
    kind: isPerp ? 'perpetual' : 'spot',
    ...filtersOf(info, `${base}USDT`),
  });
  return {
    server,
    history: { candles, rules: { x: rule('BTC'), y: rule('ETH') }, funding },
    settings: { exchange: exchangeAt(server), symbols: { base: [symbolOf('BTC'), symbolOf('ETH')] } },
  };
}

interface ExchangeInfo {
  readonly symbols: readonly {
    readonly symbol: string;
    readonly filters: readonly (Readonly<Partial<Record<string, string>>> & { readonly filterType: string })[];
  }[];
}

/** The rules as they stand in Binance's answer, read without ccxt. */
function filtersOf(info: ExchangeInfo, id: string): Omit<MarketRules, 'symbol' | 'kind'> {
  const filters = info.symbols.find(({ symbol }) => symbol === id)?.filters ?? [];
  const number = (filterType: RegExp, ...names: readonly string[]): number | null => {
    const filter = filters.find((one) => filterType.test(one.filterType));
    const text = names.map((name) => filter?.[name]).find((value) => value !== undefined);
    return text === undefined ? null : Number(text);
  };
  return {
    lotStep: number(/^LOT_SIZE$/, 'stepSize'),
    minQuantity: number(/^LOT_SIZE$/, 'minQty'),
    tickSize: number(/^PRICE_FILTER$/, 'tickSize'),
    minNotional: number(/NOTIONAL$/, 'minNotional', 'notional'),
  };
}
