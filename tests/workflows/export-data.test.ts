import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parquetCache } from '../../src/adapters/cache/parquet-cache.ts';
import { alignCandles } from '../../src/core/domain/aligned-candles.ts';
import { candleColumns } from '../../src/core/domain/candle-merge.ts';
import type { StrategySettings } from '../../src/core/domain/settings.ts';
import { featureFrame } from '../../src/core/features/feature-frame.ts';
import type { TableColumn, TableWriter } from '../../src/ports/table-writer.ts';
import { exportCandles, exportFeatures } from '../../src/workflows/export-data.ts';
import { BTC, BTC_FOLDER, HOUR, hourlyBars, recordingLog, scratchFolder } from '../adapters/cache/cache-fixture.ts';

const ETH = { ...BTC, symbol: 'ETH/USDT' };
const LEGS = { x: BTC, y: ETH };
const START = Date.parse('2024-01-20T00:00Z');
const X = hourlyBars(START, 600, 1);
const Y = hourlyBars(START, 600, 2);
const ALL = { from: -Infinity, to: Infinity, format: 'csv', path: null } as const;
const SETTINGS: StrategySettings = {
  windows: { olsBeta: 20, zscore: 10, adv: 5, realizedVol: 12, spreadVol: 30, kalman: 40 },
  thresholds: { zIn: 2, zOut: 0.5, zStop: 3.5 },
  strategy: { model: 'fixed-beta', direction: 'revert', kalmanNoise: null },
  risk: { accountUsd: 1, targetSigmaUsd: 1, maxNotionalUsdPerLeg: 1, minNotionalUsdPerLeg: 1, maxAdvFrac: 1 },
  costs: { feeBps: 1, slippageBps: 1 },
  filters: {
    minAdvUsd: 0,
    maxRealizedVolAnnual: 9,
    maxFundingDiffBps8h: null,
    maxSpreadVolPercentile: null,
  },
};

async function ports() {
  const folder = scratchFolder();
  const cache = parquetCache(folder, recordingLog());
  await cache.merge(BTC, X);
  await cache.merge(ETH, Y);
  const written: { columns: readonly TableColumn[]; format: string; path: string | null }[] = [];
  const tables: TableWriter = {
    write: (columns, format, path) => {
      written.push({ columns, format, path });
      return Promise.resolve();
    },
  };
  return { folder, cache, tables, written };
}

describe('Exporting candles', () => {
  it('writes ts and the five values of one symbol, from inclusive, to exclusive', async () => {
    const { written, ...rest } = await ports();
    const target = { from: X[10].ts, to: X[20].ts, format: 'arrow', path: 'out.arrow' } as const;
    expect(await exportCandles(rest, [BTC], target)).toBe(10);
    const expected = candleColumns(X.slice(10, 20));
    expect(written).toEqual([
      {
        columns: [
          { name: 'ts', kind: 'time', values: expected.ts },
          ...(['open', 'high', 'low', 'close', 'volume'] as const).map((name) => ({
            name,
            kind: 'number',
            values: expected[name],
          })),
        ],
        format: 'arrow',
        path: 'out.arrow',
      },
    ]);
  });

  it('tells several symbols apart by a column', async () => {
    const { written, ...rest } = await ports();
    expect(await exportCandles(rest, [BTC, ETH], ALL)).toBe(1200);
    const [{ columns }] = written;
    expect(columns.map(({ name }) => name)).toEqual(['ts', 'symbol', 'open', 'high', 'low', 'close', 'volume']);
    expect([0, 599, 600, 1199].map((row) => columns[1].values[row])).toEqual([
      'BTC/USDT',
      'BTC/USDT',
      'ETH/USDT',
      'ETH/USDT',
    ]);
  });

  it('is refused when there is nothing to export, or when a month is damaged', async () => {
    const { folder, ...rest } = await ports();
    await expect(exportCandles(rest, [{ ...BTC, symbol: 'SOL/USDT' }], ALL)).rejects.toThrow(
      'the cache has no candles of SOL/USDT; run fetch or import first',
    );
    writeFileSync(join(folder, BTC_FOLDER, '2024-01.parquet'), 'torn');
    await expect(exportCandles(rest, [BTC], ALL)).rejects.toThrow(/candles of BTC\/USDT from 2024-01.* are damaged/);
  });
});

describe('Exporting features', () => {
  it('writes every feature of every bar asked for, as the whole history gives them', async () => {
    const { written, ...rest } = await ports();
    const frame = alignCandles(candleColumns(X), candleColumns(Y), HOUR);
    const features = featureFrame(frame, SETTINGS.windows, SETTINGS.strategy);
    expect(await exportFeatures(rest, LEGS, SETTINGS, { ...ALL, from: X[200].ts })).toBe(400);
    const byName = new Map(written[0].columns.map((column) => [column.name, column.values]));
    expect([...byName.keys()].join()).toBe(
      'ts,filled,close_x,close_y,beta,alpha,spread,spread_mean,spread_std,z,sigma,' +
        'adv_usd_x,adv_usd_y,realized_vol_x,realized_vol_y',
    );
    expect(byName.get('ts')).toEqual(frame.ts.slice(200));
    expect(byName.get('z')).toEqual(features.z.slice(200));
    expect(byName.get('adv_usd_y')).toEqual(features.advUsd.y.slice(200));
    expect(features.z.slice(200).every(Number.isFinite)).toBe(true);
  });

  it('needs bars that both legs have', async () => {
    const { cache, tables } = await ports();
    const late = { ...BTC, symbol: 'SOL/USDT' };
    await cache.merge(late, hourlyBars(START + 1000 * HOUR, 5));
    await expect(exportFeatures({ cache, tables }, { x: BTC, y: late }, SETTINGS, ALL)).rejects.toThrow(
      'no candles of BTC/USDT and SOL/USDT in common',
    );
  });
});
