import { AppError } from '../core/domain/app-error.ts';
import type { CandleColumns } from '../core/domain/candle.ts';
import { isoMinute, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import type { DiscoveryGround, GroundSymbol, LeftOut } from '../core/discovery/discovery-result.ts';
import { isPegged } from '../core/discovery/universe-rules.ts';
import { fetchHistory, type FetchPorts } from './fetch-history.ts';

/** Hours of its own that a symbol may lack, as a share and in a row; more, and its statistics would be those of the carrying. */
const MOST_MISSING = 0.01;
const LONGEST_HOLE = 48;
const DAY_MS = 86_400_000;

export interface UniverseRequest {
  readonly symbols: readonly string[];
  readonly timeframe: string;
  /** First bar of the formation window, first of the held-out window, and end (exclusive). */
  readonly from: EpochMs;
  readonly border: EpochMs;
  readonly to: EpochMs;
  /** Least mean dollar volume a day over the formation window. */
  readonly minVolumeUsd: number;
  readonly closeGraceMs: number;
  readonly isOffline: boolean;
  readonly onProgress: (symbol: string, done: number, total: number) => void;
}

/**
 * Candles of many symbols on one grid, fetched first unless offline. A symbol that cannot be had, or has too little, is left out and
 * said so; a failing symbol never stops the others.
 *
 * An hour that one symbol lacks is carried on from its last close and marked, so that nothing is traded on it; hours that all lack are
 * an outage of the venue and count against nobody.
 * @throws AppError `data` when fewer than two symbols are left, `storage` when the cache cannot be used
 */
export async function loadUniverse(
  ports: FetchPorts,
  request: UniverseRequest,
): Promise<{ readonly ground: DiscoveryGround; readonly leftOut: readonly LeftOut[] }> {
  const { timeframe, from, border, to } = request;
  const barMs = timeframeMs(timeframe);
  const bars = Math.round((to - from) / barMs);
  const ts = column(bars);
  for (let t = 0; t < bars; t++) ts[t] = from + t * barMs;

  // Asked for together, so that the venue lists its markets once; who is not listed is told below, one by one.
  if (!request.isOffline) await ports.source.marketRules(request.symbols).catch(() => []);
  const leftOut: LeftOut[] = [];
  const placed: GroundSymbol[] = [];
  for (const [k, symbol] of request.symbols.entries()) {
    request.onProgress(symbol, k, request.symbols.length);
    const found = await candlesOf(ports, request, symbol);
    if ('reason' in found) leftOut.push(found);
    else if (found.ts.length === 0 || found.ts[0] > from) leftOut.push(tooYoung(symbol, found.ts[0], from));
    else placed.push(onGrid(symbol, found, ts, barMs));
  }
  request.onProgress('candles', request.symbols.length, request.symbols.length);

  const outage = ts.map((_, t) => (placed.every(({ carried }) => carried[t] === 1) ? 1 : 0));
  const formationBars = Math.round((border - from) / barMs);
  const symbols = placed.filter((symbol) => {
    const fault = faultOf(symbol, outage, formationBars, barMs, request.minVolumeUsd);
    if (fault !== null) leftOut.push(fault);
    return fault === null;
  });
  if (symbols.length < 2) throw tooFew(symbols.length, leftOut, request);
  return { ground: { barMs, ts, formationBars, symbols }, leftOut };
}

async function candlesOf(
  ports: FetchPorts,
  { timeframe, from, to, closeGraceMs, isOffline }: UniverseRequest,
  symbol: string,
): Promise<CandleColumns | LeftOut> {
  const series = { venue: ports.source.venue, symbol, timeframe };
  try {
    if (!isOffline) await fetchHistory(ports, { symbols: [symbol], timeframe, from, to, closeGraceMs });
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'venue' && error.code !== 'data')) throw error;
    return { symbol, reason: 'unavailable', detail: error.message };
  }
  const { candles, damaged } = await ports.cache.read(series, from, to);
  const first = damaged.at(0);
  if (first === undefined) return candles;
  return { symbol, reason: 'unavailable', detail: `cached candles are damaged (${first.reason}); run statarb fetch` };
}

/** @param candles its first bar is the grid's first */
function onGrid(symbol: string, candles: CandleColumns, ts: Float64Array, barMs: number): GroundSymbol {
  const bars = ts.length;
  const carried = new Uint8Array(new SharedArrayBuffer(bars));
  const [open, high, low, close, volume] = [column(bars), column(bars), column(bars), column(bars), column(bars)];
  let next = 0;
  for (let t = 0; t < bars; t++) {
    if (candles.ts[next] === ts[0] + t * barMs) {
      open[t] = candles.open[next];
      high[t] = candles.high[next];
      low[t] = candles.low[next];
      close[t] = candles.close[next];
      volume[t] = candles.volume[next];
      next++;
    } else {
      open[t] = high[t] = low[t] = close[t] = close[t - 1];
      carried[t] = 1;
    }
  }
  return { symbol, candles: { ts, open, high, low, close, volume }, carried };
}

/** Why a symbol cannot be tested, or null. */
function faultOf(
  { symbol, candles, carried }: GroundSymbol,
  outage: Float64Array,
  formationBars: number,
  barMs: number,
  minVolumeUsd: number,
): LeftOut | null {
  let [missing, run, longest] = [0, 0, 0];
  for (let t = 0; t < carried.length; t++) {
    if (carried[t] === 1 && outage[t] === 0) {
      missing++;
      run++;
      longest = Math.max(longest, run);
    } else if (carried[t] === 0) run = 0;
  }
  if (missing > MOST_MISSING * carried.length || longest > LONGEST_HOLE) {
    return { symbol, reason: 'gaps', detail: `${missing} of ${carried.length} bars missing, ${longest} in a row` };
  }
  const { close, volume } = candles;
  if (close.every((price) => price === close[0])) {
    return { symbol, reason: 'constant', detail: 'its price never moves' };
  }
  if (isPegged(close)) return { symbol, reason: 'stablecoin', detail: 'its price is tied to its quote currency' };
  let dollars = 0;
  for (let t = 0; t < formationBars; t++) dollars += close[t] * volume[t];
  const aDay = (dollars / formationBars) * (DAY_MS / barMs);
  if (aDay >= minVolumeUsd) return null;
  return { symbol, reason: 'volume', detail: `$${Math.round(aDay)} a day, below $${minVolumeUsd}` };
}

const tooYoung = (symbol: string, first: EpochMs | undefined, from: EpochMs): LeftOut => ({
  symbol,
  reason: 'history',
  detail: first === undefined ? 'no candles' : `begins at ${isoMinute(first)}, ${isoMinute(from)} is needed`,
});

function tooFew(count: number, leftOut: readonly LeftOut[], request: UniverseRequest): AppError {
  const first = leftOut.slice(0, 3).map(({ symbol, detail }) => `${symbol}: ${detail}`);
  const reasons = first.length === 0 ? '' : ` (${first.join('; ')}${leftOut.length > 3 ? '; …' : ''})`;
  const remedy = request.isOffline
    ? 'leave out --offline, or run statarb import'
    : 'shorten the windows or name others';
  return new AppError(
    'data',
    `${count === 0 ? 'no symbol has' : 'one symbol alone has'} the candles of ${isoMinute(request.from)} to ${isoMinute(request.to)}${reasons}: ${remedy}`,
  );
}

const column = (bars: number): Float64Array => new Float64Array(new SharedArrayBuffer(bars * 8));
