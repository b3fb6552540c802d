import type { BacktestVerdict, Ticket } from '../../src/core/domain/ticket.ts';

const HOUR = 3_600_000;
const BAR = Date.UTC(2024, 2, 1, 7);

/** What a backtest of these settings came to, with any fields replaced. */
export const sampleVerdict = (overrides: Partial<BacktestVerdict> = {}): BacktestVerdict => ({
  level: 'NOT PROVEN',
  sentence: 'NOT PROVEN: 4 of 15 gates failed',
  from: Date.UTC(2018, 0, 1),
  to: Date.UTC(2024, 5, 30),
  judgedAt: Date.UTC(2024, 6, 1),
  isSameSettings: true,
  ...overrides,
});

/** A long-spread entry of 2024-03-01T07:00Z, with any fields replaced. */
export const sampleTicket = (overrides: Partial<Ticket> = {}): Ticket => ({
  id: 'BTC-USDT_ETH-USDT_2024-03-01T0700Z_ENTER_LONG_SPREAD',
  venue: 'binance',
  pair: { x: 'BTC/USDT', y: 'ETH/USDT' },
  timeframe: '1h',
  event: 'ENTER_LONG_SPREAD',
  bar: BAR,
  decidedAt: BAR + HOUR,
  validUntil: BAR + 2 * HOUR,
  direction: 'revert',
  model: 'fixed-beta',
  z: -2.36,
  zPrev: -1.91,
  zIn: 2,
  zOut: 0.5,
  zStop: 3.5,
  beta: 1.58,
  alpha: -9.25,
  sigma: 0.02,
  windows: { olsBeta: 200, zscore: 100 },
  legs: {
    x: {
      symbol: 'BTC/USDT',
      action: 'sell',
      quantity: 0.2591,
      quantityDecimals: 4,
      tickSize: 0.01,
      shortVia: 'BTC/USDT:USDT',
      referencePrice: 61000.5,
      notionalUsd: 15805.23,
    },
    y: {
      symbol: 'ETH/USDT',
      action: 'buy',
      quantity: 2.953,
      quantityDecimals: 3,
      tickSize: 0.01,
      shortVia: null,
      referencePrice: 3386.4,
      notionalUsd: 10000.04,
    },
  },
  netUsd: -5805.19,
  netBetaUsd: 5.17,
  stop: { z: -3.5, priceY: 3310.1, ratio: 0.054263 },
  exit: { z: -0.5, priceY: 3514.7, ratio: 0.057617 },
  costs: { feesUsd: 25.81, slippageUsd: 12.9, roundTripFeesUsd: 51.61, roundTripSlippageUsd: 25.81 },
  advUsd: { x: 81_000_000, y: 43_000_000 },
  minAdvUsd: 5_000_000,
  realizedVol: { x: 0.52, y: 0.61 },
  maxRealizedVolAnnual: 2,
  filters: [{ code: 'adv', text: 'ADV ok' }],
  position: null,
  change: { price: -0.43, beta: 0.02, mean: -0.03, sigma: -0.01 },
  betaShare: 0.04,
  health: {
    bars: 720,
    figures: { p: 0.31, halfLife: 31, betaDrift: -0.12, correlation: 0.83, cusum: 0.94 },
    percentiles: { p: 0.31, halfLife: 0.28, betaDrift: 0.09, correlation: 1, cusum: 0.4 },
  },
  odds: { edgeBps: 372, lossBps: 228, costBps: 77.4, neededHitRate: 0.509 },
  record: { trades: 12, winners: 7, netUsd: -310.5 },
  verdict: null,
  lateSince: null,
  configHash: '9f2c4a7d1e0b',
  timeZone: null,
  ...overrides,
});

/** The EXIT of `sampleTicket`, twelve bars later, at a profit. */
export const sampleExitTicket = (overrides: Partial<Ticket> = {}): Ticket => {
  const entry = sampleTicket();
  const bar = BAR + 12 * HOUR;
  return {
    ...entry,
    id: 'BTC-USDT_ETH-USDT_2024-03-01T1900Z_EXIT',
    event: 'EXIT',
    bar,
    decidedAt: bar + HOUR,
    validUntil: bar + 2 * HOUR,
    z: -0.41,
    zPrev: -0.77,
    legs: { x: { ...entry.legs.x, action: 'buy' }, y: { ...entry.legs.y, action: 'sell' } },
    netUsd: 5805.19,
    stop: null,
    exit: null,
    odds: null,
    record: null,
    position: {
      entryTicketId: entry.id,
      zEntry: -2.36,
      ageBars: 12,
      pnl: { gross: 390.4, fees: 51.6, slippage: 25.8, funding: -1.25, net: 311.75 },
    },
    ...overrides,
  };
};
