import type { Fill } from '../core/domain/fill.ts';
import { pairName } from '../core/domain/pair.ts';
import type { TableColumn, TableWriter } from '../ports/table-writer.ts';
import type { ExportTarget } from './export-data.ts';
import { ticketsOf, type RealBookPorts } from './real-book.ts';

/**
 * Writes the recorded real fills, voided ones too, a row a fill in the order they were recorded.
 * @param target `pair`: of this pair only; null for all. The times bound when they were filled
 * @returns the rows written
 * @throws AppError `storage` when the file cannot be written
 */
export async function exportFills(
  { store, fills }: RealBookPorts,
  tables: TableWriter,
  { from, to, format, path, pair }: ExportTarget & { readonly pair: string | null },
): Promise<number> {
  const pairOf = new Map(ticketsOf(store).map((ticket) => [ticket.id, pairName(ticket.pair)]));
  const rows = fills
    .ledger()
    .fills.filter(({ at, ticketId }) => at >= from && at < to && (pair === null || pairOf.get(ticketId) === pair));
  const text = (name: string, of: (fill: Fill) => string): TableColumn => ({
    name,
    kind: 'text',
    values: rows.map(of),
  });
  const figures = (kind: 'number' | 'time', name: string, of: (fill: Fill) => number): TableColumn => ({
    name,
    kind,
    values: Float64Array.from(rows, of),
  });
  const columns: TableColumn[] = [
    figures('number', 'no', ({ no }) => no),
    figures('time', 'at', ({ at }) => at),
    text('pair', ({ ticketId }) => pairOf.get(ticketId) ?? ''),
    text('ticket', ({ ticketId }) => ticketId),
    text('leg', ({ leg }) => leg),
    text('instrument', ({ instrument }) => instrument),
    text('action', ({ action }) => action),
    figures('number', 'quantity', ({ quantity }) => quantity),
    figures('number', 'price', ({ price }) => price),
    figures('number', 'fee_usd', ({ feeUsd }) => feeUsd),
    text('source', ({ source }) => source),
    text('venue', ({ venue }) => venue),
    text('external_id', ({ externalId }) => externalId ?? ''),
    figures('number', 'replaces', ({ replaces }) => replaces ?? NaN),
    figures('time', 'recorded_at', ({ recordedAt }) => recordedAt),
    { name: 'is_void', kind: 'flag', values: Uint8Array.from(rows, ({ voided }) => Number(voided !== null)) },
    text('void_reason', ({ voided }) => voided?.why ?? ''),
  ];
  await tables.write(columns, format, path);
  return rows.length;
}
