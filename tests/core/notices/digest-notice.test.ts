import { describe, expect, it } from 'vitest';
import { digestNotice, type Day, type PairDay } from '../../../src/core/notices/digest-notice.ts';

const pairDay = (overrides: Partial<PairDay> = {}): PairDay => ({
  pair: 'BTC/USDT~ETH/USDT',
  position: 'long_spread',
  z: -1.234,
  beta: 1.1981,
  closedTrades: 2,
  closedUsd: -310.5,
  openUsd: 45.25,
  entries: 1,
  exits: 2,
  refusals: 3,
  ...overrides,
});

const day = (overrides: Partial<Day> = {}): Day => ({
  due: Date.UTC(2024, 2, 1, 7),
  at: Date.UTC(2024, 2, 1, 7, 1),
  pairs: [pairDay()],
  troubles: [],
  pending: 0,
  ...overrides,
});

describe('the daily digest', () => {
  it('tells each pair in one line, and that nothing is wrong', () => {
    expect(digestNotice(day())).toEqual({
      id: 'digest 2024-03-01',
      kind: 'digest',
      at: Date.UTC(2024, 2, 1, 7, 1),
      title: '2024-03-01, 24 h: -$310.50 on paper',
      lines: [
        'BTC/USDT~ETH/USDT: long spread; z -1.23, β 1.1981; 2 trades closed for -$310.50; open +$45.25; 1 entry, 2 exits, 3 refusals',
        'No open troubles',
        'No message waits',
      ],
    });
  });

  it('adds up the pairs, and dashes what is not known', () => {
    const quiet = pairDay({ pair: 'A~B', position: 'flat', z: null, beta: null, closedTrades: 0, closedUsd: 0 });
    const { title, lines } = digestNotice(day({ pairs: [pairDay({ closedUsd: 400 }), { ...quiet, openUsd: null }] }));
    expect(title).toBe('2024-03-01, 24 h: +$400.00 on paper');
    expect(lines[1]).toBe('A~B: flat; z –, β –; 0 trades closed; 1 entry, 2 exits, 3 refusals');
  });

  it('names open troubles and counts what waits', () => {
    const trouble = { key: 'channel slack', since: Date.UTC(2024, 2, 1, 3), reason: 'Slack answered 404' };
    const { title, lines } = digestNotice(day({ troubles: [trouble], pending: 1 }));
    expect(title).toBe('2024-03-01, 24 h: -$310.50 on paper, 1 open trouble');
    expect(lines.slice(1)).toEqual([
      'Trouble since 2024-03-01T03:00Z: channel slack: Slack answered 404',
      '1 message waiting for a channel',
    ]);
  });
});
