import { counted } from '../domain/decimal-text.ts';
import { isoMinute, type EpochMs } from '../domain/time.ts';
import type { Outlier } from './outliers.ts';
import type { SeriesQuality } from './series-quality.ts';

/** One thing to know about a cached series. */
export interface Finding {
  readonly symbol: string;
  readonly check:
    'no_data' | 'damaged_file' | 'bad_rows' | 'set_aside' | 'gap' | 'stale' | 'outlier' | 'zero_volume' | 'revision';
  /** A `problem` can change a decision, and something can be done about it; a `note` is good to know. */
  readonly weight: 'problem' | 'note';
  readonly message: string;
  /** What to do, or null for nothing. */
  readonly fix: string | null;
}

/** What a series is measured against. */
export interface Yardstick {
  readonly barMs: number;
  /** Open time of the newest bar that is closed by now. */
  readonly newestClosed: EpochMs;
  /** Last bar of the other leg, or null. */
  readonly otherLast: EpochMs | null;
}

const fetchCommand = (from: EpochMs, to?: EpochMs): string =>
  `statarb fetch --since ${isoMinute(from)}${to === undefined ? '' : ` --until ${isoMinute(to)}`}`;

/** Everything to be said about one series, problems first, each with what to do. */
export function findings(quality: SeriesQuality, yardstick: Yardstick): readonly Finding[] {
  const found: Finding[] = [];
  const say = (
    check: Finding['check'],
    weight: Finding['weight'],
    message: string,
    fix: string | null = null,
  ): void => {
    found.push({ symbol: quality.symbol, check, weight, message, fix });
  };
  if (quality.bars === 0) say('no_data', 'problem', 'nothing is cached', 'statarb fetch');
  fileFindings(quality, say);
  gapFindings(quality, yardstick.barMs, say);
  staleFindings(quality, yardstick, say);
  priceFindings(quality, say);
  const newest = quality.revisions.at(-1);
  if (newest !== undefined) {
    const count = counted(quality.revisions.length, 'bar');
    say('revision', 'note', `${count} changed by the venue after being stored, last seen ${isoMinute(newest.seenAt)}`);
  }
  return found.sort((a, b) => Number(b.weight === 'problem') - Number(a.weight === 'problem'));
}

type Say = (check: Finding['check'], weight: Finding['weight'], message: string, fix?: string | null) => void;

function fileFindings({ damagedFiles, faultyFiles, setAside }: SeriesQuality, say: Say): void {
  for (const { path, month, damage } of damagedFiles) {
    say('damaged_file', 'problem', `${path} is damaged: ${damage ?? ''}`, fetchMonth(month));
  }
  for (const { file, faults } of faultyFiles) {
    const [first] = faults;
    const rows = `${counted(faults.length, 'row')} of ${file.path} must not be there`;
    say('bad_rows', 'problem', `${rows}, first ${isoText(first.ts)}: ${first.text}`, fetchMonth(file.month));
  }
  for (const { path, pending } of setAside) {
    if (pending === null) say('set_aside', 'note', `${path} was damaged and has been fetched again: it may be deleted`);
    else {
      const fix = fetchCommand(pending.from, pending.to);
      say('set_aside', 'problem', `what lay in ${path} has not been fetched again`, fix);
    }
  }
}

function gapFindings({ gaps }: SeriesQuality, barMs: number, say: Say): void {
  const open = gaps.filter(({ bars, confirmed }) => confirmed < bars);
  const confirmed = gaps.filter(({ bars, confirmed: known }) => known === bars);
  const first = open.at(0);
  const last = open.at(-1);
  if (first !== undefined && last !== undefined) {
    const text = `${gapText(open)}; the venue has not been asked for them a second time`;
    say('gap', 'problem', text, fetchCommand(first.from - barMs, last.to + barMs));
  }
  if (confirmed.length > 0) say('gap', 'note', `${gapText(confirmed)}; the venue does not have them (confirmed gaps)`);
}

function gapText(gaps: SeriesQuality['gaps']): string {
  const bars = gaps.reduce((sum, gap) => sum + gap.bars, 0);
  const longest = gaps.reduce((best, gap) => (gap.bars > best.bars ? gap : best));
  const where = gaps.length === 1 ? 'from' : `in ${gaps.length} gaps, the longest ${counted(longest.bars, 'bar')} from`;
  return `${counted(bars, 'bar')} missing ${where} ${isoMinute(longest.from)} to ${isoMinute(longest.to)}`;
}

function staleFindings({ last }: SeriesQuality, { barMs, newestClosed, otherLast }: Yardstick, say: Say): void {
  if (last === null) return;
  const isBehindOther = otherLast !== null && last < otherLast;
  if (isBehindOther) {
    const bars = counted((otherLast - last) / barMs, 'bar');
    say('stale', 'problem', `the last bar ${isoMinute(last)} is ${bars} behind the other leg`, fetchCommand(last));
  } else if (last < newestClosed - barMs) {
    const bars = counted((newestClosed - last) / barMs, 'bar');
    say('stale', 'problem', `the last bar ${isoMinute(last)} is ${bars} behind the clock`, fetchCommand(last));
  }
}

function priceFindings(quality: SeriesQuality, say: Say): void {
  const suspects = quality.outliers.filter(({ isSuspect }) => isSuspect);
  for (const outlier of suspects) {
    const text = `the close of ${isoMinute(outlier.ts)} is ${moveText(outlier)} from the one before, and the other leg did not move with it`;
    say(
      'outlier',
      'problem',
      text,
      `compare it with another source; if it is wrong, statarb import FILE --symbol ${quality.symbol} --prefer file`,
    );
  }
  const moves = quality.outliers.filter(({ isSuspect }) => !isSuspect);
  if (moves.length > 0) {
    const largest = moves.reduce((best, one) => (Math.abs(one.logReturn) > Math.abs(best.logReturn) ? one : best));
    const text = `${counted(moves.length, 'very large move')} that the market seems to have made, the largest ${moveText(largest)} on ${isoMinute(largest.ts)}`;
    say('outlier', 'note', text);
  }
  for (const { from, to, bars, isOneSided } of quality.zeroVolumeRuns) {
    const text = `no trade in ${counted(bars, 'bar')} from ${isoMinute(from)} to ${isoMinute(to)}`;
    if (!isOneSided) say('zero_volume', 'note', text);
    else {
      const fix = 'compare it with another source; a symbol that is hardly traded is no leg of a pair';
      say('zero_volume', 'problem', `${text}, while the other leg was traded`, fix);
    }
  }
}

const moveText = ({ logReturn, scales }: Outlier): string =>
  `${logReturn < 0 ? '−' : '+'}${(Math.abs(Math.expm1(logReturn)) * 100).toFixed(1)} % (${scales.toFixed(0)} times the usual)`;

function fetchMonth(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return fetchCommand(Date.UTC(year, number - 1), Date.UTC(year, number));
}

/** A bad row's time may be anything. */
const isoText = (ts: EpochMs): string => (Number.isFinite(ts) && Math.abs(ts) < 8.64e15 ? isoMinute(ts) : String(ts));
