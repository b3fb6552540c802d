import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetCache } from '../../src/adapters/cache/parquet-cache.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import { exchangeConfig } from '../../tests/support/binance-server.ts';
import { FIRST_SCAN } from './world.ts';

const SILENT = { debug: () => null, info: () => null, warn: () => null, error: () => null };

/**
 * A folder as a user has it: the shipped settings, pointed at the given venue, and the cache filled with the `bars` hours
 * before the first scan.
 * @param outputs `bare` writes neither dashboard nor metrics
 * @returns path of its settings file
 */
export async function makeWorkspace(
  folder: string,
  venueUrl: string,
  candles: ReadonlyMap<string, readonly Candle[]>,
  bars: number,
  outputs: 'bare' | 'full' = 'bare',
): Promise<string> {
  mkdirSync(folder);
  const cache = parquetCache(join(folder, 'data/cache'), SILENT);
  for (const [symbol, history] of candles) {
    const end = history.findIndex(({ ts }) => ts >= FIRST_SCAN);
    await cache.merge({ venue: 'binance', symbol, timeframe: '1h' }, history.slice(end - bars, end));
  }
  const shipped = readFileSync(new URL('../../config.yaml', import.meta.url), 'utf8');
  const file = join(folder, 'config.yaml');
  const pointed = shipped.replace(/^exchange: .*$/m, `exchange: ${JSON.stringify(exchangeConfig(venueUrl))}`);
  const off = pointed.replace(/^( {2}(?:dashboard|metrics)): true/gm, '$1: false');
  if (off === pointed) throw new Error('config.yaml has no outputs to turn off');
  writeFileSync(file, outputs === 'bare' ? off : pointed);
  return file;
}
