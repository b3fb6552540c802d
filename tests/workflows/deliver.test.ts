import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { slackSink } from '../../src/adapters/delivery/slack.ts';
import { openCycleStore } from '../../src/adapters/store/sqlite-cycle-store.ts';
import { AppError } from '../../src/core/domain/app-error.ts';
import type { DeliveryMarks } from '../../src/core/domain/message.ts';
import type { CycleStore } from '../../src/ports/cycle-store.ts';
import type { TicketSink } from '../../src/ports/ticket-sink.ts';
import { deliver } from '../../src/workflows/deliver.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { commitOf, sampleRun } from '../support/sample-commit.ts';
import { sampleTicket } from '../support/sample-ticket.ts';
import { answer } from '../support/channel-server.ts';
import { startSlackServer } from '../support/slack-server.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const HOUR = 3_600_000;

/** A store with tickets `t1` … `tn`, each on its own bar, for these channels. */
async function storeWith(count: number, channels: readonly string[]): Promise<CycleStore> {
  const store = await openCycleStore(':memory:');
  onTestFinished(() => {
    store.close();
  });
  for (let index = 1; index <= count; index++) {
    const runId = `run-${index}`;
    const ticket = sampleTicket({ id: `t${index}`, bar: sampleTicket().bar + index * HOUR });
    store.commit(sampleRun({ runId }), [commitOf(ticket, runId)], channels);
  }
  return store;
}

interface Received {
  readonly id: string;
  readonly marks: DeliveryMarks;
}

/** A channel that records every try and asks `react` what happens to it: null is taken. */
function scriptedSink(channel: string, react: (id: string) => Promise<void> | Error | null) {
  const tried: Received[] = [];
  const taken: Received[] = [];
  const sink: TicketSink = {
    channel,
    deliver: async (ticket, _text, marks) => {
      tried.push({ id: ticket.id, marks });
      const reaction = react(ticket.id);
      if (reaction instanceof Error) throw reaction;
      await reaction;
      taken.push({ id: ticket.id, marks });
    },
  };
  return { sink, tried, taken, ids: () => taken.map(({ id }) => id) };
}

const busy = (retryAfterMs: number | null = null) =>
  new AppError('delivery', 'busy', { retryable: true, retryAfterMs });
const refused = () => new AppError('delivery', 'Slack answered 404 no_service', {});
const lost = () => new AppError('delivery', 'reset', { retryable: true, facts: { outcome: 'unknown' } });

function ports(store: CycleStore, ...sinks: TicketSink[]) {
  return { store, sinks, clock: virtualClock(), log: memoryLogger(), random: () => 0.5 };
}

describe('delivering', () => {
  it('hands every pending ticket to its channel once, oldest first', async () => {
    const store = await storeWith(3, ['folder', 'slack']);
    const folder = scriptedSink('folder', () => null);
    const slack = scriptedSink('slack', () => null);
    expect(await deliver(ports(store, folder.sink, slack.sink))).toEqual({ sent: 6, pending: 0 });
    expect(folder.ids()).toEqual(['t1', 't2', 't3']);
    expect(slack.ids()).toEqual(['t1', 't2', 't3']);
    expect(await deliver(ports(store, folder.sink, slack.sink))).toEqual({ sent: 0, pending: 0 });
    expect(slack.tried).toHaveLength(3);
  });

  it('records a try before anything leaves', async () => {
    const store = await storeWith(1, ['slack']);
    let seenInside: unknown;
    const slack = scriptedSink('slack', () => {
      seenInside = store.undelivered().map(({ attempts, isOutcomeUnknown }) => ({ attempts, isOutcomeUnknown }));
      return null;
    });
    await deliver(ports(store, slack.sink));
    expect(seenInside).toEqual([{ attempts: 1, isOutcomeUnknown: true }]);
  });

  it('marks a ticket late once its validity has passed', async () => {
    const store = await storeWith(1, ['slack']);
    const slack = scriptedSink('slack', () => null);
    const late = ports(store, slack.sink);
    late.clock.advance(sampleTicket().validUntil - late.clock.now());
    await deliver(late);
    expect(slack.taken).toEqual([{ id: 't1', marks: { isResent: false, isLate: true } }]);
  });

  it('tries again within the run, waiting longer each time, with jitter', async () => {
    const store = await storeWith(1, ['slack']);
    let left = 3;
    const slack = scriptedSink('slack', () => (left-- > 0 ? busy() : null));
    const given = ports(store, slack.sink);
    expect(await deliver(given)).toEqual({ sent: 1, pending: 0 });
    expect(given.clock.sleeps).toEqual([250, 500, 1000]);
    expect(slack.taken).toEqual([{ id: 't1', marks: { isResent: false, isLate: false } }]);
  });

  it('gives up for this run after four tries, and keeps the later messages in their order behind', async () => {
    const store = await storeWith(3, ['slack']);
    let isDown = true;
    const slack = scriptedSink('slack', (id) => (isDown && id === 't2' ? busy() : null));
    expect(await deliver(ports(store, slack.sink))).toEqual({ sent: 1, pending: 2 });
    expect(slack.tried.map(({ id }) => id)).toEqual(['t1', 't2', 't2', 't2', 't2']);
    isDown = false;
    expect(await deliver(ports(store, slack.sink))).toEqual({ sent: 2, pending: 0 });
    expect(slack.ids()).toEqual(['t1', 't2', 't3']);
  });

  it('waits as long as the channel asks, when that fits into the run', async () => {
    const store = await storeWith(1, ['slack']);
    let left = 1;
    const slack = scriptedSink('slack', () => (left-- > 0 ? busy(7_000) : null));
    const given = ports(store, slack.sink);
    expect(await deliver(given)).toEqual({ sent: 1, pending: 0 });
    expect(given.clock.sleeps).toEqual([7_000]);
  });

  it('leaves a longer wait to a later run, which does not come too early', async () => {
    const store = await storeWith(2, ['slack']);
    let isBusy = true;
    const slack = scriptedSink('slack', () => (isBusy ? busy(60_000) : null));
    const given = ports(store, slack.sink);
    expect(await deliver(given)).toEqual({ sent: 0, pending: 2 });
    isBusy = false;
    given.clock.advance(59_000);
    expect(await deliver(given)).toEqual({ sent: 0, pending: 2 });
    expect(slack.tried).toHaveLength(1);
    given.clock.advance(1_000);
    expect(await deliver(given)).toEqual({ sent: 2, pending: 0 });
  });

  it('does not let a channel ask for days', async () => {
    const store = await storeWith(1, ['slack']);
    let isBusy = true;
    const slack = scriptedSink('slack', () => (isBusy ? busy(400 * 24 * HOUR) : null));
    const given = ports(store, slack.sink);
    await deliver(given);
    isBusy = false;
    given.clock.advance(HOUR);
    expect(await deliver(given)).toEqual({ sent: 1, pending: 0 });
  });

  it('begins nothing more once the channel has used up its time', async () => {
    const store = await storeWith(3, ['slack']);
    const given = ports(
      store,
      scriptedSink('slack', () => {
        given.clock.advance(15_000);
        return null;
      }).sink,
    );
    expect(await deliver(given)).toEqual({ sent: 2, pending: 1 });
    expect(await deliver(given, { budgetMs: 1 })).toEqual({ sent: 1, pending: 0 });
  });

  it('goes on to the next message when one is refused for good, and tries that one again next run', async () => {
    const store = await storeWith(3, ['slack']);
    let isPoisoned = true;
    const slack = scriptedSink('slack', (id) => (isPoisoned && id === 't1' ? refused() : null));
    const given = ports(store, slack.sink);
    expect(await deliver(given)).toEqual({ sent: 2, pending: 1 });
    expect(slack.tried.map(({ id }) => id)).toEqual(['t1', 't2', 't3']);
    expect(store.undelivered()[0]?.lastError).toBe('Slack answered 404 no_service');
    isPoisoned = false;
    expect(await deliver(given)).toEqual({ sent: 1, pending: 0 });
  });

  it('tells of a fault of ours in a channel and stops nothing for it', async () => {
    const store = await storeWith(2, ['folder', 'slack']);
    const slack = scriptedSink('slack', (id) => (id === 't1' ? new TypeError('x is undefined') : null));
    const folder = scriptedSink('folder', () => null);
    const given = ports(store, slack.sink, folder.sink);
    expect(await deliver(given)).toEqual({ sent: 3, pending: 1 });
    expect(given.log.lines.filter((line) => line.level === 'error')).toMatchObject([
      { message: expect.stringContaining('x is undefined') as string, facts: { channel: 'slack', ticket: 't1' } },
    ]);
  });

  it('keeps what waits for a channel that is not configured, and names the channel', async () => {
    const store = await storeWith(2, ['folder', 'telegram']);
    const folder = scriptedSink('folder', () => null);
    const given = ports(store, folder.sink);
    expect(await deliver(given)).toEqual({ sent: 2, pending: 2 });
    const warnings = given.log.lines.filter((line) => line.level === 'warn');
    expect(warnings).toMatchObject([{ facts: { channel: 'telegram', pending: 2 } }]);
    const telegram = scriptedSink('telegram', () => null);
    expect(await deliver(ports(store, folder.sink, telegram.sink))).toEqual({ sent: 2, pending: 0 });
  });

  it('does not make one channel wait for another that hangs', async () => {
    const store = await storeWith(3, ['slack', 'folder']);
    let letGo = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const slack = scriptedSink('slack', () => hanging);
    let whileSlackHangs: string[] = [];
    const folder = scriptedSink('folder', (id) => {
      if (id === 't3') {
        whileSlackHangs = slack.ids();
        // Slack answers only now: had the folder waited for it, this line would never be reached.
        letGo();
      }
      return null;
    });
    expect(await deliver(ports(store, slack.sink, folder.sink))).toEqual({ sent: 6, pending: 0 });
    expect(whileSlackHangs).toEqual([]);
  });

  it('ends every channel before it passes on that the database failed', async () => {
    const store = await storeWith(2, ['slack', 'folder']);
    const slack = scriptedSink('slack', () => null);
    const folder = scriptedSink('folder', () => Promise.resolve());
    const isSlack = (id: number) => store.undelivered().some((row) => row.id === id && row.channel === 'slack');
    const full: CycleStore = {
      ...store,
      markDelivered: (id, at) => {
        if (isSlack(id)) throw new AppError('storage', 'the disk is full');
        store.markDelivered(id, at);
      },
    };
    await expect(deliver(ports(full, slack.sink, folder.sink))).rejects.toMatchObject({ code: 'storage' });
    expect(folder.ids()).toEqual(['t1', 't2']);
    expect(slack.ids()).toEqual(['t1']);
    await deliver(ports(store, slack.sink, folder.sink));
    expect(slack.taken.map(({ id, marks }) => `${id} ${String(marks.isResent)}`)).toEqual([
      't1 false',
      't1 true',
      't2 false',
    ]);
  });
});

/** What happens to one try. A crash ends the process before the outcome is recorded. */
type Fate = 'taken' | 'busy' | 'busy long' | 'refused' | 'lost' | 'taken and lost' | 'crash' | 'taken and crash';
const TAKEN: ReadonlySet<Fate> = new Set(['taken', 'taken and lost', 'taken and crash']);
const UNKNOWN: ReadonlySet<Fate> = new Set(['lost', 'taken and lost', 'crash', 'taken and crash']);

describe('whatever happens to the tries', () => {
  const fate = fc.constantFrom<Fate>(
    ...(['taken', 'busy', 'busy long', 'refused', 'lost', 'taken and lost', 'crash', 'taken and crash'] as const),
  );

  it('each message arrives, once, or again marked as resent after an outcome nobody saw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 40 }), fc.array(fate, { maxLength: 40 }), async (forA, forB) => {
        const store = await openCycleStore(':memory:');
        for (const id of ['t1', 't2', 't3', 't4']) {
          const ticket = sampleTicket({ id, bar: Number(id.slice(1)) * HOUR });
          store.commit(sampleRun({ runId: id }), [commitOf(ticket, id)], ['a', 'b']);
        }
        const channels = [fatefulSink('a', forA), fatefulSink('b', forB)];
        const clock = virtualClock();
        for (let run = 0; run < 100; run++) {
          const given = { clock, log: memoryLogger(), random: () => 0.5, sinks: channels.map(({ sink }) => sink) };
          const outcome = await deliver({ ...given, store: crashing(store, channels) }).catch((error: unknown) => {
            if (!(error instanceof Crash)) throw error;
            return null;
          });
          for (const channel of channels) channel.restart();
          clock.advance(HOUR);
          if (outcome?.pending === 0) break;
        }
        expect(store.undelivered()).toEqual([]);
        for (const { history, isDisordered } of channels) {
          for (const id of ['t1', 't2', 't3', 't4']) checkHistory(history.filter((one) => one.id === id));
          const firsts = [...new Set(history.filter((one) => TAKEN.has(one.fate)).map((one) => one.id))];
          expect(firsts).toHaveLength(4);
          if (!isDisordered()) expect(firsts).toEqual(['t1', 't2', 't3', 't4']);
        }
        store.close();
      }),
      { numRuns: 150 },
    );
  });
});

class Crash extends Error {}

interface Try {
  readonly id: string;
  readonly fate: Fate;
  readonly isResent: boolean;
}

/** A channel whose tries meet the given fates, and are taken once those are used up. */
function fatefulSink(channel: string, fates: readonly Fate[]) {
  const history: Try[] = [];
  let next = 0;
  let isDead = false;
  const sink: TicketSink = {
    channel,
    deliver: (ticket, _text, { isResent }) => {
      const fate = fates[next++] ?? 'taken';
      history.push({ id: ticket.id, fate, isResent });
      if (fate.endsWith('crash')) isDead = true;
      if (fate === 'taken' || isDead) return Promise.resolve();
      if (fate === 'refused') return Promise.reject(refused());
      if (fate.startsWith('busy')) return Promise.reject(busy(fate === 'busy' ? null : 45_000));
      return Promise.reject(lost());
    },
  };
  return {
    channel,
    sink,
    history,
    isDead: () => isDead,
    restart: () => {
      isDead = false;
    },
    isDisordered: () => history.some((one) => one.fate === 'refused'),
  };
}

/** The store as a channel's crash leaves it: whatever follows in that channel's work is never recorded. */
function crashing(store: CycleStore, channels: readonly ReturnType<typeof fatefulSink>[]): CycleStore {
  const channelOf = new Map(store.undelivered().map((row) => [row.id, row.channel]));
  const guard = (id: number): void => {
    if (channels.some((one) => one.isDead() && one.channel === channelOf.get(id))) throw new Crash();
  };
  return {
    ...store,
    markDelivered: (id, at) => {
      guard(id);
      store.markDelivered(id, at);
    },
    markFailed: (id, failure) => {
      guard(id);
      store.markFailed(id, failure);
    },
  };
}

/** The tries of one message: marked exactly when an earlier one may have arrived, and never after a seen arrival. */
function checkHistory(tries: readonly Try[]): void {
  let mayHaveArrived = false;
  for (const [index, one] of tries.entries()) {
    expect(one.isResent).toBe(mayHaveArrived);
    if (UNKNOWN.has(one.fate)) mayHaveArrived = true;
    if (one.fate === 'taken') expect(index).toBe(tries.length - 1);
  }
}

describe('with a Slack server that fails', () => {
  it('delivers each ticket once through 429, 500 and dropped connections, and marks what may be a repetition', async () => {
    const server = await startSlackServer();
    onTestFinished(() => server.close());
    const store = await storeWith(3, ['slack']);
    const slack = slackSink({ webhook: server.webhook, redact: (text) => text, timeoutMs: 5_000 });
    server.failNext(answer(429, '', { 'retry-after': '1' }), answer(500), null, { kind: 'take-then-reset' }, null);
    const given = ports(store, slack);
    expect(await deliver(given)).toEqual({ sent: 3, pending: 0 });
    expect(given.clock.sleeps[0]).toBe(1_000);
    const told = server.messages.map(
      ({ raw, text }) => `${/t[123]/.exec(raw)?.[0] ?? ''}${text.includes('(resent)') ? ' resent' : ''}`,
    );
    expect(told).toEqual(['t1', 't2', 't2 resent', 't3']);
  });
});
