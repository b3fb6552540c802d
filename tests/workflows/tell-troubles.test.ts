import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitOf, sampleRun } from '../support/sample-commit.ts';
import { sampleTicket } from '../support/sample-ticket.ts';
import {
  hourlyScans,
  scriptedChannel,
  type ChannelMood,
  type HourlyScans,
  type ScriptedChannel,
} from './hourly-scans.ts';

const HOUR = 3_600_000;

const titles = ({ notices }: ScriptedChannel): string[] =>
  notices.map(({ notice, marks }) => `${notice.title}${marks.isResent ? ' (resent)' : ''}`);

/** A message for each channel, as an earlier run left it. */
function ticketFor(scans: HourlyScans, channels: readonly ScriptedChannel[], k: number): void {
  const ticket = sampleTicket({ id: `t${k}`, pair: { x: 'A', y: 'B' }, bar: k * HOUR });
  const runId = `made-${k}`;
  scans.store.commit(
    sampleRun({ runId }),
    [commitOf(ticket, runId)],
    channels.map(({ sink }) => sink.channel),
  );
}

const PAIR = 'BTC/USDT~ETH/USDT';

describe('a pair that cannot be decided', () => {
  it('is told through every channel once when it begins and once when it ends, however long it lasts', async () => {
    const [a, b] = [scriptedChannel('a'), scriptedChannel('b')];
    const scans = await hourlyScans([a.sink, b.sink]);
    await scans.scan();
    expect(titles(a)).toEqual([]);
    scans.isVenueDown = true;
    for (let k = 0; k < 4; k++) expect((await scans.scan())?.report.pairs[0].error?.code).toBe('venue');
    expect(titles(a)).toEqual([`Not decided: ${PAIR}`]);
    scans.isVenueDown = false;
    for (let k = 0; k < 3; k++) await scans.scan();
    for (const channel of [a, b]) {
      expect(titles(channel)).toEqual([`Not decided: ${PAIR}`, `Decided again: ${PAIR}`]);
      expect(channel.notices[1].notice.lines).toEqual(['Since 2024-03-01T01:01Z (4 h): the venue is down']);
    }
    expect(scans.store.openTroubles()).toEqual([]);
  });

  it.each(['commit', 'recordTroubles'] as const)(
    'is told once even when the run dies after its %s',
    async (dieAfter) => {
      const a = scriptedChannel('a');
      const scans = await hourlyScans([a.sink, scriptedChannel('b').sink]);
      await scans.scan();
      scans.isVenueDown = true;
      scans.dieAfter = dieAfter;
      await scans.scan();
      scans.dieAfter = null;
      await scans.scan();
      await scans.scan();
      expect(titles(a)).toEqual([`Not decided: ${PAIR}`]);
    },
  );

  it('and was taken out of the settings is no trouble any more, and nobody is told', async () => {
    const a = scriptedChannel('a');
    const scans = await hourlyScans([a.sink]);
    scans.store.recordTroubles(
      { started: [{ key: 'pair OLD~PAIR', since: 0, reason: 'gone' }], ended: [], notices: [] },
      0,
    );
    await scans.scan();
    expect(scans.store.openTroubles()).toEqual([]);
    expect(titles(a)).toEqual([]);
  });
});

describe('a channel that fails', () => {
  it('is told through the others, once when it begins and once when it works again', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map(scriptedChannel);
    const scans = await hourlyScans([a.sink, b.sink, c.sink], { pairs: [] });
    ticketFor(scans, [a, b, c], 1);
    a.mood = 'refusing';
    for (let k = 0; k < 4; k++) await scans.scan();
    // The others did not wait for it.
    expect([b.tickets, c.tickets]).toEqual([['t1'], ['t1']]);
    expect(titles(b)).toEqual(['The channel a takes no messages']);
    expect(b.notices[0].notice.lines[0]).toBe('a answered 404');
    a.mood = 'up';
    for (let k = 0; k < 3; k++) await scans.scan();
    for (const other of [b, c]) {
      expect(titles(other)).toEqual(['The channel a takes no messages', 'The channel a works again']);
    }
    expect(titles(a)).toEqual([]);
    expect(a.tickets).toEqual(['t1']);
  });

  it('tells its trouble in the same run', async () => {
    const [a, b] = [scriptedChannel('a'), scriptedChannel('b')];
    const scans = await hourlyScans([a.sink, b.sink]);
    ticketFor(scans, [a, b], 1);
    a.mood = 'busy';
    const result = await scans.scan();
    expect(titles(b)).toEqual(['The channel a takes no messages']);
    expect(result?.report.deliveries).toEqual({ sent: 2, pending: 1 });
  });

  it('and was taken out of the settings is no trouble any more', async () => {
    const a = scriptedChannel('a');
    const scans = await hourlyScans([a.sink]);
    scans.store.recordTroubles(
      { started: [{ key: 'channel gone', since: 0, reason: 'x' }], ended: [], notices: [] },
      0,
    );
    await scans.scan();
    expect(scans.store.openTroubles()).toEqual([]);
    expect(titles(a)).toEqual([]);
  });

  it('is told by nobody when it is the only one, and stops nothing', async () => {
    const a = scriptedChannel('a');
    const scans = await hourlyScans([a.sink]);
    ticketFor(scans, [a], 1);
    a.mood = 'busy';
    for (let k = 0; k < 3; k++) expect(await scans.scan()).not.toBeNull();
    expect(scans.store.openTroubles()).toMatchObject([{ key: 'channel a' }]);
    a.mood = 'up';
    await scans.scan();
    expect(scans.store.openTroubles()).toEqual([]);
    expect(titles(a)).toEqual([]);
  });
});

describe('whatever happens to channels and runs', () => {
  const mood = fc.constantFrom<ChannelMood>('up', 'up', 'busy', 'refusing', 'lost');
  const hour = fc.record({
    moods: fc.tuple(mood, mood, mood),
    dieAfter: fc.constantFrom('commit', 'recordTroubles', null, null, null),
    hasTicket: fc.boolean(),
  });

  it('each trouble of a channel is told to every other one once, and so is its end, in turn', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hour, { maxLength: 12 }), async (hours) => {
        const channels = ['a', 'b', 'c'].map(scriptedChannel);
        const scans = await hourlyScans(
          channels.map(({ sink }) => sink),
          { pairs: [] },
        );
        for (const [k, { moods, dieAfter, hasTicket }] of hours.entries()) {
          if (hasTicket) ticketFor(scans, channels, k + 1);
          channels.forEach((channel, i) => {
            channel.mood = moods[i];
          });
          scans.dieAfter = dieAfter;
          await scans.scan();
        }
        scans.dieAfter = null;
        for (const channel of channels) channel.mood = 'up';
        for (let k = 0; k < 3; k++) await scans.scan();

        expect(scans.store.undelivered()).toEqual([]);
        expect(scans.store.openTroubles()).toEqual([]);
        for (const { sink, notices, tickets } of channels) {
          expect(new Set(tickets).size).toBe(hours.filter(({ hasTicket }) => hasTicket).length);
          // A notice that comes again says so, and is the same one.
          const firsts = notices.filter(
            ({ notice }, i) => notices.findIndex((one) => one.notice.id === notice.id) === i,
          );
          for (const one of notices) expect(one.marks.isResent || firsts.includes(one)).toBe(true);
          for (const about of ['a', 'b', 'c']) {
            const told = firsts.filter(({ notice }) => notice.title.startsWith(`The channel ${about} `));
            if (about === sink.channel) expect(told).toEqual([]);
            told.forEach(({ notice }, i) => {
              expect(notice.kind).toBe(i % 2 === 0 ? 'trouble' : 'recovery');
            });
            expect(told.length % 2).toBe(0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
