import type { AuditResult } from '../core/backtest/audit-result.ts';
import type { Output } from './output.ts';

/** One line an audit, and the first differences of one that failed. */
export function printAudit(
  output: Output,
  { name, claim, checked, different, differences, outcome, note }: AuditResult,
): void {
  const style = outcome === 'pass' ? 'green' : outcome === 'fail' ? 'red' : 'yellow';
  output.line(
    `audit ${name}: ${output.style(style, outcome)}, ${claim} (${String(checked)} bars checked, ${String(different)} differ)`,
  );
  if (note !== null) output.line(`  ${note}`);
  for (const difference of differences) output.line(`  ${difference}`);
}
