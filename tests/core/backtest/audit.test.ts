import { describe, expect, test } from 'vitest';
import { auditLookAhead } from '../../../src/core/backtest/audit-look-ahead.ts';
import { sampledBars } from '../../../src/core/backtest/audit-sample.ts';
import { auditUnits } from '../../../src/core/backtest/audit-units.ts';
import { auditWarmUp } from '../../../src/core/backtest/audit-warm-up.ts';
import type { FundingRate } from '../../../src/core/domain/funding.ts';
import type { DecisionContext } from '../../../src/core/strategy/decision-context.ts';
import { marketRules } from '../../support/handmade-context.ts';
import { FIRST_BAR, HOUR, simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext } from '../../support/walk-history.ts';

const WINDOWS = { olsBeta: 60, zscore: 40, adv: 20, realizedVol: 48, spreadVol: 90, kalman: 70 };
const EVERY_BAR = { sample: null, seed: 1 };

const frame = simulatedFrame({ bars: 1500, seed: 5, outage: [400, 401, 402, 900], missingX: [600, 601, 1100] });
const RANGE = { from: 0, to: frame.ts.length };

const funding = (seed: number): FundingRate[] =>
  Array.from({ length: 180 }, (_, k) => ({
    ts: FIRST_BAR + k * 8 * HOUR + 7,
    rate: 0.0001 * Math.sin(seed + k),
    mark: k % 3 === 0 ? null : 2_900 + k,
  }));

const CASES: readonly (readonly [what: string, context: DecisionContext])[] = [
  ['fixed beta, reverting', decisionContext(frame, strategySettings({ windows: WINDOWS }))],
  [
    'residual, following',
    decisionContext(
      frame,
      strategySettings({ windows: WINDOWS, strategy: { model: 'residual', direction: 'follow' } }),
    ),
  ],
  [
    'the likeliest filter',
    decisionContext(frame, strategySettings({ windows: WINDOWS, strategy: { model: 'kalman' } })),
  ],
  [
    'a filter of given noise, following',
    decisionContext(
      frame,
      strategySettings({
        windows: WINDOWS,
        strategy: {
          model: 'kalman',
          direction: 'follow',
          kalmanNoise: { alpha: 1e-7, beta: 1e-6, observation: 1e-5 },
        },
      }),
    ),
  ],
  [
    'a filter that ranks volatility',
    decisionContext(frame, strategySettings({ windows: WINDOWS, filters: { maxSpreadVolPercentile: 70 } })),
  ],
  [
    'funding, its filter, and lot steps',
    decisionContext(frame, strategySettings({ windows: WINDOWS, filters: { maxFundingDiffBps8h: 1 } }), {
      funding: { x: funding(1), y: funding(2) },
      rules: {
        x: marketRules({ lotStep: 0.00001, minNotional: 5 }),
        y: marketRules({ lotStep: 0.0001, minNotional: 5 }),
      },
    }),
  ],
  [
    'both rules on the health of the pair',
    decisionContext(
      frame,
      strategySettings({
        windows: { ...WINDOWS, health: 150 },
        filters: { maxHealthP: 0.3 },
        exits: { maxHealthP: 0.5 },
      }),
    ),
  ],
];
const ROLLING = decisionContext(frame, strategySettings({ windows: WINDOWS, strategy: { model: 'rolling-beta' } }));

describe.each(CASES)('with %s', (_, context) => {
  test('no decision, book or feature changes when all later bars are cut off, at every bar', () => {
    const audit = auditLookAhead(context, RANGE, EVERY_BAR);
    expect(audit).toMatchObject({ name: 'look_ahead', checked: frame.ts.length, outcome: 'pass', differences: [] });
  });

  test('prices times a constant change no decision and no dollar', () => {
    const audit = auditUnits(context, RANGE);
    expect(audit).toMatchObject({
      name: 'units',
      checked: frame.ts.length,
      outcome: 'pass',
      differences: [],
      note: null,
    });
  });

  test('longer history changes no feature beyond 1e-9 and no decision, at every bar', () => {
    const audit = auditWarmUp(context, RANGE, EVERY_BAR);
    expect(audit).toMatchObject({ name: 'warm_up', outcome: 'pass', differences: [] });
    expect(audit.checked).toBeGreaterThan(1000);
  });
});

describe('the look-ahead audit', () => {
  const context = CASES[0][1];

  test('passes under rolling beta too', () => {
    expect(auditLookAhead(ROLLING, RANGE, EVERY_BAR).outcome).toBe('pass');
  });

  test('finds a z that knows the next bar', () => {
    const { z } = context.features;
    const foresighted = { ...context, features: { ...context.features, z: Float64Array.of(...z.subarray(1), NaN) } };
    const audit = auditLookAhead(foresighted, RANGE, { sample: 50, seed: 3 });
    expect(audit).toMatchObject({ checked: 50, outcome: 'fail' });
    expect(audit.different).toBeGreaterThan(40);
    expect(audit.differences).toHaveLength(5);
    expect(audit.differences[0]).toMatch(/^2024-\S+Z: features\.z is \S+ on the bars until then, \S+ on all bars$/);
  });

  test('finds a z that was scaled by its standard deviation over the whole sample', () => {
    const { z } = context.features;
    const known = z.filter((value) => !Number.isNaN(value));
    const std = Math.sqrt(known.reduce((sum, value) => sum + value * value, 0) / known.length);
    const rescaled = { ...context, features: { ...context.features, z: z.map((value) => value / std) } };
    expect(auditLookAhead(rescaled, RANGE, { sample: 20, seed: 1 }).outcome).toBe('fail');
  });
});

describe('the units audit', () => {
  test('tells that rolling beta depends on units, and why, without calling it a fault', () => {
    const audit = auditUnits(ROLLING, RANGE);
    expect(audit.outcome).toBe('known');
    expect(audit.different).toBeGreaterThan(10);
    expect(audit.note).toMatch(/rolling-beta is not invariant/);
  });

  test('finds features that were computed in one unit and say they are free of it', () => {
    const { settings } = CASES[0][1];
    expect(auditUnits({ ...ROLLING, settings }, RANGE)).toMatchObject({ outcome: 'fail', note: null });
  });
});

describe('the warm-up audit', () => {
  test('passes over a deviation of 1e-12 and finds one of 1e-7', () => {
    const context = CASES[0][1];
    const offBy = (error: number): DecisionContext => ({
      ...context,
      features: { ...context.features, beta: context.features.beta.map((value) => value + error) },
    });
    expect(auditWarmUp(offBy(1e-12), RANGE, { sample: 30, seed: 1 }).outcome).toBe('pass');
    const audit = auditWarmUp(offBy(1e-7), RANGE, { sample: 30, seed: 1 });
    expect(audit).toMatchObject({ outcome: 'fail', checked: 30, different: 30 });
    expect(audit.differences[0]).toMatch(/beta is \S+ from \d+ bars, \S+ from all bars$/);
  });
});

describe('a sample of bars', () => {
  test('is the same for the same seed, ascending, without repetition, and inside the range', () => {
    const range = { from: 100, to: 400 };
    const bars = sampledBars(range, { sample: 120, seed: 9 });
    expect(bars).toEqual(sampledBars(range, { sample: 120, seed: 9 }));
    expect(bars).not.toEqual(sampledBars(range, { sample: 120, seed: 10 }));
    expect(new Set(bars).size).toBe(120);
    expect(bars.every((bar, k) => bar >= 100 && bar < 400 && (k === 0 || bar > bars[k - 1]))).toBe(true);
  });

  test('is every bar when none or too many are asked for', () => {
    expect(sampledBars({ from: 5, to: 8 }, EVERY_BAR)).toEqual([5, 6, 7]);
    expect(sampledBars({ from: 5, to: 8 }, { sample: 10, seed: 1 })).toEqual([5, 6, 7]);
  });
});
