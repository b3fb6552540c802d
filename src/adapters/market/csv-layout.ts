import { AppError } from '../../core/domain/app-error.ts';
import { baseOf } from '../../core/domain/pair.ts';
import type { CandleFileReport } from '../../ports/candle-file.ts';
import type { CsvRecord } from '../csv-records.ts';

type CandleFormat = Exclude<CandleFileReport['format'], 'funding'>;

/** Where in a row each value stands. */
export interface CandleLayout {
  readonly format: CandleFormat;
  readonly ts: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** The column that names the symbol, or −1. */
  readonly symbol: number;
  /** Rows above the data: comments and the header. */
  readonly skip: number;
}

export interface FundingLayout {
  readonly format: 'funding';
  readonly ts: number;
  readonly rate: number;
  /** −1 when the file has no mark prices. */
  readonly mark: number;
  readonly skip: number;
}

/** Names of the time column, best first; compared without case, spaces and signs. */
const TIME_NAMES = 'ts unix unixtimestamp timestamp opentime time datetime date calctime fundingtime'.split(' ');
const RATE_NAMES = ['rate', 'fundingrate', 'lastfundingrate'];
const MARK_NAMES = ['mark', 'markprice'];

/** Rows looked at before giving up on finding a header. */
const MAX_COMMENTS = 10;

const EXPECTED =
  'expected Binance klines, a CryptoDataDownload file, a header naming a time and open, high, low, close, volume, ' +
  'or ts,rate for funding';

/**
 * Which columns a file has, told from its header, or from its shape when it has none (Binance's bulk klines).
 * @throws AppError `data` when it is none of the known families
 */
export function csvLayout(path: string, records: readonly CsvRecord[], symbol: string): CandleLayout | FundingLayout {
  for (const [row, { cells }] of records.slice(0, MAX_COMMENTS).entries()) {
    if (isBareKline(cells)) {
      const columns = { ts: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 };
      return { format: cells.length === 12 ? 'binance-klines' : 'named-columns', ...columns, symbol: -1, skip: row };
    }
    const names = cells.map((cell) => cell.toLowerCase().replace(/[^a-z0-9]/g, ''));
    const layout = fundingLayout(names, row + 1) ?? candleLayout(path, names, row + 1, symbol);
    if (layout !== null) return layout;
  }
  throw new AppError('data', `cannot tell what ${path} holds: ${EXPECTED}`, { facts: { path } });
}

/** At least six numbers in a row, the first of which can only be a time. */
function isBareKline(cells: readonly string[]): boolean {
  return cells.length >= 6 && /^\d{10,}$/.test(cells[0]) && cells.slice(1, 6).every((cell) => /^\d*\.?\d+$/.test(cell));
}

function fundingLayout(names: readonly string[], skip: number): FundingLayout | null {
  const [ts, rate] = [firstOf(names, TIME_NAMES), firstOf(names, RATE_NAMES)];
  if (ts < 0 || rate < 0 || names.includes('open')) return null;
  return { format: 'funding', ts, rate, mark: firstOf(names, MARK_NAMES), skip };
}

function candleLayout(path: string, names: readonly string[], skip: number, symbol: string): CandleLayout | null {
  const ts = firstOf(names, TIME_NAMES);
  const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((name) => names.indexOf(name));
  if (ts < 0 || Math.min(open, high, low, close) < 0) return null;
  const base = baseOf(symbol).toLowerCase();
  const volume = firstOf(names, [`volume${base}`, 'volume', 'basevolume']);
  if (volume < 0) {
    const found = names.filter((name) => name.startsWith('volume')).join(', ') || 'none';
    throw new AppError(
      'data',
      `${path} has no volume in ${baseOf(symbol)} (volume columns: ${found}): is it a file of ${symbol}?`,
      { facts: { path, symbol } },
    );
  }
  const format = formatOf(names);
  return { format, ts, open, high, low, close, volume, symbol: names.indexOf('symbol'), skip };
}

function formatOf(names: readonly string[]): CandleFormat {
  if (names.includes('opentime') && names.includes('closetime')) return 'binance-klines';
  return names.includes('symbol') && names.some((name) => /^volume./.test(name))
    ? 'cryptodatadownload'
    : 'named-columns';
}

/** The column of the first of these names that is there, or −1. */
function firstOf(names: readonly string[], wanted: readonly string[]): number {
  for (const name of wanted) {
    const at = names.indexOf(name);
    if (at >= 0) return at;
  }
  return -1;
}
