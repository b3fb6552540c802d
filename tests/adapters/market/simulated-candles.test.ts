import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { setClock } from '../../../src/adapters/clock/set-clock.ts';
import { simulatedCandles, SIMULATED_START } from '../../../src/adapters/market/simulated-candles.ts';
import { simulatedMarketList } from '../../../src/adapters/market/simulated-market-list.ts';
import { candleFault } from '../../../src/core/domain/candle.ts';
import type { Candle } from '../../../src/core/domain/candle.ts';
import { chooseUniverse, isPegged } from '../../../src/core/discovery/universe-rules.ts';
import type { SimulatedPairOptions } from '../../../src/core/simulation/simulated-pair.ts';
import { SIMULATED_MARKETS, SIMULATED_TRUTHS } from '../../../src/core/simulation/simulated-world.ts';
import { engleGranger } from '../../../src/core/stats/engle-granger.ts';
import { appErrorOf, HOUR } from './market-fixture.ts';

const DAY = 86_400_000;

interface Asked {
  readonly days?: number;
  readonly timeframe?: string;
  readonly options?: Partial<SimulatedPairOptions>;
}

async function pagesOf(symbol: string, { days = 400, timeframe = '1h', options = {} }: Asked = {}) {
  const to = SIMULATED_START + days * DAY;
  const pages: (readonly Candle[])[] = [];
  const source = simulatedCandles(setClock(to), options);
  for await (const page of source.pages({ symbol, timeframe, from: SIMULATED_START, to })) pages.push(page);
  return pages;
}

/** Closes of both symbols on the bars that both have. */
async function closesOf(y: string, x: string): Promise<readonly [Float64Array, Float64Array]> {
  const [a, b] = await Promise.all([y, x].map(async (symbol) => (await pagesOf(symbol)).flat()));
  const hedge = new Map(b.map(({ ts, close }) => [ts, close]));
  const shared = a.filter(({ ts }) => hedge.has(ts));
  return [Float64Array.from(shared, ({ close }) => close), Float64Array.from(shared, ({ ts }) => hedge.get(ts) ?? NaN)];
}

describe('the simulated venue', () => {
  // The demo and many tests rest on these two. The hashes are those of the venue when it had no other market.
  it.each<[string, Asked, string]>([
    ['BTC/USDT', {}, '6072939208dbbe89288d3d7266c0d9a4e5c8b00904f6f84746bae16c5f54c339'],
    ['ETH/USDT', {}, 'ca56b5e6052e425833e1ba3ad1d8412326ced2955c3a85c5dcf380b172c24f60'],
    ['BTC/USDT', { timeframe: '15m' }, '830c0c4cc79d2c93d4111ccdff7aabc80b94e36da69d9f36c41550a1573fe876'],
    [
      'ETH/USDT',
      { options: { seed: 7, halfLifeBars: Infinity } },
      'c39c68921dacc396c3bfdbec7be6de509049704058c0e7e0e102ad1d31e357d2',
    ],
  ])('gives %s with %j as it always has', async (symbol, asked, hash) => {
    const sha256 = createHash('sha256');
    for (const page of await pagesOf(symbol, asked)) sha256.update(JSON.stringify(page));
    expect(sha256.digest('hex')).toBe(hash);
  });

  it('gives sound bars of every market it lists, and their rules', async () => {
    const symbols = Object.keys(SIMULATED_MARKETS);
    const rules = await simulatedCandles(setClock(SIMULATED_START)).marketRules(symbols);
    expect(rules.map(({ symbol }) => symbol)).toEqual(symbols);
    for (const symbol of symbols) {
      const candles = (await pagesOf(symbol, { days: 60 })).flat();
      expect(candles.length).toBeGreaterThan(1_400);
      expect(candles.map((candle) => candleFault(candle, HOUR)).filter((fault) => fault !== null)).toEqual([]);
    }
  });

  it('gives the same bars whichever market is asked for first, and when more of them are asked for later', async () => {
    const clock = setClock(SIMULATED_START);
    const source = simulatedCandles(clock);
    const closes = async (symbol: string, to: number): Promise<number[]> => {
      const found: number[] = [];
      const request = { symbol, timeframe: '1h', from: SIMULATED_START, to };
      for await (const page of source.pages(request)) found.push(...page.map(({ close }) => close));
      return found;
    };
    await closes('BTC3L/USDT', SIMULATED_START + 10 * DAY);
    await closes('BCH/USDT', SIMULATED_START + 10 * DAY);
    for (const symbol of ['BTC/USDT', 'LTC/USDT', 'BCH/USDT', 'BTC3L/USDT']) {
      const alone = (await pagesOf(symbol)).flat().map(({ close }) => close);
      expect(await closes(symbol, SIMULATED_START + 400 * DAY)).toEqual(alone);
    }
  });

  it('ties the pairs that it says it ties, at every usual level, and no others', async () => {
    for (const { x, y, truth } of SIMULATED_TRUTHS.slice(0, 6)) {
      const [dependent, hedge] = await closesOf(y, x);
      const { pValue } = engleGranger(dependent.map(Math.log), hedge.map(Math.log), { lags: { fixed: 1 } });
      if (truth.halfLifeBars === Infinity) expect(pValue).toBeGreaterThan(0.1);
      else expect(pValue).toBeLessThan(1e-4);
    }
  });

  it('names its markets when it is asked for another', () => {
    const source = simulatedCandles(setClock(SIMULATED_START));
    expect(() => source.marketRules(['TRX/USDT'])).toThrow(
      /^TRX\/USDT is not a market of the simulated venue: it has BTC\/USDT, ETH\/USDT, /,
    );
  });
});

describe('the list of the simulated venue', () => {
  it('shows what a universe leaves out: a stablecoin, a leveraged token, what is hardly traded', async () => {
    const markets = await simulatedMarketList.spotMarkets('USDT');
    const rules = { exclude: [], minVolumeUsd: 1_000_000, maxSymbols: 100 };
    const { symbols, leftOut } = chooseUniverse(markets, rules);
    expect(symbols).toHaveLength(12);
    expect(leftOut.map(({ symbol, reason }) => `${symbol} ${reason}`)).toEqual([
      'BTC3L/USDT leveraged',
      'DOGE/USDT volume',
      'USDC/USDT stablecoin',
    ]);
  });

  it('has a stablecoin that prices alone tell, too', async () => {
    const pegged = async (symbol: string): Promise<boolean> =>
      isPegged(Float64Array.from((await pagesOf(symbol, { days: 60 })).flat(), ({ close }) => close));
    expect([await pegged('USDC/USDT'), await pegged('BTC/USDT')]).toEqual([true, false]);
  });

  it('names its quote currencies when it is asked for another', async () => {
    const error = await appErrorOf(simulatedMarketList.spotMarkets('EUR'));
    expect(error).toMatchObject({ code: 'venue', retryable: false });
    expect(error.message).toBe('simulated has no spot market in EUR; it has USDT: correct discovery.quote');
  });
});
