import type { DiscoveryGround } from '../../src/core/discovery/discovery-result.ts';
import { HOUR } from './simulated-frame.ts';

/** Hourly candles of these log prices: each opens where the one before closed, with ample volume. */
export function discoveryGround(
  logPrices: Readonly<Record<string, Float64Array>>,
  formationBars: number,
): DiscoveryGround {
  const bars = Object.values(logPrices)[0]?.length ?? 0;
  const ts = Float64Array.from({ length: bars }, (_, t) => t * HOUR);
  const symbols = Object.entries(logPrices).map(([symbol, logs]) => {
    const close = logs.map((log) => 100 * Math.exp(log));
    const open = close.map((price, t) => (t === 0 ? price : close[t - 1]));
    const candles = {
      ts,
      open,
      high: open.map((price, t) => Math.max(price, close[t])),
      low: open.map((price, t) => Math.min(price, close[t])),
      close,
      volume: close.map((price) => 1e12 / price),
    };
    return { symbol, candles, carried: new Uint8Array(bars) };
  });
  return { barMs: HOUR, ts, formationBars, symbols };
}
