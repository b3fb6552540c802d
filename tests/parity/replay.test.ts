import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { SIMULATED_START } from '../../src/adapters/market/simulated-candles.ts';
import { AppError } from '../../src/core/domain/app-error.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import type { MarketRules } from '../../src/core/domain/market-rules.ts';
import type { ReplayPorts } from '../../src/workflows/replay-run.ts';
import { simulatedHistory } from '../crash/simulated-trades.ts';
import { hasSharedData, loadSharedCandles, loadSharedFunding } from '../support/shared-data.ts';
import { strategySettings } from '../support/strategy-settings.ts';
import { HOUR, replayHistory } from './replay-history.ts';

const DAY = 24 * HOUR;
const MONTHS = { from: SIMULATED_START + 30 * DAY, to: SIMULATED_START + 120 * DAY };

const rules = (symbol: string, lotStep: number): MarketRules => ({
  symbol,
  kind: 'spot',
  lotStep,
  minQuantity: lotStep,
  tickSize: 0.01,
  minNotional: 5,
});

let simulated: Readonly<Record<string, readonly Candle[]>> = {};
beforeAll(async () => {
  const [x, y] = await Promise.all(
    ['BTC/USDT', 'ETH/USDT'].map((symbol) => simulatedHistory(symbol, SIMULATED_START, MONTHS.to)),
  );
  simulated = { 'BTC/USDT': x, 'ETH/USDT': y };
});

describe('a replay of the simulated venue', () => {
  test('steps three months of real scans, outages and all, and finds the very trades of the backtest', async () => {
    const { result, folder } = await replayHistory({
      candles: simulated,
      ...MONTHS,
      rules: [rules('BTC/USDT', 0.00001), rules('ETH/USDT', 0.0001)],
    });
    expect(result.differences).toEqual([]);
    expect(result).toMatchObject({ from: '2024-01-31T00:00:00Z', to: '2024-04-30T00:00:00Z', cycles: 2160 });
    // Three hours on both legs and one on one leg, five times each.
    expect(result.outages).toBe(20);
    expect(result.pairs[0].trades).toBeGreaterThan(20);
    expect(readdirSync(`${folder}/signals`).filter((name) => name.endsWith('.md'))).toHaveLength(result.tickets);
    const journal = readFileSync(`${folder}/signals/trades.csv`, 'utf8').trimEnd().split('\n');
    expect(journal).toHaveLength(1 + result.pairs[0].trades);
  });

  test.each([
    ['following the spread', strategySettings({ strategy: { direction: 'follow' }, thresholds: { zOut: 0 } })],
    [
      'a rolling beta',
      strategySettings({ strategy: { model: 'rolling-beta' }, windows: { olsBeta: 90, zscore: 120 } }),
    ],
    [
      'a Kalman filter',
      strategySettings({ strategy: { model: 'kalman' }, windows: { kalman: 120 }, thresholds: { zIn: 1.6, zOut: 0 } }),
    ],
    ['an account that is ruined', strategySettings({ risk: { accountUsd: 600 }, costs: { feeBps: 60 } })],
    ['a filter that ranks volatility', strategySettings({ filters: { maxSpreadVolPercentile: 60 } })],
  ])('agrees with the backtest on %s', async (_, settings) => {
    const { result } = await replayHistory({
      candles: simulated,
      from: SIMULATED_START + 45 * DAY,
      to: SIMULATED_START + 66 * DAY,
      settings,
    });
    expect(result.differences).toEqual([]);
    expect(result.tickets).toBeGreaterThan(0);
  });

  test('can begin on the first bar there is and in the middle of an outage', async () => {
    const first = await replayHistory({ candles: simulated, from: SIMULATED_START, to: SIMULATED_START + 14 * DAY });
    expect(first.result.differences).toEqual([]);
    const down = SIMULATED_START + 711 * HOUR;
    const later = await replayHistory({ candles: simulated, from: down, to: down + 7 * DAY });
    expect(later.result.differences).toEqual([]);
    expect(later.result.outages).toBeGreaterThanOrEqual(2);
  });

  test('refuses a stretch of which nothing is cached', async () => {
    const from = MONTHS.to + DAY;
    await expect(replayHistory({ candles: simulated, from, to: from + DAY })).rejects.toMatchObject({ code: 'data' });
  });

  test('shows the first difference when a scan makes another trade than the backtest', async () => {
    const misled = (ports: ReplayPorts): ReplayPorts => ({
      ...ports,
      store: {
        ...ports.store,
        trades: () =>
          ports.store
            .trades()
            .map((record, k) =>
              k === 1
                ? { ...record, trade: { ...record.trade, entryPrice: { x: record.trade.entryPrice.x, y: 1 } } }
                : record,
            ),
      },
    });
    const { result } = await replayHistory(
      { candles: simulated, from: MONTHS.from, to: MONTHS.from + 20 * DAY },
      misled,
    );
    expect(result.differences).toHaveLength(1);
    expect(result.differences[0]).toMatch(
      /^BTC\/USDT~ETH\/USDT: trade 2 decided 2024-\S+Z, entryPrice\.y: 1 in the scan, \d+\.\d+ in the backtest$/,
    );
  });

  const failingOn =
    (bar: number, error: Error) =>
    (ports: ReplayPorts): ReplayPorts => {
      let failures = 0;
      const confirmedGaps: ReplayPorts['store']['confirmedGaps'] = (series, from, to) => {
        if (to === bar + HOUR && failures++ < 2) throw error;
        return ports.store.confirmedGaps(series, from, to);
      };
      return { ...ports, store: { ...ports.store, confirmedGaps } };
    };

  test('tells of a scan that failed although both legs have its bar, and of the entry that was lost with it', async () => {
    const span = { candles: simulated, from: MONTHS.from, to: MONTHS.from + 12 * DAY };
    const entry = (await replayHistory(span)).ports.store.trades()[1].trade.entryDecisionTs;
    const { result } = await replayHistory(span, failingOn(entry, new AppError('storage', 'the disk is full')));
    const time = new Date(entry).toISOString().slice(0, 16);
    expect(result.differences[0]).toBe(
      `BTC/USDT~ETH/USDT: the scan of ${time}Z failed though both legs have this bar: the disk is full`,
    );
    expect(result.differences.length).toBeGreaterThan(1);
  });

  test('ends with the fault itself when a scan has one', async () => {
    const fault = new RangeError('torn');
    const span = { candles: simulated, from: MONTHS.from, to: MONTHS.from + 5 * DAY };
    await expect(replayHistory(span, failingOn(MONTHS.from + DAY, fault))).rejects.toBe(fault);
  });
});

describe.skipIf(!hasSharedData)('a replay of real candles (needs the shared data)', () => {
  const leg = (name: string, from: number, to: number): readonly Candle[] =>
    (loadSharedCandles(`candles/binance_${name}_1h.csv.gz`) ?? []).filter(({ ts }) => ts >= from && ts < to);

  test(
    'a year of spot scans with the longest outage of all makes the trades of the backtest',
    { timeout: 300_000 },
    async () => {
      const [from, to] = [Date.UTC(2018, 1, 1), Date.UTC(2019, 1, 1)];
      const candles = { 'BTC/USDT': leg('BTC-USDT', 0, to), 'ETH/USDT': leg('ETH-USDT', 0, to) };
      const { result } = await replayHistory({ candles, from, to });
      expect(result.differences).toEqual([]);
      expect(result.cycles).toBe(365 * 24);
      expect(result.outages).toBeGreaterThan(33);
      expect(result.pairs[0].trades).toBeGreaterThan(10);
    },
  );

  test('perpetuals with their funding, and the filter on it, give the payments of the backtest', async () => {
    const [start, from, to] = [Date.UTC(2020, 10, 1), Date.UTC(2021, 0, 1), Date.UTC(2021, 1, 15)];
    const candles = {
      'BTC/USDT:USDT': leg('BTC-USDT-PERP', start, to),
      'ETH/USDT:USDT': leg('ETH-USDT-PERP', start, to),
    };
    const funding = {
      'BTC/USDT:USDT': loadSharedFunding('funding/binance_BTC-USDT-PERP_funding.csv.gz') ?? [],
      'ETH/USDT:USDT': loadSharedFunding('funding/binance_ETH-USDT-PERP_funding.csv.gz') ?? [],
    };
    const settings = strategySettings({
      costs: { feeBps: 5, slippageBps: 2 },
      filters: { maxFundingDiffBps8h: 3, minAdvUsd: 0 },
    });
    const { result, ports } = await replayHistory({ candles, funding, from, to, settings });
    expect(result.differences).toEqual([]);
    expect(ports.store.trades().filter(({ trade }) => trade.funding !== 0).length).toBeGreaterThan(3);
  });
});
