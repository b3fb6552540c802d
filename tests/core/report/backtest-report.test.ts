import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { chartAssets } from '../../../src/adapters/report/chart-assets.ts';
import { pageClient } from '../../../src/core/report/client/page-client.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { reportPage, sampleBacktest, sampleWalkForward } from '../../support/sample-backtest.ts';
import { simulatedFrame } from '../../support/simulated-frame.ts';

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&<!--`;
const assets = chartAssets();
const result = sampleBacktest();
const withWalkForward = { ...result, walkForward: sampleWalkForward(result) };

describe('the page of a backtest', () => {
  test('says the verdict before anything else, in words', () => {
    const html = reportPage(result, assets);
    const body = html.slice(html.indexOf('<main>')).replace(/<[^>]+>/g, '');
    expect(body.indexOf(result.verdict.sentence)).toBeGreaterThan(-1);
    expect(body.indexOf(result.verdict.sentence)).toBeLessThan(body.indexOf('gates'));
  });

  test('is the same, byte for byte, for the same result', () => {
    expect(reportPage(withWalkForward, assets)).toBe(reportPage(withWalkForward, assets));
  });

  test('names no address that could be asked for, and forbids asking', () => {
    const html = reportPage(withWalkForward, { chartScript: '', chartStyle: '' });
    expect(html).not.toMatch(/https?:|src=|url\(|@import|<(?!link rel="icon" href="data:,")link/);
    expect(html).toContain("default-src 'none'");
  });

  test('keeps text from outside as text, wherever it stands', () => {
    const hostile = {
      ...withWalkForward,
      pair: { x: `${HOSTILE}/A`, y: `B${HOSTILE}/C` },
      venue: HOSTILE,
      timeframe: HOSTILE,
      verdict: {
        ...result.verdict,
        sentence: HOSTILE,
        gates: result.verdict.gates.map((gate) => ({ ...gate, id: HOSTILE, label: HOSTILE, threshold: HOSTILE })),
      },
      manifest: { ...result.manifest, runId: HOSTILE, configHash: HOSTILE, codeVersion: HOSTILE, dataHash: HOSTILE },
    };
    const html = reportPage(hostile, { chartScript: `const a = "</script>"`, chartStyle: '' });
    expect(html.match(/<\/script>/g)).toHaveLength(3);
    expect(html.match(/<script/g)).toHaveLength(3);
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<!--');
    const [, json = ''] = /<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(html) ?? [];
    expect((JSON.parse(json) as { legs: unknown }).legs).toEqual(hostile.pair);
  });

  test('shows a dash for every figure of a run without a trade', () => {
    const quiet = sampleBacktest({ settings: strategySettings({ filters: { minAdvUsd: 1e15 } }) });
    expect(quiet.metrics.trades).toBe(0);
    const html = reportPage(quiet, assets);
    expect(html).toMatch(/Win rate<\/th><td class="n value">–</);
    expect(html).toContain('No trade was closed.');
    expect(html).not.toContain('NaN');
  });

  test('stands up without a single bar', () => {
    const empty = sampleBacktest({ candles: simulatedFrame({ bars: 50 }) });
    expect(empty.metrics.bars).toBe(0);
    const html = reportPage(empty, assets);
    expect(html).toContain('There is no bar to draw.');
    expect(html.slice(0, html.indexOf('report-data'))).not.toContain('NaN');
  });

  test('has a fold table only after a walk-forward, and says when a fold stays out', () => {
    expect(reportPage(result, assets)).not.toContain('id="walk-forward"');
    expect(reportPage(withWalkForward, assets)).toContain('stays out: no setting had a positive Sharpe in sample');
  });

  test('carries a program without a syntax error', () => {
    expect(() => new Script(pageClient)).not.toThrow();
  });
});
