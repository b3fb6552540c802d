import { describe, expect, test } from 'vitest';
import { discoverer, discoveryTasks } from '../../../src/core/discovery/discovery-task.ts';
import { judgePairs } from '../../../src/core/discovery/judge-pairs.ts';
import { nullCalibration } from '../../../src/core/discovery/null-calibration.ts';
import { pairCount } from '../../../src/core/discovery/pair-number.ts';
import { ROW_LENGTH } from '../../../src/core/discovery/pair-row.ts';
import { engleGranger } from '../../../src/core/stats/engle-granger.ts';
import { discoveryGround } from '../../support/discovery-ground.ts';
import { hasSharedData, loadSharedCandles } from '../../support/shared-data.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const SYMBOLS = ['ADA', 'ALGO', 'ATOM', 'AVAX', 'BCH', 'BNB', 'BTC', 'DOGE', 'DOT', 'ETC', 'ETH', 'LTC'];
const BARS = 2880;
const FORMATION = 2160;

describe.skipIf(!hasSharedData)('twelve real coins over 120 days (needs the shared data)', () => {
  test('every pair gets all its figures, and q is what the definition gives for the p-values of both orders', () => {
    const logs = Object.fromEntries(
      SYMBOLS.map((base) => {
        const candles = loadSharedCandles(`universe/binance_${base}-USDT_1h.csv.gz`) ?? [];
        return [`${base}/USDT`, Float64Array.from(candles.slice(-BARS), ({ close }) => Math.log(close))];
      }),
    );
    const ground = discoveryGround(logs, FORMATION);
    const run = discoverer({ ground, options: { strategy: strategySettings(), threshold: 0.05, seed: 1 } });
    const pairs = pairCount(SYMBOLS.length);
    const rows = new Float64Array(pairs * ROW_LENGTH);
    for (const task of discoveryTasks('pairs', pairs)) rows.set(run(task), task.first * ROW_LENGTH);
    const result = judgePairs({
      ...{ venue: 'binance', timeframe: '1h', seed: 1, leftOut: [], ground, rows, calibration: nullCalibration([]) },
      settings: {
        ...{
          lookbackDays: 90,
          holdoutDays: 30,
          minAdvUsd: 0,
          adfPvalueThreshold: 0.05,
          minCorrelation: 0.5,
          maxQ: 0.05,
        },
        ...{ halfLife: { min: 2, max: 240 }, topN: 10 },
      },
    });

    const all = [...result.everyPair()];
    expect(all).toHaveLength(66);
    const formation = (symbol: string): Float64Array => logs[symbol].subarray(0, FORMATION);
    const tests = all.flatMap(({ pair, engleGranger: found }) => {
      const [y, x] = [formation(pair.y), formation(pair.x)];
      expect(found.yOnX.pValue).toBeCloseTo(engleGranger(y, x).pValue, 9);
      expect(found.xOnY.pValue).toBeCloseTo(engleGranger(x, y).pValue, 9);
      expect(found.yOnX.pValue).toBeLessThanOrEqual(found.xOnY.pValue);
      return [found.yOnX, found.xOnY];
    });
    const sorted = tests.map(({ pValue }) => pValue).sort((a, b) => a - b);
    let harmonic = 0;
    for (let k = 1; k <= sorted.length; k++) harmonic += 1 / k;
    for (const { pValue, q } of tests) {
      const slow = Math.min(
        1,
        ...sorted.map((p, k) => (p >= pValue ? (sorted.length * harmonic * p) / (k + 1) : Infinity)),
      );
      expect(q).toBeCloseTo(slow, 12);
    }
    for (const { correlation, sigma, heldOut, halfLife } of all) {
      expect(correlation).toBeGreaterThan(0);
      expect(sigma).toBeGreaterThan(0);
      expect(heldOut.pValue).toBeGreaterThanOrEqual(0);
      expect(halfLife.value).toBeGreaterThan(0);
    }
    expect(result.sentence).toMatch(/of 132 tests have p ≤ 0.05, where chance alone makes 7\.$/);
  });
});
