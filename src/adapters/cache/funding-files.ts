import { firstIndexAt } from '../../core/domain/aligned-candles.ts';
import type { FundingRate } from '../../core/domain/funding.ts';
import { safeName, symbolSlug } from '../../core/domain/pair.ts';
import type { Logger } from '../../ports/logger.ts';
import type { MonthFolder, MonthKind } from './month-folder.ts';
import { monthFolder } from './month-folder.ts';
import type { MonthMemo } from './month-memo.ts';
import type { MonthTable } from './parquet-month.ts';
import type { Stretch } from './utc-months.ts';
import { byMonth, monthOf, monthStretch } from './utc-months.ts';

type Column = 'rate' | 'mark';

const KIND: MonthKind<Column> = {
  layout: { values: ['rate', 'mark'], nullable: ['mark'] },
  fault: ({ rate }) => (rate.every(Number.isFinite) ? null : 'a funding rate is missing'),
};

/** The funding half of the cache, as `ports/candle-cache.ts` describes it: `<venue>_<symbol>_funding.parquet`. */
export interface FundingFiles {
  readFunding(venue: string, symbol: string, stretch: Stretch): readonly FundingRate[];
  mergeFunding(venue: string, symbol: string, rates: readonly FundingRate[]): void;
}

export function fundingFiles(root: string, memo: MonthMemo, log: Logger, isReadOnly = false): FundingFiles {
  const folderOf = (venue: string, symbol: string): MonthFolder<Column> =>
    monthFolder(root, `${safeName(venue)}_${symbolSlug(symbol)}_funding`, KIND, memo, log, isReadOnly);
  return {
    readFunding: (venue, symbol, { from, to }) => {
      if (!(from < to)) return [];
      const folder = folderOf(venue, symbol);
      const [first, last] = [monthOf(from), monthOf(to - 1)];
      const months = folder.months().filter((month) => month >= first && month <= last);
      return months.flatMap((month) => ratesBetween(folder.load(month), from, to));
    },
    mergeFunding: (venue, symbol, rates) => {
      const bad = rates.find(({ ts, rate }) => !Number.isSafeInteger(ts) || !Number.isFinite(rate));
      if (bad !== undefined) throw new RangeError(`a funding rate that must not be stored: ${bad.ts}: ${bad.rate}`);
      const folder = folderOf(venue, symbol);
      for (const [month, fresh] of byMonth(rates)) {
        folder.update(month, (known) => mergeRates(known, fresh));
        folder.marks.settle(month, monthStretch(month));
      }
    },
  };
}

function ratesBetween(table: MonthTable<Column> | null, from: number, to: number): FundingRate[] {
  if (table === null) return [];
  const rates: FundingRate[] = [];
  for (let i = firstIndexAt(table.ts, from); i < firstIndexAt(table.ts, to); i++) {
    rates.push({ ts: table.ts[i], rate: table.rate[i], mark: Number.isNaN(table.mark[i]) ? null : table.mark[i] });
  }
  return rates;
}

/** The same table when nothing is new. A fresh stamp without a mark price keeps the mark that was known. */
function mergeRates(known: MonthTable<Column> | null, fresh: readonly FundingRate[]): MonthTable<Column> | null {
  const stamps = new Map(ratesBetween(known, -Infinity, Infinity).map((rate) => [rate.ts, rate]));
  let isChanged = false;
  for (const rate of fresh) {
    const before = stamps.get(rate.ts);
    const mark = rate.mark ?? before?.mark ?? null;
    if (before?.rate === rate.rate && before.mark === mark) continue;
    stamps.set(rate.ts, { ...rate, mark });
    isChanged = true;
  }
  if (!isChanged) return known;
  const rows = [...stamps.values()].sort((a, b) => a.ts - b.ts);
  return {
    ts: Float64Array.from(rows, (row) => row.ts),
    rate: Float64Array.from(rows, (row) => row.rate),
    mark: Float64Array.from(rows, (row) => row.mark ?? NaN),
  };
}
