import { describe, expect, it } from 'vitest';
import { scriptedChannel, hourlyScans, type ScriptedChannel } from './hourly-scans.ts';

const HOUR = 3_600_000;
const SEVEN = 7 * 60;

const digests = ({ notices }: ScriptedChannel) =>
  notices.filter(({ notice }) => notice.kind === 'digest').map(({ notice }) => notice);

describe('the daily digest', () => {
  it('goes to every channel that takes notices, once a day, whatever the number of runs', async () => {
    const [a, b] = [scriptedChannel('a'), scriptedChannel('b')];
    const mute = { channel: 'mute', deliver: () => Promise.resolve() };
    const scans = await hourlyScans([a.sink, b.sink, mute], { digestMinute: SEVEN });
    for (let k = 0; k < 60; k++) {
      await scans.scan();
      // Another run of the same hour.
      if (k % 3 === 0) await scans.scanAgain();
    }
    for (const channel of [a, b]) {
      expect(digests(channel).map(({ id, at }) => [id, new Date(at).toISOString()])).toEqual([
        ['digest 2024-03-01', '2024-03-01T07:01:00.000Z'],
        ['digest 2024-03-02', '2024-03-02T07:01:00.000Z'],
        ['digest 2024-03-03', '2024-03-03T07:01:00.000Z'],
      ]);
    }
    expect(scans.store.undelivered()).toEqual([]);
  });

  it.each([
    ['no time is set', { digestMinute: null }],
    ['the day has not come so far', { digestMinute: 12 * 60 }],
  ])('is not sent when %s', async (_why, options) => {
    const a = scriptedChannel('a');
    const scans = await hourlyScans([a.sink], options);
    for (let k = 0; k < 8; k++) await scans.scan();
    expect(digests(a)).toEqual([]);
  });

  it('is sent once when the run that made it dies before it could deliver', async () => {
    const a = scriptedChannel('a');
    const scans = await hourlyScans([a.sink], { digestMinute: SEVEN });
    for (let k = 0; k < 7; k++) await scans.scan();
    scans.dieAfter = 'commit';
    expect(await scans.scan()).toBeNull();
    expect(digests(a)).toEqual([]);
    for (let k = 0; k < 5; k++) await scans.scan();
    expect(digests(a).map(({ id }) => id)).toEqual(['digest 2024-03-01']);
  });

  it('is sent by the first run after a night without runs', async () => {
    const a = scriptedChannel('a');
    const scans = await hourlyScans([a.sink], { digestMinute: SEVEN }, Date.UTC(2024, 2, 1, 15, 1));
    await scans.scan();
    await scans.scan();
    expect(digests(a).map(({ id }) => id)).toEqual(['digest 2024-03-01']);
  });

  it('tells what the store says of the last day: trades, entries, exits, refusals, the open position, with this run among them', async () => {
    const a = scriptedChannel('a');
    const scans = await hourlyScans([a.sink], { digestMinute: SEVEN });
    let told = 0;
    for (let k = 0; k < 24 * 6; k++) {
      await scans.scan();
      const digest = digests(a).at(told);
      if (digest === undefined) continue;
      told += 1;
      const pair = 'BTC/USDT~ETH/USDT';
      const state = scans.store.pairState(pair);
      const since = digest.at - 24 * HOUR;
      const closed = scans.store.trades().filter(({ trade }) => trade.exitTs > since);
      const decided = scans.store
        .decisions({ limit: 1000 })
        .filter(({ bar, kind }) => bar + HOUR > since && (kind === 'trade' || kind === 'refused'));
      const entries = decided.filter(({ kind, event }) => kind === 'trade' && event?.startsWith('ENTER') === true);
      const exits = decided.filter(({ kind }) => kind === 'trade').length - entries.length;
      const refusals = decided.filter(({ kind }) => kind === 'refused').length;
      const [line] = digest.lines;
      expect(line).toContain(
        `${pair}: ${state?.position.replace('_', ' ') ?? ''}; z ${state?.lastDecision.z?.toFixed(2) ?? ''}, β `,
      );
      expect(line).toContain(`${closed.length} trade${closed.length === 1 ? '' : 's'} closed`);
      expect(line).toContain(`${entries.length} entr`);
      expect(line).toContain(`${exits} exit`);
      expect(line).toContain(`${refusals} refusal`);
      expect(/open [+-]\$/.test(line)).toBe(state?.book.position != null);
    }
    expect(told).toBe(6);
    // The stretch must have something to tell.
    expect(scans.store.trades().length).toBeGreaterThan(2);
  });

  it('names what is in trouble and what waits, the changes of this run among it', async () => {
    const [a, b] = [scriptedChannel('a'), scriptedChannel('b')];
    const scans = await hourlyScans([a.sink, b.sink], { digestMinute: SEVEN });
    for (let k = 0; k < 6; k++) await scans.scan();
    scans.isVenueDown = true;
    b.mood = 'busy';
    await scans.scan();
    await scans.scan();
    const [digest] = digests(a);
    expect(digest.title).toMatch(/2 open troubles$/);
    expect(digest.lines.slice(1)).toEqual([
      'Trouble since 2024-03-01T06:01Z: pair BTC/USDT~ETH/USDT: the venue is down',
      'Trouble since 2024-03-01T06:01Z: channel b: b is busy',
      expect.stringMatching(/^\d+ messages? waiting for a channel$/),
    ]);
    scans.isVenueDown = false;
    b.mood = 'up';
    for (let k = 0; k < 24; k++) await scans.scan();
    expect(digests(a)[1].lines.slice(1)).toEqual(['No open troubles', 'No message waits']);
    expect(digests(b)).toHaveLength(2);
  });
});
