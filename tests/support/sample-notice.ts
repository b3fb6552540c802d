import type { Notice } from '../../src/core/domain/notice.ts';

/** A trouble of 2024-03-01T08:00:10Z, with any fields replaced. */
export const sampleNotice = (overrides: Partial<Notice> = {}): Notice => ({
  id: '20240301T080010Z-abcd trouble pairs',
  kind: 'trouble',
  at: Date.UTC(2024, 2, 1, 8, 0, 10),
  title: 'Not decided: BTC/USDT~ETH/USDT',
  lines: ['the venue is down', 'No ticket comes until this ends. Every run tries again, and catches up.'],
  ...overrides,
});
