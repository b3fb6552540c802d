import type { RunLine } from '../core/report/dashboard/dashboard-model.ts';
import type { RunRecord } from '../ports/cycle-store.ts';
import type { ScanReport } from './scan-report.ts';

/** A run as the dashboard lists it. Its summary may be empty: old ones are let go. */
export function runLine({ now, durationMs, exitCode, summary }: RunRecord): RunLine {
  const { pairs = [], deliveries } = JSON.parse(summary) as Partial<ScanReport>;
  return {
    now,
    durationMs,
    exitCode,
    outcome: pairs.map(pairOutcome).join(', '),
    sent: deliveries?.sent ?? 0,
    pending: deliveries?.pending ?? 0,
  };
}

function pairOutcome({ decisions, error }: ScanReport['pairs'][number]): string {
  if (error !== null) return error.code;
  const newest = decisions.at(-1);
  if (newest === undefined) return 'nothing new';
  const event = newest.event?.toLowerCase().replaceAll('_', ' ').replace(' spread', '') ?? '';
  const name = newest.kind === 'trade' ? event : `${newest.kind} ${event}`.trim();
  return decisions.length > 1 ? `${name}, ${decisions.length} bars` : name;
}
