import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trouble } from '../../../src/core/domain/notice.ts';
import { troubleChanges, type Observation } from '../../../src/core/notices/trouble-changes.ts';

const key = fc.constantFrom('pair A~B', 'pair A~C', 'channel slack', 'channel email');
const fault = fc.constantFrom(null, 'the venue is down', 'no answer');
/** What a run saw: some of the keys, each once. */
const run = fc.uniqueArray(fc.record<Observation>({ key, fault }), { selector: (one) => one.key });

/** The open troubles after a run. */
const after = (open: readonly Trouble[], { started, ended }: ReturnType<typeof troubleChanges>): readonly Trouble[] => [
  ...open.filter((one) => !ended.includes(one)),
  ...started,
];

describe('the changes of troubles', () => {
  it('begin with the first fault and end with the first success', () => {
    const down = [{ key: 'pair A~B', fault: 'the venue is down' }];
    const trouble = { key: 'pair A~B', since: 5, reason: 'the venue is down' };
    expect(troubleChanges([], down, 5)).toEqual({ started: [trouble], ended: [] });
    expect(troubleChanges([trouble], down, 6)).toEqual({ started: [], ended: [] });
    expect(troubleChanges([trouble], [{ key: 'pair A~B', fault: null }], 7)).toEqual({ started: [], ended: [trouble] });
    expect(troubleChanges([], [{ key: 'pair A~B', fault: null }], 8)).toEqual({ started: [], ended: [] });
  });

  it('do not begin anew when the reason is another one', () => {
    const trouble = { key: 'pair A~B', since: 5, reason: 'the venue is down' };
    expect(troubleChanges([trouble], [{ key: 'pair A~B', fault: 'no answer' }], 6)).toEqual({ started: [], ended: [] });
  });

  it('say nothing of what was not seen', () => {
    const trouble = { key: 'channel slack', since: 5, reason: 'no answer' };
    expect(troubleChanges([trouble], [], 6)).toEqual({ started: [], ended: [] });
  });

  it('alternate for each key, whatever the runs see, and nothing is told twice', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 40 }), (runs) => {
        let open: readonly Trouble[] = [];
        const told = new Map<string, ('started' | 'ended')[]>();
        const tell = (one: Trouble, what: 'started' | 'ended'): void => {
          told.set(one.key, [...(told.get(one.key) ?? []), what]);
        };
        runs.forEach((seen, at) => {
          const changes = troubleChanges(open, seen, at);
          for (const one of changes.ended) tell(one, 'ended');
          for (const one of changes.started) tell(one, 'started');
          open = after(open, changes);
          expect(new Set(open.map((one) => one.key)).size).toBe(open.length);
          // What was seen to fail is open, what was seen to work is not.
          for (const one of seen) expect(open.some((trouble) => trouble.key === one.key)).toBe(one.fault !== null);
        });
        for (const events of told.values()) {
          events.forEach((event, i) => {
            expect(event).toBe(i % 2 === 0 ? 'started' : 'ended');
          });
        }
      }),
    );
  });
});
