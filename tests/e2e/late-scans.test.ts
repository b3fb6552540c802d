import { describe, expect, it } from 'vitest';
import { isEntry } from '../../src/core/domain/order.ts';
import { isoUtc } from '../../src/core/domain/time.ts';
import { HOUR, SPOT_PAIR } from './scanner.ts';
import { simulatedStory, STORY_START } from './simulated-story.ts';

describe('a scan that comes late', () => {
  it('within the hour decides what one on time would have', async () => {
    const story = await simulatedStory();
    const scanner = story.scanner();
    const end = story.exit + 3 * HOUR;
    for (let bar = story.entry - HOUR; bar < end; bar += HOUR) {
      await story.scanAfter(scanner, bar, (bar / HOUR) % 2 === 0 ? 7 : 58);
    }
    const trades = await scanner.read((store) => store.trades());
    expect(trades.map(({ trade }) => trade)).toEqual([story.expected.trades[0]]);
  });

  it('by five hours records a missed entry, opens nothing and makes no ticket', async () => {
    const story = await simulatedStory();
    const scanner = story.scanner();
    await story.scanAfter(scanner, story.entry - HOUR);
    const { report, tickets } = await story.scanAfter(scanner, story.entry + 4 * HOUR, 7);
    const [pair] = report.pairs;
    expect(pair.decisions.map(({ bar, kind, event }) => [bar, kind, event])).toEqual([
      [isoUtc(story.entry), 'missed', 'ENTER_SHORT_SPREAD'],
      ...[1, 2, 3, 4].map((hours) => [isoUtc(story.entry + hours * HOUR), 'hold', null]),
    ]);
    expect(pair.position).toBe('flat');
    expect(pair.bars_fetched).toEqual({ 'BTC/USDT': 5, 'ETH/USDT': 5 });
    expect(tickets).toEqual([]);
    // Nothing of it is decided again.
    const next = await story.scanAfter(scanner, story.entry + 5 * HOUR);
    expect(next.report.pairs[0].decisions).toHaveLength(1);
    expect(await scanner.read((store) => store.tickets())).toEqual([]);
  });

  it('closes now what a missed bar should have closed, with one ticket that says since when', async () => {
    const story = await simulatedStory();
    const scanner = story.scanner();
    for (let bar = story.entry; bar < story.exit; bar += HOUR) await story.scanAfter(scanner, bar);
    const newest = story.exit + 3 * HOUR;
    const { report, tickets } = await story.scanAfter(scanner, newest, 7);
    expect(report.pairs[0].decisions.map(({ bar, kind, event }) => [bar, kind, event])).toEqual([
      [isoUtc(story.exit), 'missed', 'EXIT'],
      [isoUtc(story.exit + HOUR), 'hold', null],
      [isoUtc(story.exit + 2 * HOUR), 'hold', null],
      [isoUtc(newest), 'trade', 'EXIT'],
    ]);
    expect(tickets).toHaveLength(1);
    expect(tickets[0].ticket).toMatchObject({ event: 'EXIT', bar: newest, lateSince: story.exit });
    const again = await story.scanAfter(scanner, newest, 20);
    expect(again.report.pairs[0].decisions).toEqual([]);
    await story.scanAfter(scanner, newest + HOUR);
    const [{ trade }] = await scanner.read((store) => store.trades());
    expect(trade).toMatchObject({
      entryDecisionTs: story.entry,
      exitDecisionTs: newest,
      exitTs: newest + HOUR,
      exitReason: 'EXIT',
    });
  });

  it('closes now what a missed bar should have stopped', async () => {
    // The pair parts for good a few bars after the entry.
    const story = await simulatedStory({ halfLifeBars: Infinity, seed: 5 });
    const stop = story.expected.orders.find(({ event }) => event === 'STOP');
    const at = story.expected.orders.indexOf(stop ?? story.expected.orders[0]);
    const entry = story.expected.orders[at - 1].decidedOn;
    const stopped = stop?.decidedOn ?? NaN;
    const scanner = story.scanner();
    for (let bar = entry; bar < stopped; bar += HOUR) await story.scanAfter(scanner, bar);
    const { report } = await story.scanAfter(scanner, stopped + 2 * HOUR);
    expect(report.pairs[0].decisions.map(({ kind, event }) => [kind, event])).toEqual([
      ['missed', 'STOP'],
      ['hold', null],
      ['trade', 'STOP'],
    ]);
    expect(report.pairs[0].position).toBe('flat');
  });

  it('by five days decides every missed bar once, misses every entry in them, and goes on as usual', async () => {
    const story = await simulatedStory();
    const scanner = story.scanner();
    await story.scanAfter(scanner, STORY_START);
    const newest = STORY_START + 120 * HOUR;
    const { report, tickets } = await story.scanAfter(scanner, newest);
    const { decisions, position } = report.pairs[0];
    expect(decisions.map(({ bar }) => bar)).toEqual(
      Array.from({ length: 120 }, (_, i) => isoUtc(STORY_START + (i + 1) * HOUR)),
    );
    const missed = decisions.filter(({ kind }) => kind === 'missed');
    expect(missed.length).toBeGreaterThan(1);
    expect(missed.every(({ event }) => event !== null && isEntry(event))).toBe(true);
    expect(decisions.some(({ kind }) => kind === 'trade')).toBe(false);
    expect(position).toBe('flat');
    expect(tickets).toEqual([]);
    // From here on a pair that is flat in the walk as well trades the same.
    const flat = story.expected.orders.findIndex(({ event, decidedOn }) => isEntry(event) && decidedOn > newest);
    const [entry, exit] = story.expected.orders.slice(flat, flat + 2);
    for (let bar = newest + HOUR; bar <= exit.decidedOn + HOUR; bar += HOUR) await story.scanAfter(scanner, bar);
    const events = await scanner.read((store) => store.tickets().map(({ ticket }) => [ticket.event, ticket.bar]));
    expect(events).toEqual([entry, exit].map(({ event, decidedOn }) => [event, decidedOn]));
  });

  it('for the first time ever starts flat and decides the newest bar only', async () => {
    const story = await simulatedStory();
    const scanner = story.scanner();
    const { report } = await story.scanAfter(scanner, story.entry + 3 * HOUR);
    expect(report.pairs[0].decisions.map(({ bar, kind }) => [bar, kind])).toEqual([
      [isoUtc(story.entry + 3 * HOUR), 'hold'],
    ]);
    expect(await scanner.read((store) => store.pairState(SPOT_PAIR)?.position)).toBe('flat');
  });
});
