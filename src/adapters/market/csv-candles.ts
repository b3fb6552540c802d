import { AppError } from '../../core/domain/app-error.ts';
import type { Candle } from '../../core/domain/candle.ts';
import { candleFault, sameValues } from '../../core/domain/candle.ts';
import type { FundingRate } from '../../core/domain/funding.ts';
import { baseOf, quoteOf } from '../../core/domain/pair.ts';
import type { CandleFileContent, CandleFileReport } from '../../ports/candle-file.ts';
import type { CandleLayout, FundingLayout } from './csv-layout.ts';
import { csvLayout } from './csv-layout.ts';
import type { CsvRecord } from '../csv-records.ts';
import { csvRecords } from '../csv-records.ts';
import { csvTally } from './csv-tally.ts';
import { csvTime } from '../csv-time.ts';

const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Candles, or funding rates, from a CSV file (plain or gzipped): Binance bulk klines with or without header, in ms or µs;
 * CryptoDataDownload; or any header naming a time and open, high, low, close, volume. Rows are checked one by one.
 * @throws AppError `storage` when the file cannot be read; `data` when it is of no known family, when no row is usable,
 *   or when its bars are not `barMs` long
 */
export function readCsvCandles(
  path: string,
  { symbol, barMs }: { readonly symbol: string; readonly barMs: number },
): CandleFileContent {
  const records = csvRecords(path);
  const layout = csvLayout(path, records, symbol);
  const data = records.slice(layout.skip);
  const content =
    layout.format === 'funding' ? readFunding(data, layout) : readCandles(path, data, layout, symbol, barMs);
  if (content.report.kept === 0) throw nothingUsable(path, content.report);
  return content;
}

function readCandles(
  path: string,
  records: readonly CsvRecord[],
  layout: CandleLayout,
  symbol: string,
  barMs: number,
): CandleFileContent {
  requireBarLength(path, records, layout.ts, barMs);
  const market = lettersOf(baseOf(symbol) + quoteOf(symbol));
  const tally = csvTally<Candle>(sameValues);
  for (const { line, cells } of records) {
    const cell = (column: number): string => cells[column] ?? '';
    const ts = csvTime(cell(layout.ts));
    if (Number.isNaN(ts)) {
      tally.reject(line, 'not a time', `"${cell(layout.ts)}"`);
      continue;
    }
    if (layout.symbol >= 0 && lettersOf(cell(layout.symbol)) !== market) {
      tally.reject(line, 'other symbol', `"${cell(layout.symbol)}" is not ${symbol}`);
      continue;
    }
    const [open, high, low, close] = [layout.open, layout.high, layout.low, layout.close].map(cell).map(numberOf);
    const candle = { ts, open, high, low, close, volume: numberOf(cell(layout.volume)) };
    const fault = candleFault(candle, barMs);
    if (fault === null) tally.keep(line, candle);
    else tally.reject(line, 'bad bar', fault);
  }
  return { candles: tally.rows(), funding: [], report: tally.report(layout.format) };
}

function readFunding(records: readonly CsvRecord[], layout: FundingLayout): CandleFileContent {
  const tally = csvTally<FundingRate>((a, b) => a.rate === b.rate && a.mark === b.mark);
  for (const { line, cells } of records) {
    const ts = csvTime(cells[layout.ts] ?? '');
    const rate = numberOf(cells[layout.rate] ?? '');
    const mark = numberOf(cells[layout.mark] ?? '');
    if (Number.isNaN(ts)) tally.reject(line, 'not a time', `"${cells[layout.ts] ?? ''}"`);
    else if (Number.isNaN(rate)) tally.reject(line, 'not a number', `rate is "${cells[layout.rate] ?? ''}"`);
    else tally.keep(line, { ts, rate, mark: mark > 0 ? mark : null });
  }
  return { candles: [], funding: tally.rows(), report: tally.report('funding') };
}

/** Minute or four-hour bars would pass as hours where they fall on the grid: most steps between rows must be one bar. */
function requireBarLength(path: string, records: readonly CsvRecord[], column: number, barMs: number): void {
  const times = new Set(records.map(({ cells }) => csvTime(cells[column] ?? '')).filter(Number.isFinite));
  const sorted = Float64Array.from(times).sort();
  const counts = new Map<number, number>();
  for (let i = 1; i < sorted.length; i++) {
    const step = sorted[i] - sorted[i - 1];
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [common] = [...counts].sort(([, a], [, b]) => b - a);
  if (sorted.length < 4 || common[0] === barMs) return;
  const minutes = (ms: number): string => `${ms / 60_000} min`;
  throw new AppError(
    'data',
    `${path} holds bars of ${minutes(common[0])}, not of ${minutes(barMs)}: set timeframe to match, or take another file`,
    { facts: { path, step_ms: common[0], bar_ms: barMs } },
  );
}

function nothingUsable(path: string, { rows, rejected }: CandleFileReport): AppError {
  const [first] = rejected;
  const why = rejected.length === 0 ? 'it has no rows' : `line ${first.line}: ${first.reason}`;
  return new AppError('data', `none of the ${rows} rows of ${path} can be used (${why})`, { facts: { path, rows } });
}

/** NaN for anything but a plain decimal number: an empty cell is no zero. */
const numberOf = (cell: string): number => (PLAIN_NUMBER.test(cell) ? Number(cell) : NaN);

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
