import { AppError } from '../../core/domain/app-error.ts';
import type { Candle } from '../../core/domain/candle.ts';
import type { MarketRules } from '../../core/domain/market-rules.ts';
import { timeframeMs } from '../../core/domain/time.ts';
import { simulatedBars } from '../../core/simulation/simulated-bars.ts';
import { simulatedPair, type SimulatedPairOptions } from '../../core/simulation/simulated-pair.ts';
import type { CandleRequest, CandleSource } from '../../ports/candle-source.ts';
import type { Clock } from '../../ports/clock.ts';

/** The venue's first bar. */
export const SIMULATED_START = Date.UTC(2024, 0, 1);
const PAGE = 1000;

/** Every six weeks a day and a half of triple volatility. */
const BURST = { period: 1008, from: 800, to: 836, factor: 3 };
/** Bars of every period on which the venue is down: both legs, or the y leg alone. */
const OUTAGE = { period: 400, bothFrom: 310, bothTo: 313, oneSided: 205 };

const MARKETS = {
  'BTC/USDT': { price: 40_000, volumeUsd: 60_000_000, tickSize: 0.01, lotStep: 0.00001 },
  'ETH/USDT': { price: 2_500, volumeUsd: 30_000_000, tickSize: 0.01, lotStep: 0.0001 },
} as const;

/**
 * A venue without a network: BTC/USDT and ETH/USDT of a world that starts in 2024 and is the same for everyone with the same
 * options. ETH truly reverts to beta · BTC, the venue has outages on both legs and on one, and now and then volatility bursts.
 */
export function simulatedCandles(clock: Clock, options: Partial<SimulatedPairOptions> = {}): CandleSource {
  const worlds = new Map<number, Readonly<Record<string, readonly Candle[]>>>();

  const world = (barMs: number, until: number): Readonly<Record<string, readonly Candle[]>> => {
    const known = worlds.get(barMs);
    const bars = Math.max(0, Math.ceil((until - SIMULATED_START) / barMs));
    if (known !== undefined && (known['BTC/USDT'].at(-1)?.ts ?? 0) + barMs >= until) return known;
    // Some months ahead, so that hourly cycles in one process do not each begin the world anew.
    const paths = simulatedPair(bars + 3000, { burst: BURST, ...options });
    const seed = (options.seed ?? 1) * 1000;
    const common = { firstTs: SIMULATED_START, barMs };
    const made = {
      'BTC/USDT': simulatedBars(paths.x, { ...common, ...MARKETS['BTC/USDT'], seed: seed + 1 }),
      'ETH/USDT': simulatedBars(paths.y, { ...common, ...MARKETS['ETH/USDT'], seed: seed + 2 }),
    };
    worlds.set(barMs, made);
    return made;
  };

  return {
    venue: 'simulated',
    serverTime: () => Promise.resolve(clock.now()),
    marketRules: (symbols) => Promise.resolve(symbols.map(rulesOf)),
    async *pages({ symbol, timeframe, from, to }: CandleRequest) {
      await Promise.resolve();
      rulesOf(symbol);
      const barMs = timeframeMs(timeframe);
      const candles = world(barMs, to)[symbol] ?? [];
      const first = Math.max(0, Math.ceil((from - SIMULATED_START) / barMs));
      const end = Math.max(first, Math.ceil((to - SIMULATED_START) / barMs));
      for (let i = first; i < end; i += PAGE) {
        const page = candles.slice(i, Math.min(end, i + PAGE));
        yield page.filter((_, k) => !isDown(i + k, symbol));
      }
    },
  };
}

function rulesOf(symbol: string): MarketRules {
  const market = symbol === 'BTC/USDT' || symbol === 'ETH/USDT' ? MARKETS[symbol] : null;
  if (market === null) {
    throw new AppError('venue', `${symbol} is not a market of the simulated venue: it has BTC/USDT and ETH/USDT`, {
      facts: { symbol },
    });
  }
  const { lotStep, tickSize } = market;
  return { symbol, kind: 'spot', lotStep, minQuantity: lotStep, tickSize, minNotional: 5 };
}

function isDown(bar: number, symbol: string): boolean {
  const phase = bar % OUTAGE.period;
  if (phase === OUTAGE.oneSided) return symbol === 'ETH/USDT';
  return phase >= OUTAGE.bothFrom && phase < OUTAGE.bothTo;
}
