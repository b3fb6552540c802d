import { describe, expect, it } from 'vitest';
import { findings, type Finding } from '../../../src/core/data-quality/findings.ts';
import { goodRows, seriesQuality, type SeriesRecord } from '../../../src/core/data-quality/series-quality.ts';
import type { Candle } from '../../../src/core/domain/candle.ts';
import { candleColumns } from '../../../src/core/domain/candle-merge.ts';
import { calmBars, HOUR, months, START, withClose } from './planted-series.ts';

const BARS = calmBars(1000);
const OTHER = candleColumns(calmBars(1000, 2));
const END = START + 1000 * HOUR;

function judged(
  rows: readonly Candle[],
  { record = {}, newestClosed = END - HOUR }: { record?: Partial<SeriesRecord>; newestClosed?: number } = {},
): readonly Finding[] {
  const all: SeriesRecord = {
    symbol: 'BTC/USDT',
    months: months(rows),
    setAside: [],
    confirmedGaps: new Set(),
    revisions: [],
    ...record,
  };
  const quality = seriesQuality(all, goodRows(all, HOUR), OTHER, HOUR);
  return findings(quality, { barMs: HOUR, newestClosed, otherLast: END - HOUR });
}

const short = (found: readonly Finding[]) => found.map(({ check, weight, fix }) => [weight, check, fix]);

describe('what is said of a series', () => {
  it('is nothing when it is whole', () => {
    expect(judged(BARS)).toEqual([]);
  });

  it('is that there is nothing', () => {
    expect(short(judged([]))).toEqual([['problem', 'no_data', 'statarb fetch']]);
  });

  it('names gaps that nobody has asked for again as a problem, with the command that does', () => {
    const rows = BARS.filter((_, k) => k !== 100 && !(k >= 200 && k < 203));
    const [gap] = judged(rows);
    expect(gap).toMatchObject({
      check: 'gap',
      weight: 'problem',
      fix: 'statarb fetch --since 2024-01-05T03:00Z --until 2024-01-09T12:00Z',
    });
    expect(gap.message).toBe(
      '4 bars missing in 2 gaps, the longest 3 bars from 2024-01-09T08:00Z to 2024-01-09T11:00Z; the venue has not been asked for them a second time',
    );
  });

  it('names confirmed gaps as such, and they are no problem', () => {
    const rows = BARS.filter((_, k) => k !== 100);
    const [gap, ...more] = judged(rows, { record: { confirmedGaps: new Set([START + 100 * HOUR]) } });
    expect(more).toEqual([]);
    expect(gap).toMatchObject({ weight: 'note', fix: null });
    expect(gap.message).toContain('1 bar missing from 2024-01-05T04:00Z to 2024-01-05T05:00Z');
    expect(gap.message).toContain('confirmed');
  });

  it('tells a leg that is behind the other, or behind the clock by two bars', () => {
    const behind = judged(BARS.slice(0, 990));
    expect(behind).toMatchObject([{ check: 'stale', weight: 'problem' }]);
    expect(behind[0].message).toBe('the last bar 2024-02-11T05:00Z is 10 bars behind the other leg');
    expect(behind[0].fix).toBe('statarb fetch --since 2024-02-11T05:00Z');
    expect(judged(BARS, { newestClosed: END })).toEqual([]);
    expect(judged(BARS, { newestClosed: END + HOUR })[0].message).toContain('2 bars behind the clock');
  });

  it('tells damaged files and rows that must not be there, each with the month to fetch', () => {
    const rows = BARS.flatMap((bar, k) => (k === 5 ? [bar, bar, { ...bar, volume: -1 }] : [bar]));
    const [january, february] = months(rows);
    const damaged = { ...february, rows: null, damage: 'its checksum is 1, not 2' };
    const found = judged([], { record: { months: [january, damaged] }, newestClosed: END - HOUR });
    expect(short(found)).toEqual([
      ['problem', 'damaged_file', 'statarb fetch --since 2024-02-01T00:00Z --until 2024-03-01T00:00Z'],
      ['problem', 'bad_rows', 'statarb fetch --since 2024-01-01T00:00Z --until 2024-02-01T00:00Z'],
      ['problem', 'stale', 'statarb fetch --since 2024-01-31T23:00Z'],
    ]);
    expect(found[0].message).toContain('/cache/2024-02.parquet is damaged: its checksum is 1, not 2');
    expect(found[1].message).toContain('2 rows of /cache/2024-01.parquet');
  });

  it('reads past bad rows: what is good of a file is measured all the same', () => {
    const rows = [BARS[1], BARS[0], BARS[1], ...BARS.slice(2, 600), { ...BARS[600], close: NaN }, ...BARS.slice(601)];
    const record = { symbol: 'X', months: months(rows), setAside: [], confirmedGaps: new Set<number>(), revisions: [] };
    const good = goodRows(record, HOUR);
    expect([...good.ts]).toEqual(BARS.filter((_, k) => k !== 600).map(({ ts }) => ts));
    expect(good.close[1]).toBe(BARS[1].close);
  });

  it('tells set-aside files: a problem until they are fetched again, then a note', () => {
    const pending = { from: START, to: START + HOUR };
    const setAside = [
      { path: 'a.damaged', pending },
      { path: 'b.damaged', pending: null },
    ];
    const found = judged(BARS, { record: { setAside } });
    expect(short(found)).toEqual([
      ['problem', 'set_aside', 'statarb fetch --since 2024-01-01T00:00Z --until 2024-01-01T01:00Z'],
      ['note', 'set_aside', null],
    ]);
    expect(found[1].message).toContain('b.damaged');
  });

  it('tells a false price as a problem and a large move of the market as a note', () => {
    const [spike] = judged(withClose(BARS, 500, 1.5));
    expect(spike).toMatchObject({ check: 'outlier', weight: 'problem' });
    expect(spike.message).toMatch(/^the close of 2024-01-21T20:00Z is \+4\d\.\d % \(\d+ times the usual\)/);
    expect(spike.fix).toContain('statarb import FILE --symbol BTC/USDT --prefer file');
    const moved = BARS.map((bar, k) => (k < 500 ? bar : scaled(bar, 0.8)));
    const [move] = judged(moved);
    expect(move).toMatchObject({ check: 'outlier', weight: 'note', fix: null });
    expect(move.message).toContain('−20');
  });

  it('tells a leg that was not traded while the other was', () => {
    const rows = BARS.map((bar, k) => (k >= 30 && k < 40 ? { ...bar, volume: 0 } : bar));
    const [silence] = judged(rows);
    expect(silence).toMatchObject({ check: 'zero_volume', weight: 'problem' });
    expect(silence.message).toContain('no trade in 10 bars from 2024-01-02T06:00Z to 2024-01-02T16:00Z');
  });

  it('notes revisions, after the problems', () => {
    const revisions = [{ ts: START, seenAt: START + 5 * HOUR }];
    const found = judged(BARS.slice(0, 900), { record: { revisions } });
    expect(short(found).map(([weight, check]) => [weight, check])).toEqual([
      ['problem', 'stale'],
      ['note', 'revision'],
    ]);
    expect(found[1].message).toContain('1 bar changed by the venue after being stored, last seen 2024-01-01T05:00Z');
  });
});

function scaled(bar: Candle, factor: number): Candle {
  const { ts, open, high, low, close, volume } = bar;
  return { ts, open: open * factor, high: high * factor, low: low * factor, close: close * factor, volume };
}
