import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Candle } from '../../src/core/domain/candle.ts';
import type { FundingRate } from '../../src/core/domain/funding.ts';

/** The folder of real market data beside the project; not every checkout has it. */
const SHARED_DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Whether the real market data is there. Tests that need it say so in their title and are skipped without it. */
export const hasSharedData = existsSync(SHARED_DATA);

/** Rows of a `ts,open,high,low,close,volume` CSV such as `candles/binance_BTC-USDT_1h.csv.gz`; null where it is absent. */
export function loadSharedCandles(file: string): Candle[] | null {
  return csvRows(file, ([ts = NaN, open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN]) => ({
    ts,
    open,
    high,
    low,
    close,
    volume,
  }));
}

/** Rows of a `ts,rate` CSV such as `funding/binance_BTC-USDT-PERP_funding.csv.gz`; null where it is absent. */
export function loadSharedFunding(file: string): FundingRate[] | null {
  return csvRows(file, ([ts = NaN, rate = NaN]) => ({ ts, rate, mark: null }));
}

/** A JSON file such as `exchange/binance_spot_exchangeInfo.json`; null where it is absent. */
export function loadSharedJson(file: string): unknown {
  const path = `${SHARED_DATA}${file}`;
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** A text file such as `reference/series.csv`; null where it is absent. */
export function loadSharedText(file: string): string | null {
  const path = `${SHARED_DATA}${file}`;
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function csvRows<T>(file: string, row: (cells: number[]) => T): T[] | null {
  const path = `${SHARED_DATA}${file}`;
  if (!existsSync(path)) return null;
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => row(line.split(',').map(Number)));
}
