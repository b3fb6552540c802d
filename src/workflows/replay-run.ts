import { replayDifferences, type Outcome } from '../core/backtest/replay-differences.ts';
import { simulate } from '../core/backtest/simulate.ts';
import { barIndex, firstIndexAt } from '../core/domain/aligned-candles.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { MarketRules } from '../core/domain/market-rules.ts';
import { countRefusal, type RefusalCounts } from '../core/domain/order.ts';
import { pairName, type Pair } from '../core/domain/pair.ts';
import { isoMinute, isoUtc, newestClosedBar, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import { featureFrame, warmUpBars } from '../core/features/feature-frame.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { SetClock } from '../ports/clock.ts';
import type { CycleStore } from '../ports/cycle-store.ts';
import { loadHistory, type History } from './load-history.ts';
import { memoryCache } from './memory-cache.ts';
import { pastMarket, type SymbolPast } from './past-market.ts';
import { runScanCycle } from './scan-cycle.ts';
import { NO_SIDEWORK, type ScanOptions, type ScanPorts, type Sidework } from './scan-options.ts';

export interface ReplayPorts extends Omit<ScanPorts, 'source' | 'funding' | 'clock'> {
  readonly venue: string;
  /** The candles to replay; only read. */
  readonly cache: CandleCache;
  /** Set bar by bar. */
  readonly clock: SetClock;
}

/** What a replay is told: nothing that only what goes on beside the decisions depends on. */
export interface ReplayOptions extends Omit<ScanOptions, 'isDryRun' | 'isOffline' | keyof Sidework> {
  /** First bar decided on, and the end, exclusive. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The venue's rules where known; without them nothing is rounded, as in an offline backtest. */
  readonly rules: readonly MarketRules[];
  readonly onProgress: (done: number, total: number) => void;
}

export interface ReplayResult {
  readonly from: string;
  readonly to: string;
  readonly cycles: number;
  /** Cycles whose newest bar is missing in the cache: the venue was down, nothing was decided, the next one caught up. */
  readonly outages: number;
  readonly tickets: number;
  readonly pairs: readonly { readonly pair: string; readonly trades: number; readonly net: number }[];
  /** In what the scans differ from the backtest, the first difference first; empty unless there is a bug. */
  readonly differences: readonly string[];
}

const SCAN_DELAY_MS = 60_000;

/**
 * Steps the real scan cycle over cached candles, one bar at a time from a flat start, and holds what it recorded against
 * `simulate` on the same bars: trades, prices, quantities, costs, decision times, the open position and the refusals.
 *
 * Each cycle runs at a bar's close + grace + 1 min and is served what was known by then. Where the cache lacks a bar on a leg,
 * the cycle fails as it would have in that outage, and a later one catches up. That changes nothing: a missed bar is either
 * absent on both legs, and then forward-filled, on which neither decides or fills anything; or absent on one, and then in
 * neither frame. Every bar of the frame that is not filled is the newest of its own cycle.
 *
 * @param ports of a state of its own, which nothing has been recorded in
 * @throws AppError `data` when nothing is cached of the stretch; what a scan throws when it has a bug
 */
export async function runReplay(ports: ReplayPorts, options: ReplayOptions): Promise<ReplayResult> {
  const { timeframe, closeGraceMs, pairs } = options;
  const barMs = timeframeMs(timeframe);
  const delayMs = closeGraceMs + Math.min(SCAN_DELAY_MS, (barMs - closeGraceMs) / 2);
  const from = Math.ceil(options.from / barMs) * barMs;
  ports.clock.set(options.to + delayMs);
  const histories = new Map<string, History>();
  for (const pair of pairs) histories.set(pairName(pair), await historyOf(ports, options, pair, from));
  const past = await pastOf(ports, options);
  const to = Math.max(...[...past.values()].map(({ candles }) => (candles.ts.at(-1) ?? 0) + barMs));

  const market = pastMarket(ports.venue, past, ports.clock);
  const scanPorts: ScanPorts = { ...ports, source: market, funding: market, cache: memoryCache() };
  const differences: string[] = [];
  const cycles = Math.max(0, (to - from) / barMs);
  let outages = 0;
  for (let bar = from; bar < to; bar += barMs) {
    ports.clock.set(bar + barMs + delayMs);
    const { report, bugs } = await runScanCycle(scanPorts, {
      ...options,
      ...NO_SIDEWORK,
      isDryRun: false,
      isOffline: false,
    });
    for (const bug of bugs) throw bug;
    let isOutage = false;
    for (const { pair, error } of report.pairs) {
      if (error === null) continue;
      isOutage = true;
      const candles = histories.get(pair)?.candles;
      const index = candles === undefined ? -1 : barIndex(candles, bar);
      // The very first bar of all has none before it to compare with.
      if (index > 0 && candles?.filled[index] === 0) {
        differences.push(
          `${pair}: the scan of ${isoMinute(bar)} failed though both legs have this bar: ${error.message}`,
        );
      }
    }
    if (isOutage) outages++;
    options.onProgress((bar - from) / barMs + 1, cycles);
  }

  for (const [pair, history] of histories) {
    const found = replayDifferences(scannedOutcome(ports.store, pair), simulatedOutcome(history, options));
    differences.push(...found.map((line) => `${pair}: ${line}`));
  }
  const trades = ports.store.trades();
  return {
    from: isoUtc(from),
    to: isoUtc(to),
    cycles,
    outages,
    tickets: ports.store.tickets().length,
    pairs: [...histories.keys()].map((pair) => {
      const own = trades.filter((record) => record.pair === pair);
      return { pair, trades: own.length, net: own.reduce((sum, { trade }) => sum + trade.net, 0) };
    }),
    differences,
  };
}

/** The history as an offline backtest reads it, with the venue's rules. */
async function historyOf(ports: ReplayPorts, options: ReplayOptions, pair: Pair, from: EpochMs): Promise<History> {
  const { settings, rules, timeframe, historyBars, closeGraceMs, to } = options;
  const history = await loadHistory(
    { ...ports, source: pastMarket(ports.venue, new Map(), ports.clock), funding: null },
    { pair, timeframe, warmUp: warmUpBars(settings), from: null, to, historyBars, closeGraceMs, isOffline: true },
  );
  const start = firstIndexAt(history.candles.ts, from);
  if (start === history.candles.ts.length) {
    throw new AppError(
      'data',
      `no cached bar has both legs of ${pairName(pair)} from ${isoMinute(from)} to ${isoMinute(options.to)}: run statarb fetch or statarb import`,
      { facts: { pair: pairName(pair) } },
    );
  }
  const ruleOf = (symbol: string): MarketRules | null => rules.find((rule) => rule.symbol === symbol) ?? null;
  return { ...history, from: start, rules: { x: ruleOf(pair.x), y: ruleOf(pair.y) } };
}

/** Every symbol's cached past before the end of the stretch. */
async function pastOf(ports: ReplayPorts, options: ReplayOptions): Promise<ReadonlyMap<string, SymbolPast>> {
  const { cache, venue, clock } = ports;
  const { timeframe, closeGraceMs } = options;
  const closedTo = newestClosedBar(clock.now(), timeframeMs(timeframe), closeGraceMs) + timeframeMs(timeframe);
  const to = Math.min(options.to, closedTo);
  const past = new Map<string, SymbolPast>();
  for (const symbol of new Set(options.pairs.flatMap(({ x, y }) => [x, y]))) {
    const { candles } = await cache.read({ venue, symbol, timeframe }, -Infinity, to);
    const funding = await cache.readFunding(venue, symbol, -Infinity, to);
    past.set(symbol, { candles, funding, rules: options.rules.find((rule) => rule.symbol === symbol) ?? null });
  }
  return past;
}

function scannedOutcome(store: CycleStore, pair: string): Outcome {
  const book = store.pairState(pair)?.book;
  const refused: RefusalCounts = {};
  for (const { reasons } of store.decisions({ pair, limit: Number.MAX_SAFE_INTEGER, eventsOnly: true })) {
    countRefusal(refused, reasons);
  }
  return {
    trades: store.trades().flatMap((record) => (record.pair === pair ? record.trade : [])),
    openPosition: book?.position ?? null,
    pending: book?.pending ?? null,
    isRuined: book?.isRuined ?? false,
    refused,
  };
}

function simulatedOutcome(history: History, { settings }: ReplayOptions): Outcome {
  const { candles, funding, rules, from, to } = history;
  const features = featureFrame(candles, settings.windows, settings.strategy);
  const { ruinedAt, ...simulation } = simulate({ candles, features, funding, rules, settings }, from, to);
  return { ...simulation, isRuined: ruinedAt !== null };
}
