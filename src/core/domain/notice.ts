import type { EpochMs } from './time.ts';

/** `trouble`: something begins to fail; `recovery`: it works again; `digest`: the day in short. */
export type NoticeKind = 'trouble' | 'recovery' | 'digest';

/** What goes to the channels beside tickets. */
export interface Notice {
  /** A function of what it tells of: the same news never goes out twice. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly at: EpochMs;
  /** One line. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** Something that fails from one run to the next: a pair that cannot be decided, a channel that takes nothing. */
export interface Trouble {
  /** What fails: `pair BTC/USDT~ETH/USDT`, `channel slack`. At most one trouble of a key is open. */
  readonly key: string;
  readonly since: EpochMs;
  /** Why, in one line without secrets, as it was first seen. */
  readonly reason: string;
}

/** A notice and the channels it goes to. */
export interface AddressedNotice {
  readonly notice: Notice;
  readonly channels: readonly string[];
}

/** What a run found changed: it is recorded in one transaction, so that each change is told once. */
export interface TroubleChanges {
  readonly started: readonly Trouble[];
  /** Keys of open troubles that are over. */
  readonly ended: readonly string[];
  readonly notices: readonly AddressedNotice[];
}
