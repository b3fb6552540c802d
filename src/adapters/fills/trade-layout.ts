import { AppError } from '../../core/domain/app-error.ts';
import type { TradeFileFormat } from '../../ports/trade-file.ts';
import type { CsvRecord } from '../csv-records.ts';

/** Where in a row each value stands; −1 when the file does not have it. */
export interface TradeLayout {
  readonly format: TradeFileFormat;
  readonly time: number;
  readonly symbol: number;
  readonly side: number;
  readonly price: number;
  readonly quantity: number;
  /** Quantity × price as the exchange has it, to check the other columns against. */
  readonly cost: number;
  readonly fee: number;
  readonly feeCurrency: number;
  /** The exchange's id of the trade: an order's id is shared by its partial fills. */
  readonly id: number;
  /** What the times are ahead of UTC, as the header says; null when it says nothing. */
  readonly zoneMs: number | null;
  readonly columns: number;
  /** Rows above the data: comments and the header. */
  readonly skip: number;
}

/** Names of columns, best first; compared without case, spaces, signs and what stands in brackets. */
const NAMES = {
  time: 'time date datetime timestamp utctime tradetime filltime filledtime executiontime executedat createdat',
  symbol: 'symbol pair market instrument instrumentname contract product spotpairs ticker',
  side: 'side type direction action',
  price: 'price fillprice filledprice tradeprice executionprice avgprice averageprice',
  quantity: 'executed quantity qty vol filledquantity filledqty filledamount size volume amount',
  fee: 'fee fees commission tradingfee',
  feeCurrency: 'feecoin feecurrency feeasset feeccy commissionasset',
  id: 'tradeid txid transactionid fillid execid executionid id',
} as const;

/** Rows looked at before giving up on finding a header. */
const MAX_COMMENTS = 10;

const EXPECTED =
  "expected Binance's spot or USD-M futures trade history, Kraken's trades.csv, or a header naming time, symbol, side, price " +
  'and quantity (and fee, id)';

/**
 * Which columns an export has, told from its header.
 * @throws AppError `data` when it is none of the known families
 */
export function tradeLayout(path: string, records: readonly CsvRecord[]): TradeLayout {
  for (const [row, { cells }] of records.slice(0, MAX_COMMENTS).entries()) {
    const names = cells.map((cell) => cell.toLowerCase().replace(/\(.*?\)|[^a-z0-9]/g, ''));
    if (names.includes('orderprice') && names.includes('averageprice')) {
      throw new AppError('data', `${path} is an order history, which has no fees: export the trade history instead`, {
        facts: { path },
      });
    }
    const find = (name: keyof typeof NAMES): number => firstOf(names, NAMES[name].split(' '));
    const columns = { time: find('time'), symbol: find('symbol'), side: find('side'), price: find('price') };
    const quantity = find('quantity');
    if (Math.min(...Object.values(columns), quantity) < 0) continue;
    const format = formatOf(names);
    return {
      format,
      ...columns,
      quantity,
      cost: costColumn(names, format, quantity),
      fee: find('fee'),
      feeCurrency: find('feeCurrency'),
      id: find('id'),
      zoneMs: zoneOf(cells[columns.time] ?? ''),
      columns: cells.length,
      skip: row + 1,
    };
  }
  throw new AppError('data', `cannot tell what ${path} holds: ${EXPECTED}`, { facts: { path } });
}

function formatOf(names: readonly string[]): TradeFileFormat {
  const has = (...wanted: readonly string[]): boolean => wanted.every((name) => names.includes(name));
  if (has('txid', 'ordertxid', 'pair', 'vol')) return 'kraken';
  if (has('symbol', 'quantity', 'amount', 'realizedprofit')) return 'binance-futures';
  if (has('pair', 'executed', 'amount') || has('market', 'type', 'amount', 'total', 'feecoin')) return 'binance-spot';
  return 'named-columns';
}

function costColumn(names: readonly string[], format: TradeFileFormat, quantity: number): number {
  if (format === 'named-columns') return -1;
  const column = firstOf(names, format === 'kraken' ? ['cost'] : ['total', 'amount']);
  return column === quantity ? -1 : column;
}

/** `(UTC+2)`, `(UTC-05:30)` and, in file names, `(UTC--6)`: milliseconds ahead of UTC; null when no zone is named. */
export function zoneOf(text: string): number | null {
  const zone = /\(UTC(?:(\+|--?)(\d{1,2})(?::?(\d{2}))?)?\)/i.exec(text);
  if (zone === null) return null;
  const [, sign = '+', hours = '0', minutes = '0'] = zone;
  return (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The column of the first of these names that is there, or −1. */
function firstOf(names: readonly string[], wanted: readonly string[]): number {
  for (const name of wanted) {
    const at = names.indexOf(name);
    if (at >= 0) return at;
  }
  return -1;
}
