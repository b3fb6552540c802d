import { AppError } from '../../core/domain/app-error.ts';
import type { Candle } from '../../core/domain/candle.ts';
import type { MarketRules } from '../../core/domain/market-rules.ts';
import { timeframeMs } from '../../core/domain/time.ts';
import { simulatedBars } from '../../core/simulation/simulated-bars.ts';
import { simulatedPair, type SimulatedPairOptions } from '../../core/simulation/simulated-pair.ts';
import { SIMULATED_MARKETS, SIMULATED_TRUTHS } from '../../core/simulation/simulated-world.ts';
import type { SimulatedMarket, SimulatedTruth } from '../../core/simulation/simulated-world.ts';
import type { CandleRequest, CandleSource } from '../../ports/candle-source.ts';
import type { Clock } from '../../ports/clock.ts';

/** The venue's first bar. */
export const SIMULATED_START = Date.UTC(2024, 0, 1);
const PAGE = 1000;

/** Every six weeks a day and a half of triple volatility. */
const BURST = { period: 1008, from: 800, to: 836, factor: 3 };
/** Bars of every period on which the venue is down: all markets, or ETH alone. */
const OUTAGE = { period: 400, bothFrom: 310, bothTo: 313, oneSided: 205 };

/**
 * A venue without a network, of a world that starts in 2024 and is the same for everyone with the same options (`simulated-world.ts`).
 * ETH truly reverts to beta · BTC, the venue has outages on all markets and on ETH alone, and now and then volatility bursts.
 * @param options of BTC and ETH; the other markets follow the seed and the bursts alone
 */
export function simulatedCandles(clock: Clock, options: Partial<SimulatedPairOptions> = {}): CandleSource {
  const main = { seed: 1, burst: BURST, ...options };
  const made = new Map<string, readonly Candle[]>();

  const series = (symbol: string, barMs: number, until: number): readonly Candle[] => {
    const key = (name: string): string => `${name} ${barMs}`;
    const known = made.get(key(symbol));
    if (known !== undefined && (known.at(-1)?.ts ?? 0) + barMs >= until) return known;
    const truth = SIMULATED_TRUTHS.find(({ x, y }) => x === symbol || y === symbol);
    if (truth === undefined) throw new RangeError(`nothing is said of ${symbol}`);
    // Some months ahead, so that hourly cycles in one process do not each begin the world anew.
    const bars = Math.max(0, Math.ceil((until - SIMULATED_START) / barMs)) + 3000;
    const paths = simulatedPair(bars, pathOptions(main, truth));
    made.set(key(truth.x), barsOf(truth.x, paths.x, barMs, main.seed));
    made.set(key(truth.y), barsOf(truth.y, paths.y, barMs, main.seed));
    return made.get(key(symbol)) ?? [];
  };

  return {
    venue: 'simulated',
    serverTime: () => Promise.resolve(clock.now()),
    marketRules: (symbols) => Promise.resolve(symbols.map(rulesOf)),
    async *pages({ symbol, timeframe, from, to }: CandleRequest) {
      await Promise.resolve();
      rulesOf(symbol);
      const barMs = timeframeMs(timeframe);
      const candles = series(symbol, barMs, to);
      const first = Math.max(0, Math.ceil((from - SIMULATED_START) / barMs));
      const end = Math.max(first, Math.ceil((to - SIMULATED_START) / barMs));
      for (let i = first; i < end; i += PAGE) {
        const page = candles.slice(i, Math.min(end, i + PAGE));
        yield page.filter((_, k) => !isDown(i + k, symbol));
      }
    },
  };
}

type MainOptions = Partial<SimulatedPairOptions> & Pick<SimulatedPairOptions, 'seed' | 'burst'>;

function pathOptions(main: MainOptions, { walk, truth }: SimulatedTruth): Partial<SimulatedPairOptions> {
  if (walk === 0) return { ...main, ...truth };
  return { seed: main.seed * 1000 + 100 * walk, burst: main.burst, ...truth };
}

function barsOf(symbol: string, path: Float64Array, barMs: number, seed: number): Candle[] {
  const place = Object.keys(SIMULATED_MARKETS).indexOf(symbol) + 1;
  const options = { firstTs: SIMULATED_START, barMs, ...marketOf(symbol), seed: seed * 1000 + place };
  return simulatedBars(path, options);
}

function rulesOf(symbol: string): MarketRules {
  const { lotStep, tickSize } = marketOf(symbol);
  return { symbol, kind: 'spot', lotStep, minQuantity: lotStep, tickSize, minNotional: 5 };
}

/** @throws AppError `venue` */
function marketOf(symbol: string): SimulatedMarket {
  if (Object.hasOwn(SIMULATED_MARKETS, symbol)) return SIMULATED_MARKETS[symbol];
  const names = Object.keys(SIMULATED_MARKETS);
  throw new AppError('venue', `${symbol} is not a market of the simulated venue: it has ${names.join(', ')}`, {
    facts: { symbol },
  });
}

function isDown(bar: number, symbol: string): boolean {
  const phase = bar % OUTAGE.period;
  if (phase === OUTAGE.oneSided) return symbol === 'ETH/USDT';
  return phase >= OUTAGE.bothFrom && phase < OUTAGE.bothTo;
}
