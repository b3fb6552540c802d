import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ccxtCandles } from '../../../src/adapters/market/ccxt-candles.ts';
import type { CcxtCandlesOptions } from '../../../src/adapters/market/ccxt-candles.ts';
import { AppError } from '../../../src/core/domain/app-error.ts';
import type { Facts } from '../../../src/core/domain/app-error.ts';
import type { Candle } from '../../../src/core/domain/candle.ts';
import type { CandleRequest, CandleSource } from '../../../src/ports/candle-source.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { FundingSource } from '../../../src/ports/funding-source.ts';
import type { Logger } from '../../../src/ports/logger.ts';

export const HOUR = 3_600_000;
export const START = Date.UTC(2024, 2, 1);

/** A clock whose sleep returns at once, and which remembers how long it was asked to sleep. */
export interface FakeClock extends Clock {
  readonly slept: number[];
  time: number;
}

export function fakeClock(time = START): FakeClock {
  const slept: number[] = [];
  let elapsed = 0;
  return {
    slept,
    time,
    now() {
      return this.time + elapsed;
    },
    elapsedMs: () => elapsed,
    sleep: (ms) => {
      slept.push(ms);
      elapsed += ms;
      return Promise.resolve();
    },
  };
}

/** A logger that keeps its warnings, message and facts as one text each. */
export function keptLog(): Logger & { readonly warnings: string[] } {
  const warnings: string[] = [];
  const ignore = (): void => undefined;
  const warn = (message: string, facts?: Facts): void => {
    warnings.push(`${message} ${JSON.stringify(facts ?? {})}`);
  };
  return { warnings, debug: ignore, info: ignore, warn, error: ignore };
}

/** Hourly bars that differ from each other, from `from` on. */
export function hourlyCandles(count: number, from = START, price = 100): Candle[] {
  return Array.from({ length: count }, (_, i) => {
    const open = price + (i % 17);
    const close = price + ((i + 1) % 17);
    const candle = {
      ts: from + i * HOUR,
      open,
      high: Math.max(open, close) + 1,
      low: Math.min(open, close) - 1,
      close,
    };
    return { ...candle, volume: 10 + (i % 5) };
  });
}

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'statarb-market-'));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function source(
  exchange: { id: string; options: Record<string, unknown> },
  more: Partial<CcxtCandlesOptions> = {},
): CandleSource & FundingSource {
  return ccxtCandles({
    id: exchange.id,
    options: { timeout: 5_000, ...exchange.options },
    credentials: null,
    symbols: ['BTC/USDT'],
    cacheFolder: temporaryFolder(),
    clock: fakeClock(),
    log: keptLog(),
    ...more,
  });
}

export async function allCandles(candles: CandleSource, request: Partial<CandleRequest> = {}): Promise<Candle[]> {
  const all: Candle[] = [];
  const whole = { symbol: 'BTC/USDT', timeframe: '1h', from: START, to: START + 10 * HOUR, ...request };
  for await (const page of candles.pages(whole)) all.push(...page);
  return all;
}

/** The `AppError` that the work ends in. Anything else, success included, fails the test. */
export async function appErrorOf(work: Promise<unknown>): Promise<AppError> {
  const outcome = await work.then(
    (value) => new Error(`no error, but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof AppError) return outcome;
  throw outcome;
}
