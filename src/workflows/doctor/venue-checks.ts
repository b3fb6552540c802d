import type { MarketRules } from '../../core/domain/market-rules.ts';
import type { EpochMs } from '../../core/domain/time.ts';
import type { CandleSource } from '../../ports/candle-source.ts';
import type { Clock } from '../../ports/clock.ts';
import { clockSkew, MAX_SKEW_MS, WARN_SKEW_MS } from '../clock-skew.ts';
import { fail, ok, warn, type Check, type Finding } from './check-line.ts';

/** Whether the venue answers, lists the symbols, and has the same time as we. */
export const venueChecks = (
  source: CandleSource,
  clock: Clock,
  asked: { readonly symbols: readonly string[]; readonly timeframe: string; readonly newest: EpochMs },
): readonly Check[] => [
  { check: 'clock', look: async () => [await clockFinding(source, clock)] },
  { check: 'venue', look: () => symbolFindings(source, asked) },
];

async function clockFinding(source: CandleSource, clock: Clock): Promise<Finding> {
  const skew = await clockSkew(source, clock);
  if (skew === null) return ok(`${source.venue} does not tell its time: our clock is not compared`);
  const { skewMs, venueTime, ourTime } = skew;
  const text = `our clock (${ourTime}) and that of ${source.venue} (${venueTime}) differ by ${(Math.abs(skewMs) / 1000).toFixed(1)} s`;
  const fix = 'set the clock by NTP, e.g. `timedatectl set-ntp true`';
  if (Math.abs(skewMs) > MAX_SKEW_MS) return fail(`${text}: nothing is decided`, fix);
  if (Math.abs(skewMs) > WARN_SKEW_MS) return warn(text, fix);
  return ok(`within ${WARN_SKEW_MS / 1000} s of ${source.venue}`);
}

/** The rules may be those of some hours ago; a bar is asked for in any case. */
async function symbolFindings(
  source: CandleSource,
  { symbols, timeframe, newest }: { symbols: readonly string[]; timeframe: string; newest: EpochMs },
): Promise<readonly Finding[]> {
  const rules = await source.marketRules(symbols);
  const pages = source.pages({ symbol: symbols[0], timeframe, from: newest, to: newest + 1 })[Symbol.asyncIterator]();
  await pages.next();
  return [ok(`${source.venue} answers`), ...rules.map((rule) => ok(rulesText(rule)))];
}

function rulesText({ symbol, kind, lotStep, tickSize, minNotional }: MarketRules): string {
  const told = (name: string, value: number | null): string => (value === null ? '' : `, ${name} ${value}`);
  return `${symbol}: ${kind}${told('lot', lotStep)}${told('tick', tickSize)}${told('least order', minNotional)}`;
}
