import { catchUp } from '../core/book/catch-up.ts';
import { alignCandles } from '../core/domain/aligned-candles.ts';
import { candleColumns, sliceColumns } from '../core/domain/candle-merge.ts';
import { newBook } from '../core/domain/position.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import { featureFrame } from '../core/features/feature-frame.ts';
import { simulatedBars } from '../core/simulation/simulated-bars.ts';
import { simulatedPair } from '../core/simulation/simulated-pair.ts';
import { buildTicket } from '../core/tickets/build-ticket.ts';
import { renderText } from '../core/tickets/render-text.ts';
import { sampleId } from '../core/tickets/ticket-id.ts';
import type { TicketRecord } from '../ports/cycle-store.ts';

const BAR_MS = 3_600_000;
const BARS = 3000;

/** Settings under which the simulated pair trades soon; they touch nothing of the user's. */
const SETTINGS: StrategySettings = {
  windows: { olsBeta: 200, zscore: 100, adv: 30, realizedVol: 168, spreadVol: 720, kalman: 500 },
  thresholds: { zIn: 2, zOut: 0.5, zStop: 3.5 },
  strategy: { model: 'fixed-beta', direction: 'revert', kalmanNoise: null },
  risk: {
    accountUsd: 40_000,
    targetSigmaUsd: 200,
    maxNotionalUsdPerLeg: 25_000,
    minNotionalUsdPerLeg: 10,
    maxAdvFrac: 0.05,
  },
  costs: { feeBps: 10, slippageBps: 5 },
  filters: { minAdvUsd: 5_000_000, maxRealizedVolAnnual: 2, maxFundingDiffBps8h: null, maxSpreadVolPercentile: null },
};

/**
 * A ticket of the simulated pair, made by the same code as a real one and marked as a sample in its id and venue: for trying
 * out channels.
 */
export function sampleTicket(): TicketRecord {
  const { x, y } = simulatedPair(BARS);
  const common = { firstTs: Date.UTC(2024, 0, 1), barMs: BAR_MS, volumeUsd: 40_000_000, tickSize: 0.01 };
  const legs = {
    x: candleColumns(simulatedBars(x, { ...common, seed: 11, price: 40_000 })),
    y: candleColumns(simulatedBars(y, { ...common, seed: 12, price: 2_500 })),
  };
  const features = featureFrame(alignCandles(legs.x, legs.y, BAR_MS), SETTINGS.windows, SETTINGS.strategy);
  for (let i = SETTINGS.windows.olsBeta; i < BARS; i++) {
    const candles = alignCandles(sliceColumns(legs.x, 0, i + 1), sliceColumns(legs.y, 0, i + 1), BAR_MS);
    const context = { candles, features, funding: { x: [], y: [] }, rules: { x: null, y: null }, settings: SETTINGS };
    const { book, outcomes } = catchUp(context, i, newBook(SETTINGS.risk.accountUsd));
    if (book.pending === null || outcomes[0].decision.kind !== 'trade') continue;
    const ticket = buildTicket(context, i, book.pending, book, null, {
      venue: 'sample: no real order',
      pair: { x: 'BTC/USDT', y: 'ETH/USDT' },
      timeframe: '1h',
      configHash: 'sample',
      timeZone: null,
      change: null,
      betaShare: null,
      health: null,
      record: { trades: 0, winners: 0, netUsd: 0 },
      verdict: null,
    });
    const sample = { ...ticket, id: sampleId(ticket.id) };
    return { ticket: sample, text: renderText(sample) };
  }
  throw new RangeError('the simulated pair never crossed');
}
