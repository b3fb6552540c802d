import { AppError } from '../core/domain/app-error.ts';
import type { DecisionWhy, ZInputs } from '../core/domain/decision-why.ts';
import { baseOf, pairName, type Pair } from '../core/domain/pair.ts';
import { betaWindow, spreadWindowsJson, subtractsAlpha } from '../core/domain/spread-model.ts';
import { isoMinute, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import { decisionReason } from '../core/tickets/decision-reason.ts';
import { price, ratio } from '../core/tickets/format.ts';
import { betaShareInWords, changeInWords } from '../core/tickets/z-change-words.ts';
import { explainDecision, type ExplainedDecision, type NearestDecisions } from '../workflows/explain-decision.ts';
import { decisionJson } from '../workflows/scan-report.ts';
import { choosePair } from './choose-pair.ts';
import { openSession, type CommandContext } from './command-context.ts';
import type { Output } from './output.ts';
import { parseTime } from './parse-time.ts';

/** `statarb why`: what a decision stood on, and what moved z. */
export async function why(
  context: CommandContext,
  flags: { readonly pair?: string },
  args: readonly string[],
): Promise<number> {
  const { config } = await openSession(context);
  const { compose, output } = context;
  const pair = choosePair(config.pairs, flags.pair);
  const text = args.at(0);
  const bar = text === undefined ? null : parseTime('the bar', text);
  const store = await compose.existingStore(config);
  try {
    const found = store === null ? NEVER : explainDecision(store, pairName(pair), bar);
    if (!('decision' in found)) throw noDecision(pair, bar, found);
    output.json(explanationJson(pair, found));
    printExplanation(output, pair, found, timeframeMs(config.timeframe));
    return 0;
  } finally {
    store?.close();
  }
}

const NEVER: NearestDecisions = { before: null, after: null };

function noDecision(pair: Pair, bar: EpochMs | null, { before, after }: NearestDecisions): AppError {
  const nearest = [before, after].flatMap((one) => (one === null ? [] : isoMinute(one)));
  if (bar === null || nearest.length === 0) {
    return new AppError('usage', `nothing was ever decided on ${pairName(pair)}: start \`statarb scan\``);
  }
  return new AppError(
    'usage',
    `no decision on the bar ${isoMinute(bar)} of ${pairName(pair)}: a bar is named by its open time; the nearest with one: ${nearest.join(' and ')}`,
  );
}

function explanationJson(pair: Pair, { decision, change }: ExplainedDecision) {
  const { why: stood, close, runId } = decision;
  return {
    pair: pairName(pair),
    ...decisionJson(decision),
    close: { [pair.x]: close.x, [pair.y]: close.y },
    run_id: runId,
    change,
    beta_share: stood?.inputs?.betaShare ?? null,
    stood_on: stood === null ? null : stoodOnJson(stood),
  };
}

function stoodOnJson({
  position,
  isPending,
  isFilled,
  isRuined,
  thresholds,
  direction,
  model,
  windows,
  inputs,
}: DecisionWhy) {
  return {
    position,
    is_pending: isPending,
    is_filled: isFilled,
    is_ruined: isRuined,
    thresholds: { z_in: thresholds.zIn, z_out: thresholds.zOut, z_stop: thresholds.zStop },
    direction,
    model,
    windows: spreadWindowsJson(windows),
    inputs: inputs === null ? null : inputsJson(inputs),
  };
}

const inputsJson = (inputs: ZInputs) => ({
  beta: inputs.beta,
  beta_prev: inputs.betaPrev,
  alpha: inputs.alpha,
  alpha_prev: inputs.alphaPrev,
  mean: inputs.mean,
  mean_prev: inputs.meanPrev,
  std: inputs.std,
  std_prev: inputs.stdPrev,
});

function printExplanation(output: Output, pair: Pair, { decision, change }: ExplainedDecision, barMs: number): void {
  const { bar, close, runId, why: stood } = decision;
  output.line(`${output.style('bold', pairName(pair))}  bar ${isoMinute(bar)}, closed ${isoMinute(bar + barMs)}`);
  output.line(decisionReason(decision));
  output.line();
  if (stood === null) {
    output.line('what it stood on was not kept: it was decided by version 0.1.0');
    return;
  }
  const { inputs, windows, thresholds } = stood;
  if (change !== null) output.line(changeInWords(change));
  const share = betaShareInWords(inputs?.betaShare ?? null, windows.zscore);
  if (share !== null) output.line(share);
  if (inputs !== null) {
    output.line();
    output.line(output.style('dim', `${''.padEnd(6)}${'this bar'.padStart(14)}${'before'.padStart(14)}`));
    const row = (name: string, now: string, before: string): void => {
      output.line(`${name.padEnd(6)}${now.padStart(14)}${before.padStart(14)}`);
    };
    row('z', inputs.z.toFixed(4), inputs.zPrev.toFixed(4));
    row('beta', ratio(inputs.beta), ratio(inputs.betaPrev));
    if (subtractsAlpha(stood.model)) row('alpha', price(inputs.alpha), price(inputs.alphaPrev));
    row('mean', price(inputs.mean), price(inputs.meanPrev));
    row('std', price(inputs.std), price(inputs.stdPrev));
  }
  output.line();
  output.line(`closes     ${baseOf(pair.y)} ${price(close.y)}, ${baseOf(pair.x)} ${price(close.x)}`);
  output.line(`position   ${stood.position.replace('_', ' ')} before it`);
  output.line(
    `settings   ${stood.model}, ${stood.direction}, windows ${betaWindow(windows)} and ${windows.zscore} bars; in ${thresholds.zIn}, out ${thresholds.zOut}, stop ${thresholds.zStop}`,
  );
  output.line(`run        ${runId}`);
}
