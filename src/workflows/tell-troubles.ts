import type { TroubleChanges } from '../core/domain/notice.ts';
import { pairName } from '../core/domain/pair.ts';
import type { EpochMs } from '../core/domain/time.ts';
import { troubleChanges, type Observation } from '../core/notices/trouble-changes.ts';
import { channelOf, channelTrouble, pairTrouble, troubleNotices } from '../core/notices/trouble-notices.ts';
import { noticeChannels } from './notice-channels.ts';
import type { ScanPorts } from './scan-options.ts';
import type { PairOutcome } from './scan-report.ts';

type TroublePorts = Pick<ScanPorts, 'store' | 'sinks'>;

/** What the run found of its pairs: recorded with the commit, told once when it begins and once when it ends. */
export function pairTroubles(
  ports: TroublePorts,
  outcomes: readonly PairOutcome[],
  runId: string,
  at: EpochMs,
): TroubleChanges {
  const seen = outcomes.map(({ pair, error }) => ({
    key: pairTrouble(pairName(pair)),
    fault: error === null ? null : oneLine(error.message),
  }));
  const isInUse = (key: string): boolean => channelOf(key) !== null || seen.some((one) => one.key === key);
  return changesOf(ports, seen, isInUse, runId, at);
}

/** What the deliveries found of their channels, or null when nothing changed. */
export function channelTroubles(ports: TroublePorts, runId: string, at: EpochMs): TroubleChanges | null {
  const states = ports.store.channels();
  const seen = ports.sinks.flatMap(({ channel }): Observation | readonly Observation[] => {
    const state = states.find((one) => one.channel === channel);
    if (state === undefined) return [];
    const key = channelTrouble(channel);
    if (state.pending === 0) return { key, fault: null };
    // Without an error it was not tried: nothing is known of it.
    return state.lastError === null ? [] : { key, fault: oneLine(state.lastError) };
  });
  const isInUse = (key: string): boolean => {
    const channel = channelOf(key);
    return channel === null || ports.sinks.some((sink) => sink.channel === channel);
  };
  const changes = changesOf(ports, seen, isInUse, runId, at);
  return changes.started.length + changes.ended.length > 0 ? changes : null;
}

function changesOf(
  { store, sinks }: TroublePorts,
  seen: readonly Observation[],
  isInUse: (key: string) => boolean,
  runId: string,
  at: EpochMs,
): TroubleChanges {
  const open = store.openTroubles();
  const found = troubleChanges(open, seen, at);
  // A channel or pair that was taken out of the settings fails no more, and nobody waits to hear it.
  const gone = open.filter(({ key }) => !isInUse(key));
  const telling = noticeChannels(sinks);
  return {
    started: found.started,
    ended: [...found.ended, ...gone].map(({ key }) => key),
    notices: troubleNotices(found, runId, at).map(({ notice, about }) => ({
      notice,
      channels: telling.filter((channel) => channel !== about),
    })),
  };
}

const oneLine = (text: string): string => text.split('\n', 1)[0] ?? '';
