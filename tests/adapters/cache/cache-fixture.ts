import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Candle, CandleSeries } from '../../../src/core/domain/candle.ts';
import type { Logger } from '../../../src/ports/logger.ts';

export const HOUR = 3_600_000;
export const BTC: CandleSeries = { venue: 'binance', symbol: 'BTC/USDT', timeframe: '1h' };
export const BTC_FOLDER = 'binance_BTC-USDT_1h.parquet';

/** `count` hourly bars from `from`, all different and exact to the last bit. */
export function hourlyBars(from: string | number, count: number, seed = 1): Candle[] {
  const start = typeof from === 'string' ? Date.parse(from) : from;
  return Array.from({ length: count }, (_, i) => {
    const close = 100 + 10 * Math.sin(seed + i / 7) + i / 3;
    return { ts: start + i * HOUR, open: close - 0.1, high: close + 1 / 3, low: close - 1 / 7, close, volume: i % 5 };
  });
}

/** A logger that keeps its warnings. */
export function recordingLog(): Logger & { readonly warnings: string[] } {
  const warnings: string[] = [];
  const ignore = (): void => undefined;
  return { warnings, debug: ignore, info: ignore, error: ignore, warn: (message) => warnings.push(message) };
}

const folders: string[] = [];

/** A fresh folder, removed after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'statarb-cache-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
