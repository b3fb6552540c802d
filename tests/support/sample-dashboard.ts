import { newBook } from '../../src/core/domain/position.ts';
import type { Dashboard, PairBoard, PairPast } from '../../src/core/report/dashboard/dashboard-model.ts';
import { sampleTicket } from './sample-ticket.ts';
import { strategySettings } from './strategy-settings.ts';

const HOUR = 3_600_000;

/** A pair that is flat after one decided bar, with any fields replaced. */
export const sampleBoard = (changed: Partial<PairBoard> = {}): PairBoard => {
  const { pair, bar } = sampleTicket();
  return {
    pair,
    decision: {
      bar,
      kind: 'hold',
      event: null,
      reasons: [],
      z: -1.31,
      zPrev: -1.2,
      beta: 1.58,
      close: { x: 61_000.5, y: 3386.4 },
      why: {
        position: 'flat',
        isPending: false,
        isFilled: false,
        isRuined: false,
        thresholds: strategySettings().thresholds,
        direction: 'revert',
        model: 'fixed-beta',
        windows: { olsBeta: 200, zscore: 100 },
        inputs: null,
      },
      change: null,
    },
    nextDecisionAt: bar + 2 * HOUR + 10_000,
    book: newBook(40_000),
    openPnl: null,
    equityUsd: 40_000,
    record: { trades: 0, winners: 0, netUsd: 0 },
    verdict: null,
    tickets: [],
    trades: [],
    trouble: null,
    past: null,
    real: null,
    ...changed,
  };
};

/** Three bars of history, with any fields replaced. */
export const samplePast = (changed: Partial<PairPast> = {}): PairPast => {
  const to = sampleTicket().bar;
  return {
    from: to - 2 * HOUR,
    to,
    ts: Float64Array.of(to - 2 * HOUR, to - HOUR, to),
    z: Float64Array.of(NaN, -1.2, -1.31),
    beta: Float64Array.of(1.57, 1.58, 1.58),
    healthP: Float64Array.of(NaN, 0.3, 0.31),
    ratio: Float64Array.of(0.055, 0.055, 0.0555),
    equity: Float64Array.of(40_000, 40_000, 40_000),
    events: [],
    trades: [],
    unopened: [],
    quality: { filled: [], gaps: [], revised: [], damaged: [] },
    ...changed,
  };
};

/** A page with one pair, with any fields replaced. */
export const sampleDashboard = (changed: Partial<Dashboard> = {}): Dashboard => ({
  now: sampleTicket().decidedAt + 60_000,
  venue: 'binance',
  timeframe: '1h',
  barMs: HOUR,
  settings: strategySettings(),
  configHash: 'e0a89a4c35d8',
  boards: [sampleBoard()],
  runs: [
    {
      now: sampleTicket().decidedAt + 60_000,
      durationMs: 184.4,
      exitCode: 0,
      outcome: 'hold',
      sent: 0,
      pending: 0,
    },
  ],
  channels: [],
  troubles: [],
  ticketLinks: '../signals',
  ...changed,
});
