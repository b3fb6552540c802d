import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/domain/app-error.ts';
import type { TicketSink } from '../../src/ports/ticket-sink.ts';
import { sampleTicket } from '../../src/workflows/sample-ticket.ts';
import { sampleNotice, tryChannels } from '../../src/workflows/try-channels.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const taking = (channel: string, more: Partial<TicketSink> = {}): TicketSink & { readonly took: string[] } => {
  const took: string[] = [];
  return {
    channel,
    took,
    deliver: (ticket) => Promise.resolve(void took.push(ticket.id)),
    tell: (notice) => Promise.resolve(void took.push(notice.id)),
    ...more,
  };
};

const refusing = () => Promise.reject(new AppError('delivery', 'no'));

describe('trying the channels', () => {
  const notice = sampleNotice(Date.UTC(2024, 2, 1));
  const run = (sinks: readonly TicketSink[], clock = virtualClock()) =>
    tryChannels(sinks, sampleTicket(), notice, clock);

  it('hands a sample of each kind to each, once, both marked as samples', async () => {
    const [a, b] = [taking('a'), taking('b')];
    expect(await run([a, b])).toEqual([
      { channel: 'a', error: null },
      { channel: 'b', error: null },
    ]);
    for (const { took } of [a, b]) {
      expect(took).toHaveLength(2);
      for (const id of took) expect(id).toMatch(/^SAMPLE/);
    }
  });

  it('keeps the pause that a channel asks for', async () => {
    const clock = virtualClock();
    await run([taking('a', { minIntervalMs: 1000 }), taking('b')], clock);
    expect(clock.sleeps).toEqual([1000]);
  });

  it('tells which one fails and with which of the two, and tries the others all the same', async () => {
    const c = taking('c');
    expect(await run([taking('a', { deliver: refusing }), taking('b', { tell: refusing }), c])).toEqual([
      { channel: 'a', error: 'no' },
      { channel: 'b', error: 'no' },
      { channel: 'c', error: null },
    ]);
    expect(c.took).toHaveLength(2);
  });

  it('passes a fault of ours on, once all have come to their end', async () => {
    const b = taking('b');
    const bug = taking('a', { deliver: () => Promise.reject(new TypeError('x is undefined')) });
    await expect(run([bug, b])).rejects.toThrow(TypeError);
    expect(b.took).toHaveLength(2);
  });
});
