import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlignedCandles } from '../../../src/core/domain/aligned-candles.ts';
import { sliceColumns } from '../../../src/core/domain/candle-merge.ts';
import type { FeatureColumns } from '../../../src/core/domain/feature-columns.ts';
import type { SpreadModel, Windows } from '../../../src/core/domain/settings.ts';
import { featureFrame, warmUpBars } from '../../../src/core/features/feature-frame.ts';
import { spreadVolPercentile } from '../../../src/core/strategy/filters.ts';
import { naiveMean, naiveStd } from '../../support/naive-windows.ts';
import { HOUR, simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext } from '../../support/walk-history.ts';

const MODELS = ['fixed-beta', 'rolling-beta', 'residual', 'kalman'] as const;

function sliceFrame(frame: AlignedCandles, start: number, end?: number): AlignedCandles {
  const x = sliceColumns(frame.x, start, end);
  return { ...frame, ts: x.ts, x, y: sliceColumns(frame.y, start, end), filled: frame.filled.subarray(start, end) };
}

const valuesAt = (features: FeatureColumns, i: number): Record<string, number> => ({
  beta: features.beta[i],
  alpha: features.alpha[i],
  spread: features.spread[i],
  spreadMean: features.spreadMean[i],
  spreadStd: features.spreadStd[i],
  z: features.z[i],
  sigma: features.sigma[i],
  advX: features.advUsd.x[i],
  advY: features.advUsd.y[i],
  volX: features.realizedVol.x[i],
  volY: features.realizedVol.y[i],
});

const anyWindows: fc.Arbitrary<Windows> = fc.record({
  olsBeta: fc.integer({ min: 3, max: 120 }),
  zscore: fc.integer({ min: 2, max: 120 }),
  adv: fc.integer({ min: 2, max: 60 }),
  realizedVol: fc.integer({ min: 2, max: 150 }),
  spreadVol: fc.integer({ min: 2, max: 100 }),
  kalman: fc.integer({ min: 8, max: 120 }),
});

describe('the feature frame', () => {
  const holes = { outage: [210, 211, 212, 480], missingX: [150, 400, 401, 590] };
  const frame = simulatedFrame({ bars: 900, seed: 3, ...holes });

  test('from exactly the warm-up bars the last bar and the one before have the very bits the whole history gives', () => {
    fc.assert(
      fc.property(
        anyWindows,
        fc.constantFrom<SpreadModel>(...MODELS),
        fc.nat({ max: 200 }),
        fc.boolean(),
        (windows, model, back, isRanked) => {
          const settings = strategySettings({
            windows,
            strategy: { model },
            filters: { maxSpreadVolPercentile: isRanked ? 90 : null },
          });
          const newest = frame.ts.length - 1 - back;
          const bars = warmUpBars(settings);
          const first = newest + 1 - bars;
          fc.pre(first >= 0);
          const whole = decisionContext(frame, settings);
          const part = decisionContext(sliceFrame(frame, first, newest + 1), settings);
          expect(valuesAt(part.features, bars - 1)).toEqual(valuesAt(whole.features, newest));
          expect(part.features.z[bars - 2]).toBe(whole.features.z[newest - 1]);
          expect(Object.values(valuesAt(part.features, bars - 1)).every(Number.isFinite)).toBe(true);
          if (isRanked) expect(spreadVolPercentile(part, bars - 1)).toBe(spreadVolPercentile(whole, newest));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('no value reads a later bar', () => {
    const windows = { olsBeta: 60, zscore: 30, adv: 10, realizedVol: 50, spreadVol: 100, kalman: 50 };
    for (const model of MODELS) {
      const whole = featureFrame(frame, windows, { model, direction: 'revert', kalmanNoise: null });
      for (const end of [61, 150, 400, 640, 880]) {
        const part = featureFrame(sliceFrame(frame, 0, end), windows, {
          model,
          direction: 'revert',
          kalmanNoise: null,
        });
        for (let i = 0; i < end; i++) expect(valuesAt(part, i)).toEqual(valuesAt(whole, i));
      }
    }
  });

  test('average dollar volume is the mean of close times volume, a filled bar counting as nothing traded', () => {
    const { windows, strategy } = strategySettings();
    const { advUsd } = featureFrame(frame, windows, strategy);
    for (const leg of ['x', 'y'] as const) {
      for (let i = 0; i < frame.ts.length; i++) {
        const dollars = Array.from({ length: 30 }, (_, k) => frame[leg].close[i - k] * frame[leg].volume[i - k]);
        if (i < 29) expect(advUsd[leg][i]).toBeNaN();
        else expect(advUsd[leg][i] / naiveMean(dollars)).toBeCloseTo(1, 11);
      }
    }
    expect(frame.filled.some((flag) => flag === 1)).toBe(true);
  });

  test('realised volatility is the deviation of log returns over a week, scaled to a year of 365 days', () => {
    const { windows, strategy } = strategySettings();
    const { realizedVol } = featureFrame(frame, windows, strategy);
    for (const leg of ['x', 'y'] as const) {
      const { close } = frame[leg];
      for (let i = 0; i < frame.ts.length; i++) {
        const returns = Array.from({ length: 168 }, (_, k) => Math.log(close[i - k] / close[i - k - 1]));
        if (i < 168) expect(realizedVol[leg][i]).toBeNaN();
        else expect(realizedVol[leg][i] / (naiveStd(returns) * Math.sqrt(365 * 24))).toBeCloseTo(1, 9);
      }
    }
  });

  test('volatility is scaled by the length of the bar', () => {
    const { windows, strategy } = strategySettings();
    const hourly = featureFrame(frame, windows, strategy);
    const ts = frame.ts.map((time) => time / 4);
    const quarter = featureFrame({ ...frame, ts, barMs: HOUR / 4 }, windows, strategy);
    const last = frame.ts.length - 1;
    expect(quarter.realizedVol.x[last] / hourly.realizedVol.x[last]).toBeCloseTo(2, 12);
  });
});
