import type { Notice, Trouble } from '../domain/notice.ts';
import { isoMinute, type EpochMs } from '../domain/time.ts';
import type { FoundChanges } from './trouble-changes.ts';

const PAIR = 'pair ';
const CHANNEL = 'channel ';

export const pairTrouble = (pair: string): string => `${PAIR}${pair}`;
export const channelTrouble = (channel: string): string => `${CHANNEL}${channel}`;

export const isPairTrouble = (key: string): boolean => key.startsWith(PAIR);

/** The channel a trouble is about, or null. */
export const channelOf = (key: string): string | null => (key.startsWith(CHANNEL) ? key.slice(CHANNEL.length) : null);

/** What is told of a run's changes, most urgent first: all pairs in one notice, each channel in one of its own. */
export interface TroubleNotice {
  readonly notice: Notice;
  /** The channel that it is about: it is told through the others. Null when it is about pairs. */
  readonly about: string | null;
}

/**
 * Notices of what began and what ended.
 * @param runId makes the ids: a run tells each change once
 */
export function troubleNotices({ started, ended }: FoundChanges, runId: string, at: EpochMs): readonly TroubleNotice[] {
  const ofPairs = ({ key }: Trouble): boolean => isPairTrouble(key);
  const groups = [
    ...grouped(started, ofPairs).map((group) => ({ group, kind: 'trouble' as const })),
    ...grouped(ended, ofPairs).map((group) => ({ group, kind: 'recovery' as const })),
  ];
  return groups.map(({ group, kind }) => {
    const about = channelOf(group[0].key);
    const words = about === null ? pairWords(group, kind, at) : channelWords(about, group[0], kind, at);
    return { about, notice: { id: `${runId} ${kind} ${about ?? 'pairs'}`, kind, at, ...words } };
  });
}

/** At least one. */
type Group = readonly [Trouble, ...Trouble[]];

function grouped(troubles: readonly Trouble[], ofPairs: (trouble: Trouble) => boolean): readonly Group[] {
  const pairs = troubles.filter(ofPairs);
  const channels = troubles.filter((trouble) => !ofPairs(trouble)).map((trouble): Group => [trouble]);
  return pairs.length === 0 ? channels : [[pairs[0], ...pairs.slice(1)], ...channels];
}

function pairWords(group: Group, kind: 'trouble' | 'recovery', at: EpochMs): Pick<Notice, 'title' | 'lines'> {
  const names = group.map(({ key }) => key.slice(PAIR.length)).join(', ');
  const reasons = [...new Set(group.map(({ reason }) => reason))];
  return kind === 'trouble'
    ? {
        title: `Not decided: ${names}`,
        lines: [...reasons, 'No ticket comes until this ends. Every run tries again, and catches up.'],
      }
    : { title: `Decided again: ${names}`, lines: group.map((trouble) => lasted(trouble, at)) };
}

function channelWords(
  channel: string,
  trouble: Trouble,
  kind: 'trouble' | 'recovery',
  at: EpochMs,
): Pick<Notice, 'title' | 'lines'> {
  return kind === 'trouble'
    ? {
        title: `The channel ${channel} takes no messages`,
        lines: [trouble.reason, 'What is meant for it waits and is sent when it works again.'],
      }
    : { title: `The channel ${channel} works again`, lines: [lasted(trouble, at)] };
}

function lasted({ since, reason }: Trouble, at: EpochMs): string {
  const hours = (at - since) / 3_600_000;
  const time = hours < 1 ? `${Math.round(hours * 60)} min` : `${Math.round(hours * 10) / 10} h`;
  return `Since ${isoMinute(since)} (${time}): ${reason}`;
}
