import { describe, expect, it } from 'vitest';
import {
  channelOf,
  channelTrouble,
  isPairTrouble,
  pairTrouble,
  troubleNotices,
} from '../../../src/core/notices/trouble-notices.ts';

const SINCE = Date.UTC(2024, 2, 1, 8);
const AT = Date.UTC(2024, 2, 1, 10, 30);
const RUN = '20240301T103000Z-abcd';

const pair = (name: string, reason = 'the venue is down') => ({ key: pairTrouble(name), since: SINCE, reason });
const channel = (name: string) => ({ key: channelTrouble(name), since: SINCE, reason: 'Slack answered 404' });

describe('the notices of troubles', () => {
  it('tell all pairs of a run at once, with each reason once', () => {
    const notices = troubleNotices({ started: [pair('A~B'), pair('A~C'), pair('A~D', 'late')], ended: [] }, RUN, AT);
    expect(notices).toEqual([
      {
        about: null,
        notice: {
          id: `${RUN} trouble pairs`,
          kind: 'trouble',
          at: AT,
          title: 'Not decided: A~B, A~C, A~D',
          lines: [
            'the venue is down',
            'late',
            'No ticket comes until this ends. Every run tries again, and catches up.',
          ],
        },
      },
    ]);
  });

  it('tell each channel on its own, so that it can be told through the others', () => {
    const notices = troubleNotices({ started: [channel('slack'), channel('email')], ended: [] }, RUN, AT);
    expect(notices.map(({ about, notice }) => [about, notice.title])).toEqual([
      ['slack', 'The channel slack takes no messages'],
      ['email', 'The channel email takes no messages'],
    ]);
  });

  it('tell how long it lasted when it is over', () => {
    const [first, second] = troubleNotices({ started: [], ended: [pair('A~B'), channel('slack')] }, RUN, AT);
    expect(first.notice).toMatchObject({
      kind: 'recovery',
      title: 'Decided again: A~B',
      lines: ['Since 2024-03-01T08:00Z (2.5 h): the venue is down'],
    });
    expect(second.notice).toMatchObject({ title: 'The channel slack works again' });
    const [short] = troubleNotices({ started: [], ended: [pair('A~B')] }, RUN, SINCE + 12 * 60_000);
    expect(short.notice.lines).toEqual(['Since 2024-03-01T08:00Z (12 min): the venue is down']);
  });

  it('have ids of their own', () => {
    const all = troubleNotices(
      { started: [pair('A~B'), channel('slack')], ended: [pair('A~C'), channel('email')] },
      RUN,
      AT,
    );
    expect(new Set(all.map(({ notice }) => notice.id)).size).toBe(4);
  });

  it('are told apart by their keys', () => {
    expect([channelOf('channel slack'), channelOf('pair A~B')]).toEqual(['slack', null]);
    expect([isPairTrouble('channel slack'), isPairTrouble('pair A~B')]).toEqual([false, true]);
  });
});
