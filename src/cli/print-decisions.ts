import type { Refusal } from '../core/domain/order.ts';
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

/** A decision as one line: bar, outcome, z now and before, and every reason of a refusal. */
export function decisionLine(output: Output, decision: DecisionJson): string {
  const { bar, kind, event, reasons, z, z_prev: zPrev, beta } = decision;
  const style = kind === 'trade' ? 'green' : kind === 'hold' ? 'dim' : 'yellow';
  const words = event === null ? kind : `${kind} ${event}`;
  const numbers = `z ${number(z)} (before ${number(zPrev)})  β ${beta === null ? '–' : beta.toFixed(3)}`;
  const why = reasons.map(reasonText).join('; ');
  return `${bar.slice(0, 16)}Z  ${output.style(style, words)}  ${numbers}${why === '' ? '' : `  ${why}`}`;
}

const number = (z: number | null): string => (z === null ? '–' : signedZ(z));

/** `adv (adv_usd 1200000, min_adv_usd 5000000)`. */
function reasonText({ code, ...facts }: Refusal): string {
  const numbers = Object.entries(facts).map(([name, value]) => {
    const shown = typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
    return `${name} ${shown}`;
  });
  return `${code} (${numbers.join(', ')})`;
}
