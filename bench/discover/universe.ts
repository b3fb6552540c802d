import type { DiscoveryGround } from '../../src/core/discovery/discovery-result.ts';
import { randomSource, standardNormal } from '../../src/core/stats/random.ts';

const HOUR = 3_600_000;

/** Log prices of a random walk with 0.6 % an hour. */
export function walk(bars: number, seed: number): Float64Array {
  const uniform = randomSource(seed);
  let log = 0;
  return Float64Array.from({ length: bars }, () => (log += 0.006 * standardNormal(uniform)));
}

/** Independent random walks with a common part, as coins have, and ample volume. */
export function universe(symbols: number, bars: number, formationBars: number): DiscoveryGround {
  const ts = Float64Array.from({ length: bars }, (_, t) => t * HOUR);
  const market = walk(bars, 1);
  return {
    barMs: HOUR,
    ts,

    formationBars,
    symbols: Array.from({ length: symbols }, (_, k) => {
      const close = walk(bars, 2 + k).map((log, t) => 100 * Math.exp(log + market[t]));
      const open = close.map((price, t) => (t === 0 ? price : close[t - 1]));
      const candles = { ts, open, high: close, low: close, close, volume: close.map((price) => 1e12 / price) };
      return { symbol: `C${k}/USDT`, candles, carried: new Uint8Array(bars) };
    }),
  };
}
