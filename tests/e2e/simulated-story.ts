import { onTestFinished } from 'vitest';
import type { EpochMs } from '../../src/core/domain/time.ts';
import { isEntry } from '../../src/core/domain/order.ts';
import { strategySettings } from '../support/strategy-settings.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { expectedCycles, type ExpectedCycles } from './expected-cycles.ts';
import { HOUR, MINUTE, openScanner, type Scanner } from './scanner.ts';
import { simulatedVenue, WORLD_START, type Venue } from './venues.ts';

/** Where the story starts: features are warm by then. */
export const STORY_START: EpochMs = WORLD_START + 700 * HOUR;

/** A venue with a pair that reverts, and the bars on which it enters and leaves. */
export interface Story {
  readonly venue: Venue;
  readonly expected: ExpectedCycles;
  /** Bar of the first entry, and of the exit that follows it. */
  readonly entry: EpochMs;
  readonly exit: EpochMs;
  /** A scanner in a folder of its own. */
  readonly scanner: (changes?: Readonly<Record<string, unknown>>) => Scanner;
  /** Sets the venue's clock and scans when `bar` has been closed for some minutes. */
  readonly scanAfter: (scanner: Scanner, bar: EpochMs, minutesPast?: number) => ReturnType<Scanner['scan']>;
}

export async function simulatedStory(options: Parameters<typeof simulatedVenue>[0] = {}): Promise<Story> {
  const venue = await simulatedVenue(options);
  onTestFinished(() => venue.server.close());
  const expected = expectedCycles(venue.history, strategySettings(), STORY_START, Infinity);
  const at = expected.orders.findIndex(({ event }) => isEntry(event));
  return {
    venue,
    expected,
    entry: expected.orders[at].decidedOn,
    exit: expected.orders[at + 1].decidedOn,
    scanner: (changes = {}) => openScanner(tempFolder(), { ...venue.settings, ...changes }),
    scanAfter: (scanner, bar, minutesPast = 1) => {
      const now = bar + HOUR + minutesPast * MINUTE;
      venue.server.setNow(now);
      return scanner.scan(now);
    },
  };
}
