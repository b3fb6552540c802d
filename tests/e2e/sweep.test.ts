import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { candleRows } from '../../src/core/domain/candle-merge.ts';
import { simulatedFrame } from '../support/simulated-frame.ts';
import { commandLine, documentOf } from './command-line.ts';

const run = commandLine();
const folder = mkdtempSync(join(tmpdir(), 'statarb-sweep-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface SweepDocument {
  readonly settings_tried: number;
  readonly partial: boolean;
  readonly verdict: { readonly sentence: string };
  readonly ranking: readonly { readonly net: number; readonly trades: number; readonly sharpe: number | null }[];
}

describe('statarb sweep', () => {
  it('tries a grid on cached candles over worker threads and writes table, page and figures', async () => {
    const config = join(folder, 'config.yaml');
    const grid = join(folder, 'grid.yaml');
    writeFileSync(config, 'windows: {ols_beta: 60, zscore: 40}\n');
    writeFileSync(grid, 'thresholds: {z_in: {from: 1, to: 2, step: 0.5}}\nstrategy: {direction: [revert, follow]}\n');
    const { x, y } = simulatedFrame({ bars: 2000 });
    for (const [symbol, leg] of [['BTC/USDT', x] as const, ['ETH/USDT', y] as const]) {
      const file = join(folder, 'candles.csv');
      const rows = candleRows(leg).map(({ ts, open, high, low, close, volume }) =>
        [ts, open, high, low, close, volume].join(','),
      );
      writeFileSync(file, ['ts,open,high,low,close,volume', ...rows].join('\n'));
      expect((await run(['import', file, '--symbol', symbol, '-c', config])).code).toBe(0);
    }

    const sweep = ['sweep', '--grid', grid, '--offline', '--workers', '2', '-c', config, '--log-level', 'error'];
    const ended = await run([...sweep, '--json']);
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    const document = documentOf(ended) as SweepDocument;
    expect(document).toMatchObject({ settings_tried: 6, partial: false });
    expect(document.ranking).toHaveLength(6);

    const out = join(folder, 'reports/sweep');
    expect(readFileSync(join(out, 'sweep.csv'), 'utf8').trim().split('\n')).toHaveLength(7);
    expect(readFileSync(join(out, 'sweep_report.html'), 'utf8')).toContain('<svg');
    expect(JSON.parse(readFileSync(join(out, 'sweep.json'), 'utf8'))).toEqual(document);

    const again = await run(sweep);
    expect(again.stdout.startsWith(document.verdict.sentence)).toBe(true);
  });

  it('says what is wrong with its grid and exits 2', async () => {
    const grid = join(folder, 'wrong.yaml');
    writeFileSync(grid, 'thresholds: {z_inn: [1]}\nwindows: {zscore: [1]}\n');
    const { code, stderr } = await run(['sweep', '--grid', grid, '--offline', '-c', join(folder, 'config.yaml')]);
    expect(code).toBe(2);
    expect(stderr).toContain('has 2 mistakes');
    expect(stderr).toContain('did you mean "z_in"?');
  });
});
