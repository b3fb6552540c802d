import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { AppError } from '../../core/domain/app-error.ts';
import type { ExchangeTrade } from '../../core/domain/exchange-trade.ts';
import type { TradeFileContent, TradeFileFormat } from '../../ports/trade-file.ts';
import type { CsvRecord } from '../csv-records.ts';
import { csvRecords } from '../csv-records.ts';
import { amountOf, numberOf, quoted, tradeTime } from './trade-cells.ts';
import { tradeLayout, zoneOf, type TradeLayout } from './trade-layout.ts';

const MARKETS: Readonly<Record<TradeFileFormat, ExchangeTrade['market']>> = {
  'binance-spot': 'spot',
  'binance-futures': 'perpetual',
  kraken: 'spot',
  'named-columns': null,
};
const VENUES: Readonly<Record<TradeFileFormat, string | null>> = {
  'binance-spot': 'binance',
  'binance-futures': 'binanceusdm',
  kraken: 'kraken',
  'named-columns': null,
};

/** Malformed rows that are listed one by one. */
const MAX_LISTED = 20;

/** A row before its id is known. */
type Row = Omit<ExchangeTrade, 'externalId'> & { readonly id: string };

/**
 * An exchange's trade export (plain or gzipped CSV). One malformed row refuses the whole file: half an export is worse than none.
 * Times are UTC unless the header or the name of the file names a zone.
 * @throws AppError `storage` when it cannot be read; `data` when it is of no known family, or naming its malformed rows as
 *   `file:line: message`
 */
export function readTradeFile(path: string): TradeFileContent {
  const records = csvRecords(path);
  const layout = tradeLayout(path, records);
  const zoneMs = layout.zoneMs ?? zoneOf(basename(path)) ?? 0;
  const faults: string[] = [];
  const rows: Row[] = [];
  for (const record of records.slice(layout.skip)) {
    const row = rowOf(path, record, layout, zoneMs);
    if (typeof row === 'string') faults.push(`${path}:${record.line}: ${row}`);
    else rows.push(row);
  }
  const trades = identified(path, rows, faults);
  if (faults.length > 0) throw malformed(path, faults);
  return { format: layout.format, hasFees: layout.fee >= 0, trades };
}

/** The row, or what is wrong with it. */
function rowOf(path: string, { line, cells }: CsvRecord, layout: TradeLayout, zoneMs: number): Row | string {
  const cell = (column: number): string => cells[column] ?? '';
  // A number with unquoted commas would push everything behind it into the wrong column.
  if (cells.length > layout.columns && cells.slice(layout.columns).some((extra) => extra !== '')) {
    return `${cells.length} cells under a header of ${layout.columns}`;
  }
  const at = tradeTime(cell(layout.time), zoneMs);
  if (Number.isNaN(at)) return `${quoted(cell(layout.time))} is not a time`;
  const symbol = cell(layout.symbol);
  if (!/^[A-Za-z0-9][A-Za-z0-9/:_\- ]{1,39}$/.test(symbol)) return `${quoted(symbol)} is not a symbol`;
  const side = /^(b|buy|s|sell)$/i.exec(cell(layout.side))?.[0]?.toLowerCase();
  if (side === undefined) return `${quoted(cell(layout.side))} is neither buy nor sell`;
  const quantity = amountOf(cell(layout.quantity), symbol);
  if (quantity === null || !(quantity.value > 0)) return `${quoted(cell(layout.quantity))} is not a quantity above 0`;
  if (quantity.unit !== null && !symbol.toUpperCase().startsWith(quantity.unit)) {
    return `the quantity is in ${quantity.unit}, which is not what ${symbol} trades`;
  }
  const price = numberOf(cell(layout.price));
  if (price === null || !(price > 0)) return `${quoted(cell(layout.price))} is not a price above 0`;
  const cost = layout.cost < 0 ? null : amountOf(cell(layout.cost), symbol);
  if (cost !== null && !isSameCost(quantity.value * price, cost.value)) {
    return `quantity × price is ${quantity.value * price}, but the file has ${quoted(cell(layout.cost))}`;
  }
  const fee = cell(layout.fee) === '' ? { value: 0, unit: null } : amountOf(cell(layout.fee), symbol);
  if (fee === null) return `${quoted(cell(layout.fee))} is not a fee`;
  const currency = cell(layout.feeCurrency) === '' ? fee.unit : cell(layout.feeCurrency).toUpperCase();
  if (currency !== null && !/^[A-Z0-9]{1,15}$/.test(currency)) return `${quoted(currency)} is not a currency`;
  const id = cell(layout.id);
  if (id !== '' && !/^[\w.:/-]{1,100}$/.test(id)) return `${quoted(id)} is not an id`;
  return {
    ...{ file: path, line, venue: VENUES[layout.format], at, symbol, market: MARKETS[layout.format], id },
    ...{ action: side.startsWith('b') ? 'buy' : 'sell', quantity: quantity.value, price },
    fee: { amount: fee.value, currency },
  };
}

/** Exchanges round; columns read wrongly are off by far more. */
const isSameCost = (product: number, cost: number): boolean =>
  Math.abs(product - Math.abs(cost)) <= 0.01 * Math.abs(cost) + 0.01;

/**
 * Rows with the exchange's ids, or with ids made from their values: the same row has the same one in every export, and of
 * rows that are alike the second has another than the first. Of an id that comes twice with equal values one row stays.
 */
function identified(path: string, rows: readonly Row[], faults: string[]): ExchangeTrade[] {
  const alike = new Map<string, number>();
  const known = new Map<string, { readonly values: string; readonly line: number }>();
  return rows.flatMap(({ id, ...row }) => {
    const values = [row.at, row.symbol, row.action, row.quantity, row.price, row.fee.amount, row.fee.currency].join(
      ' ',
    );
    if (id === '') {
      const nth = (alike.get(values) ?? 0) + 1;
      alike.set(values, nth);
      const digest = createHash('sha256').update(`${values} ${nth}`).digest('hex');
      return [{ ...row, externalId: `row-${digest.slice(0, 32)}` }];
    }
    const key = `${row.symbol} ${id}`;
    const before = known.get(key);
    known.set(key, before ?? { values, line: row.line });
    if (before !== undefined && before.values !== values) {
      faults.push(`${path}:${row.line}: id ${id} stands on line ${before.line} with other values`);
    }
    return before === undefined ? [{ ...row, externalId: id }] : [];
  });
}

function malformed(path: string, faults: readonly string[]): AppError {
  const listed = faults.slice(0, MAX_LISTED);
  const more = faults.length > MAX_LISTED ? [`and ${faults.length - MAX_LISTED} more`] : [];
  return new AppError('data', ['nothing imported:', ...listed, ...more].join('\n'), {
    facts: { path, malformed: faults.length },
  });
}
