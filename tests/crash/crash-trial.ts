import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { startSlackServer, ticketMessages, type SlackMessageReceived } from '../support/slack-server.ts';
import type { BuiltStatarb, EndedProcess } from '../support/statarb-process.ts';
import { durableState, messageStage, tornFiles, type DurableState, type MessageStage } from './durable-state.ts';
import { scanOnce, type ScanScenario } from './scan-scenarios.ts';

/** What a crash led to. */
export interface TrialResult {
  /** What is not as it must be; empty when all is well. */
  readonly faults: readonly string[];
  readonly stage: MessageStage;
  readonly messages: number;
}

/**
 * Lets `crash` run the scenario's scan and kill it somewhere, then simply runs the same scan again, and holds what is there
 * against the run that was never killed.
 */
export async function crashTrial(
  built: BuiltStatarb,
  scenario: ScanScenario,
  crash: (folder: string, webhook: string) => Promise<EndedProcess>,
): Promise<TrialResult> {
  const folder = mkdtempSync(join(tmpdir(), 'statarb-crash-'));
  const slack = await startSlackServer();
  try {
    cpSync(scenario.base, folder, { recursive: true });
    const killed = await crash(folder, slack.webhook);
    const torn = tornFiles(folder, scenario.before.files, scenario.after.files);
    const stage = messageStage(folder, scenario.ticketId, 'slack');
    const again = await scanOnce(built, folder, scenario.now, slack.webhook);
    const faults = [
      ...(killed.signal === 'SIGKILL' || killed.code === 0 ? [] : [`it ended with ${ending(killed)}`]),
      ...torn.map((path) => `torn: ${path}`),
      ...(again.code === 0 ? [] : [`the next run ended with ${ending(again)}`]),
      ...messageFaults(stage, slack.messages),
      ...differences(durableState(folder), scenario.after),
    ];
    return { faults, stage, messages: ticketMessages(slack.messages).length };
  } finally {
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const ending = ({ code, signal, stdout, stderr }: EndedProcess): string =>
  `${String(signal ?? code)}: ${stdout.slice(0, 300)}${stderr.slice(0, 600)}`;

/** Only a message that was begun and never recorded may come twice, and then it says so. */
function messageFaults(stage: MessageStage, messages: readonly SlackMessageReceived[]): string[] {
  const marks = ticketMessages(messages)
    .map(({ text }) => (text.includes('(resent)') ? 'resent' : 'new'))
    .join(', ');
  const allowed = stage === 'begun' ? ['resent', 'new, resent'] : ['new'];
  return allowed.includes(marks) ? [] : [`messages when the crash found it ${stage}: ${marks || 'none'}`];
}

/**
 * Lets `fail` run the scenario's scan on a machine that refuses something, then the same scan on a sound one. The failed
 * run must end in its documented way with one clear line, and the next must leave what a run without failure leaves.
 * @param told words that the failed run must say
 * @returns what is not as it must be
 */
export async function outageTrial(
  built: BuiltStatarb,
  scenario: ScanScenario,
  told: string,
  fail: (folder: string, webhook: string) => Promise<EndedProcess>,
  parent = tmpdir(),
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(parent, 'statarb-outage-'));
  const slack = await startSlackServer();
  try {
    cpSync(scenario.base, folder, { recursive: true });
    const failed = await fail(folder, slack.webhook);
    const torn = tornFiles(folder, scenario.before.files, scenario.after.files);
    const stage = messageStage(folder, scenario.ticketId, 'slack');
    const isComplete = stage === 'delivered' && differences(durableState(folder), scenario.after).length === 0;
    const again = await scanOnce(built, folder, scenario.now, slack.webhook);
    return [
      ...(isComplete && failed.code === 0 ? [] : failureFaults(failed, stage, told)),
      ...torn.map((path) => `torn: ${path}`),
      ...(again.code === 0 ? [] : [`the next run ended with ${ending(again)}`]),
      ...messageFaults(stage, slack.messages),
      ...differences(durableState(folder), scenario.after),
    ];
  } finally {
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * 3 before anything is decided; once it is, 4 when something is undelivered, or 0 when only what the next run writes again
 * anyway could not be written. Whatever is not 0 is told.
 */
function failureFaults(failed: EndedProcess, stage: MessageStage, told: string): string[] {
  const codes = stage === 'undecided' ? [3] : stage === 'delivered' ? [0, 4] : [4];
  const lines = failed.stderr.split('\n').filter((line) => line.includes(told));
  return [
    ...(codes.includes(failed.code ?? -1) ? [] : [`${stage}, but it ended with ${ending(failed)}`]),
    ...(lines.length > 0 ? [] : [`it did not say "${told}": ${ending(failed)}`]),
    ...(/^\s+at /m.test(failed.stderr) ? [`it printed a stack trace: ${ending(failed)}`] : []),
  ];
}

/** Tables and files that differ, by name. */
export function differences(state: DurableState, expected: DurableState): string[] {
  const of = (kind: string, found: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, unknown>>) =>
    [...new Set([...Object.keys(found), ...Object.keys(wanted)])]
      .filter((name) => !isDeepStrictEqual(found[name], wanted[name]))
      .map((name) => `${kind} ${name} ${name in found ? 'differs' : 'is missing'}`);
  return [...of('table', state.tables, expected.tables), ...of('file', state.files, expected.files)];
}

/** Works through `count` tasks, two at a time: more would not be faster on a small machine. */
export async function twoAtATime<T>(count: number, task: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) results[index] = await task(index);
  };
  await Promise.all([work(), work()]);
  return results;
}
