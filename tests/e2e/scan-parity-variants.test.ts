import { describe, expect, it, onTestFinished } from 'vitest';
import { setClock } from '../../src/adapters/clock/set-clock.ts';
import { simulatedCandles, SIMULATED_START } from '../../src/adapters/market/simulated-candles.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import type { Direction, SpreadModel } from '../../src/core/domain/settings.ts';
import { startBinanceServer } from '../support/binance-server.ts';
import { hasSharedData } from '../support/shared-data.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { expectParity } from './parity.ts';
import { HOUR } from './scanner.ts';
import { realVenue, simulatedVenue, type Venue } from './venues.ts';

const DAY = 24 * HOUR;

function closedAfterwards(venue: Venue): Venue {
  onTestFinished(() => venue.server.close());
  return venue;
}

const VARIANTS: readonly { model: SpreadModel; direction: Direction }[] = [
  { model: 'fixed-beta', direction: 'follow' },
  { model: 'rolling-beta', direction: 'revert' },
  { model: 'rolling-beta', direction: 'follow' },
  { model: 'residual', direction: 'revert' },
  { model: 'residual', direction: 'follow' },
  { model: 'kalman', direction: 'revert' },
];

describe('hourly scans trade as one walk over the history does', () => {
  it.skipIf(!hasSharedData).each(VARIANTS)(
    'over real spot candles under model $model, direction $direction (needs the shared data)',
    async (strategy) => {
      const venue = closedAfterwards(await realVenue('spot', Date.UTC(2023, 0, 1), Date.UTC(2023, 3, 1)));
      const from = Date.UTC(2023, 2, 8);
      const { orders } = await expectParity(tempFolder(), venue, { strategy }, from, from + 12 * DAY);
      expect(orders.length).toBeGreaterThan(1);
    },
    120_000,
  );

  it.skipIf(!hasSharedData)(
    'over real perpetuals, funding paid and its filter on (needs the shared data)',
    async () => {
      const venue = closedAfterwards(await realVenue('usdm', Date.UTC(2021, 2, 1), Date.UTC(2021, 5, 15)));
      const from = Date.UTC(2021, 4, 9);
      const changes = {
        costs: { fee_bps: 5, slippage_bps: 2 },
        filters: { max_funding_diff_bps_8h: 6, max_spread_vol_percentile: 60 },
      };
      const { trades, decisions } = await expectParity(tempFolder(), venue, changes, from, from + 16 * DAY);
      expect(trades.some(({ funding }) => funding !== 0)).toBe(true);
      const refusals = new Set(decisions.flatMap(({ reasons }) => reasons.map(({ code }) => code)));
      expect([...refusals]).toEqual(expect.arrayContaining(['funding', 'regime']));
    },
    120_000,
  );

  it('over a pair that reverts, served over HTTP, with outages on both legs', async () => {
    const venue = closedAfterwards(await simulatedVenue({ outages: [760, 761, 762, 900] }));
    const from = SIMULATED_START + 700 * HOUR;
    const { trades } = await expectParity(tempFolder(), venue, {}, from, from + 10 * DAY);
    expect(trades.length).toBeGreaterThan(3);
  });

  it('over the embedded simulated venue, through its outages on both legs and on one', async () => {
    const from = SIMULATED_START + 560 * HOUR;
    const to = from + 12 * DAY;
    const [x, y] = await Promise.all(['BTC/USDT', 'ETH/USDT'].map((symbol) => embeddedCandles(symbol, to)));
    const [ruleX, ruleY] = await simulatedCandles(setClock(to)).marketRules(['BTC/USDT', 'ETH/USDT']);
    // The embedded venue follows the scan's own clock; the server is not asked.
    const server = await startBinanceServer({ candles: new Map() });
    const venue = closedAfterwards({
      server,
      history: { candles: { x, y }, rules: { x: ruleX, y: ruleY } },
      settings: { exchange: 'simulated', symbols: { base: ['BTC/USDT', 'ETH/USDT'] } },
    });
    const { trades } = await expectParity(tempFolder(), venue, {}, from, to);
    expect(trades.length).toBeGreaterThan(3);
    expect(server.requests).toEqual([]);
  });
});

async function embeddedCandles(symbol: string, to: number): Promise<Candle[]> {
  const candles: Candle[] = [];
  const request = { symbol, timeframe: '1h', from: SIMULATED_START, to };
  for await (const page of simulatedCandles(setClock(to)).pages(request)) candles.push(...page);
  return candles;
}
