import { describe, expect, it } from 'vitest';
import { settingsGrid } from '../../src/core/backtest/settings-grid.ts';
import { sweeper } from '../../src/core/backtest/sweep.ts';
import type { StrategySettings } from '../../src/core/domain/settings.ts';
import type { TableColumn } from '../../src/ports/table-writer.ts';
import type { Trial } from '../../src/ports/trial-ledger.ts';
import { gridSettings, runSweep, type SweepPorts, type SweepProgress } from '../../src/workflows/sweep-run.ts';
import { writeSweep } from '../../src/workflows/write-sweep.ts';
import { simulatedFrame } from '../support/simulated-frame.ts';
import { strategySettings } from '../support/strategy-settings.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const candles = simulatedFrame({ bars: 1200 });
const history = { candles, funding: { x: [], y: [] }, rules: { x: null, y: null }, from: 0, to: 1200 };
const settings = settingsGrid(strategySettings(), {
  windows: { olsBeta: [40, 60, 80], zscore: [30] },
  thresholds: { zIn: { from: 1, to: 2.5, step: 0.01 } },
});

function sweepPorts(clock = virtualClock(0)) {
  const trials: Trial[] = [];
  const sweep = sweeper(history);
  let tasks = 0;
  const ports: SweepPorts = {
    clock,
    pool: {
      workers: 2,
      run: async (task) => {
        tasks++;
        await clock.sleep(1000);
        return sweep(task);
      },
      close: () => Promise.resolve(),
    },
    ledger: {
      record: (more) => void trials.push(...more),
      summary: () => ({ count: trials.length, variance: 0.001 }),
      recordVerdict: () => undefined,
      verdict: () => null,
      close: () => undefined,
    },
  };
  return { ports, trials, tasks: () => tasks };
}

const request = (over: { signal?: AbortSignal; onProgress?: (progress: SweepProgress) => void } = {}) => ({
  history,
  market: 'venue BTC/USDT~ETH/USDT 1h',
  settings,
  signal: new AbortController().signal,
  onProgress: () => undefined,
  ...over,
});

describe('running a sweep', () => {
  it('tries every setting once, ranks them, and writes each to the trial ledger', async () => {
    const { ports, trials } = sweepPorts();
    const result = await runSweep(ports, request());
    expect(result.isPartial).toBe(false);
    expect(new Set(result.ranking.map((tried) => tried.settings))).toEqual(new Set<StrategySettings>(settings));
    const sharpes = result.ranking.map(({ figures }) => (Number.isNaN(figures.sharpe) ? -Infinity : figures.sharpe));
    expect(sharpes).toEqual([...sharpes].sort((a, b) => b - a));
    expect(new Set(trials.map(({ setting }) => setting)).size).toBe(settings.length);
    expect(trials.every(({ market }) => market === 'venue BTC/USDT~ETH/USDT 1h')).toBe(true);
    expect(result.evidence).toMatchObject({ trials: settings.length, pboSettings: settings.length });
    expect(result.evidence.deflatedSharpe).toBeGreaterThanOrEqual(0);
    expect(result.evidence.pbo).toBeGreaterThanOrEqual(0);
    expect(result.heatMaps.map(({ rowAxis, columnAxis }) => [rowAxis, columnAxis])).toEqual([['ols_beta', 'z_in']]);
  });

  it('tells how many settings are done and how long the rest takes at that pace', async () => {
    const seen: SweepProgress[] = [];
    await runSweep(sweepPorts().ports, request({ onProgress: (progress) => void seen.push(progress) }));
    expect(seen.at(-1)).toEqual({ done: settings.length, total: settings.length, leftMs: 0 });
    expect(seen.map(({ done }) => done)).toEqual([...seen.map(({ done }) => done)].sort((a, b) => a - b));
    for (const { done, total, leftMs } of seen.slice(0, -1)) {
      expect(done).toBeLessThan(total);
      expect(leftMs).toBeGreaterThan(0);
    }
  });

  it('leaves what is done when it is interrupted, and says that it is not all', async () => {
    const interrupt = new AbortController();
    const { ports, trials, tasks } = sweepPorts();
    const result = await runSweep(
      ports,
      request({
        signal: interrupt.signal,
        onProgress: () => {
          interrupt.abort();
        },
      }),
    );
    expect(result.isPartial).toBe(true);
    expect(tasks()).toBe(2);
    expect(result.asked).toBe(settings.length);
    expect(result.ranking.length).toBeGreaterThan(0);
    expect(result.ranking.length).toBeLessThan(settings.length);
    expect(trials).toHaveLength(result.ranking.length);
  });

  it('has nothing to say when it is interrupted before it began', async () => {
    const { ports, tasks } = sweepPorts();
    const result = await runSweep(ports, request({ signal: AbortSignal.abort() }));
    expect(tasks()).toBe(0);
    expect(result.verdict).toEqual({ level: 'NOTHING FOUND', reason: 'no setting was tried' });
  });

  it('refuses a grid that makes no setting at all', () => {
    expect(() => gridSettings(strategySettings(), { thresholds: { zIn: [0.2] } })).toThrow('makes no setting');
  });

  it('writes one row a setting, best first, to CSV and Parquet, and a page without scripts', async () => {
    const result = await runSweep(sweepPorts().ports, request());
    const written = new Map<string, string | Uint8Array>();
    const tables = new Map<string, readonly TableColumn[]>();
    const write = (): Promise<void> =>
      writeSweep(
        {
          files: { write: (path, content) => void written.set(path, content) },
          tables: {
            write: (columns, format, path) => {
              tables.set(`${format} ${path ?? ''}`, columns);
              return Promise.resolve();
            },
          },
        },
        result,
        { pair: '<b>BTC~ETH', venue: 'binance', timeframe: '1h', from: candles.ts[0], to: candles.ts[1199] },
        (name) => `out/${name}`,
      );
    await write();
    expect([...tables.keys()]).toEqual(['csv out/sweep.csv', 'parquet out/sweep.parquet']);
    for (const columns of tables.values()) {
      for (const { name, values } of columns) expect(values.length, name).toBe(settings.length);
    }
    const page = String(written.get('out/sweep_report.html'));
    expect(page).toContain('&lt;b&gt;BTC~ETH');
    expect(page).not.toMatch(/<script|<b>BTC|https?:/);
    expect(page.match(/<svg/g)).toHaveLength(1);
    const document = JSON.parse(String(written.get('out/sweep.json'))) as { ranking: { sharpe: number | null }[] };
    expect(document.ranking.map(({ sharpe }) => sharpe ?? NaN)).toEqual(
      result.ranking.map(({ figures }) => figures.sharpe),
    );
    await write();
    expect(String(written.get('out/sweep_report.html'))).toBe(page);
  });
});
