import { alignCandles, firstIndexAt } from '../core/domain/aligned-candles.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { CandleColumns, CandleSeries } from '../core/domain/candle.ts';
import { CANDLE_FIELDS } from '../core/domain/candle.ts';
import { joinColumns } from '../core/domain/candle-merge.ts';
import type { Legs } from '../core/domain/pair.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import type { EpochMs } from '../core/domain/time.ts';
import { isoMinute, timeframeMs } from '../core/domain/time.ts';
import { featureFrame, warmUpBars } from '../core/features/feature-frame.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { TableColumn, TableFormat, TableWriter } from '../ports/table-writer.ts';

export interface ExportPorts {
  readonly cache: CandleCache;
  readonly tables: TableWriter;
}

/** Which bars (`from ≤ ts < to`; ±Infinity for all), in which format, and the file, or null for standard output. */
export interface ExportTarget {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly format: TableFormat;
  readonly path: string | null;
}

/**
 * Writes cached candles: `ts, open, high, low, close, volume`; of several series one below the other, with `symbol` after `ts`.
 * @returns the rows written
 * @throws AppError `data` when there are none or some are damaged, `storage` when the file cannot be written
 */
export async function exportCandles(
  { cache, tables }: ExportPorts,
  seriesList: readonly CandleSeries[],
  target: ExportTarget,
): Promise<number> {
  const pieces: CandleColumns[] = [];
  const symbols: string[] = [];
  for (const series of seriesList) {
    const candles = await wholeCandles(cache, series, target.from, target.to);
    pieces.push(candles);
    symbols.push(...Array.from(candles.ts, () => series.symbol));
  }
  const all = joinColumns(pieces);
  const symbol: TableColumn[] = seriesList.length > 1 ? [{ name: 'symbol', kind: 'text', values: symbols }] : [];
  const values = CANDLE_FIELDS.map((name): TableColumn => ({ name, kind: 'number', values: all[name] }));
  const columns: TableColumn[] = [{ name: 'ts', kind: 'time', values: all.ts }, ...symbol, ...values];
  await tables.write(columns, target.format, target.path);
  return all.ts.length;
}

/**
 * Writes a pair's aligned frame with its features, exactly as a scan computes them; earlier bars warm the windows up.
 * @returns the rows written
 * @throws AppError `data` when the legs have no bars in common or some are damaged, `storage` when the file cannot be written
 */
export async function exportFeatures(
  { cache, tables }: ExportPorts,
  legs: Legs<CandleSeries>,
  settings: StrategySettings,
  target: ExportTarget,
): Promise<number> {
  const barMs = timeframeMs(legs.x.timeframe);
  const warmFrom = target.from - warmUpBars(settings) * barMs;
  const x = await wholeCandles(cache, legs.x, warmFrom, target.to);
  const y = await wholeCandles(cache, legs.y, warmFrom, target.to);
  const frame = alignCandles(x, y, barMs);
  const features = featureFrame(frame, settings.windows, settings.strategy);
  const start = firstIndexAt(frame.ts, target.from);
  if (start === frame.ts.length) throw nothingCached(`${legs.x.symbol} and ${legs.y.symbol} in common`, target);
  const numbers: Readonly<Record<string, Float64Array>> = {
    close_x: frame.x.close,
    close_y: frame.y.close,
    beta: features.beta,
    alpha: features.alpha,
    spread: features.spread,
    spread_mean: features.spreadMean,
    spread_std: features.spreadStd,
    z: features.z,
    sigma: features.sigma,
    adv_usd_x: features.advUsd.x,
    adv_usd_y: features.advUsd.y,
    realized_vol_x: features.realizedVol.x,
    realized_vol_y: features.realizedVol.y,
  };
  const columns: TableColumn[] = [
    { name: 'ts', kind: 'time', values: frame.ts.subarray(start) },
    { name: 'filled', kind: 'flag', values: frame.filled.subarray(start) },
    ...Object.entries(numbers).map(([name, values]): TableColumn => ({
      name,
      kind: 'number',
      values: values.subarray(start),
    })),
  ];
  await tables.write(columns, target.format, target.path);
  return frame.ts.length - start;
}

/** @throws AppError `data` when there are no bars, or when some lay in a damaged file */
async function wholeCandles(
  cache: CandleCache,
  series: CandleSeries,
  from: EpochMs,
  to: EpochMs,
): Promise<CandleColumns> {
  const { candles, damaged } = await cache.read(series, from, to);
  if (damaged.length > 0) {
    throw new AppError(
      'data',
      `cached candles of ${series.symbol} from ${isoMinute(damaged[0].from)} are damaged (${damaged[0].reason}); run fetch to get them again`,
      { facts: { symbol: series.symbol } },
    );
  }
  if (candles.ts.length === 0) throw nothingCached(series.symbol, { from, to });
  return candles;
}

function nothingCached(what: string, { from, to }: { readonly from: EpochMs; readonly to: EpochMs }): AppError {
  const when = Number.isFinite(from) && Number.isFinite(to) ? ` from ${isoMinute(from)} to ${isoMinute(to)}` : '';
  return new AppError('data', `the cache has no candles of ${what}${when}; run fetch or import first`);
}
