import { signedZ } from '../core/tickets/format.ts';
import type { DecisionJson, PairReport } from '../workflows/scan-report.ts';
import type { Output } from './output.ts';

/** One line a decision, and what stands behind a failure. */
export function printDecisions(output: Output, report: PairReport): void {
  const { pair, decisions, position, error } = report;
  if (error !== null) {
    output.line(`${output.style('bold', pair)}  ${output.style('red', error.message)}`);
    return;
  }
  const fetched = Object.values(report.bars_fetched).reduce((sum, bars) => sum + bars, 0);
  output.line(
    `${output.style('bold', pair)}  ${position.replace('_', ' ')}  ${output.style('dim', `${String(fetched)} new bars`)}`,
  );
  for (const decision of decisions) output.line(`  ${decisionLine(output, decision)}`);
  if (decisions.length === 0) output.line(output.style('dim', `  ${report.bar.slice(0, 16)}Z  decided already`));
}

/** A decision as one line: bar, what was decided and why, z now and before. */
export function decisionLine(output: Output, decision: DecisionJson): string {
  const { bar, kind, reason, z, z_prev: zPrev, beta } = decision;
  const style = kind === 'trade' ? 'green' : kind === 'hold' ? 'dim' : 'yellow';
  const [name, ...words] = reason.split(':');
  const now = number(z);
  const numbers = `${reason.includes(now) ? '' : `z ${now}, `}before ${number(zPrev)}, β ${beta === null ? '–' : beta.toFixed(3)}`;
  return `${bar.slice(0, 16)}Z  ${[output.style(style, name), ...words].join(':')}  ${output.style('dim', `(${numbers})`)}`;
}

const number = (z: number | null): string => (z === null ? '–' : signedZ(z));
