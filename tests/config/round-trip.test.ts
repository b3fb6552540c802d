import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { StrategySettings } from '../../src/core/domain/settings.ts';
import { loadConfig } from '../../src/config/load-config.ts';

const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value));
const bars = (min: number): fc.Arbitrary<number> => fc.integer({ min, max: 100_000 });

/** 0 ≤ zOut < zIn < zStop. */
const thresholds = fc
  .uniqueArray(number(0.001, 50), { minLength: 3, maxLength: 3 })
  .map((levels) => [...levels].sort((a, b) => a - b))
  .map(([zOut, zIn, zStop]) => ({ zOut, zIn, zStop }));

const settings: fc.Arbitrary<StrategySettings> = fc.record({
  windows: fc.record({
    olsBeta: bars(3),
    zscore: bars(2),
    adv: bars(2),
    realizedVol: bars(2),
    spreadVol: bars(2),
    kalman: bars(4),
  }),
  thresholds,
  strategy: fc.record({
    model: fc.constantFrom('fixed-beta' as const, 'rolling-beta' as const, 'residual' as const, 'kalman' as const),
    direction: fc.constantFrom('revert' as const, 'follow' as const),
    kalmanNoise: fc.option(fc.record({ alpha: number(0, 1), beta: number(0, 1), observation: number(1e-12, 1) })),
  }),
  risk: fc.record({
    accountUsd: number(1e-3, 1e12),
    targetSigmaUsd: number(1e-3, 1e9),
    maxNotionalUsdPerLeg: number(1e3, 1e12),
    minNotionalUsdPerLeg: number(0, 1e3),
    maxAdvFrac: number(1e-9, 1),
  }),
  costs: fc.record({ feeBps: number(0, 9_999), slippageBps: number(0, 9_999) }),
  filters: fc.record({
    minAdvUsd: number(0, 1e15),
    maxRealizedVolAnnual: number(1e-6, 1e3),
    maxFundingDiffBps8h: fc.option(number(0, 1e4)),
    maxSpreadVolPercentile: fc.option(number(0.001, 100)),
  }),
});

const snakeCase = (name: string): string => name.replace(/[A-Z]|(?<=\D)8/g, (letter) => `_${letter.toLowerCase()}`);

/** `{olsBeta: 200}` → `{ols_beta: 200}`, at every depth. */
function inWordsOfTheFile(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [snakeCase(key), inWordsOfTheFile(item)]));
}

describe('settings', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'statarb-round-trip-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('of any valid values come back from YAML as they were, with one hash each', () => {
    const file = join(folder, 'config.yaml');
    const hashes = new Map<string, string>();
    fc.assert(
      fc.property(settings, fc.constantFrom('BLOCK_FOLDED' as const, 'PLAIN' as const), (chosen, defaultStringType) => {
        writeFileSync(file, stringify(inWordsOfTheFile(chosen), { defaultStringType }));
        const config = loadConfig(file, {});
        expect(config.settings).toEqual(chosen);
        const known = hashes.get(config.hash);
        const text = JSON.stringify(config.settings);
        expect(known ?? text).toBe(text);
        hashes.set(config.hash, text);
      }),
      { numRuns: 200 },
    );
  });

  it('of any shape either load or are refused with a list of mistakes, never with a crash', () => {
    const file = join(folder, 'config.yaml');
    const anything = fc.object({
      key: fc.constantFrom(
        'exchange',
        'id',
        'options',
        'symbols',
        'base',
        'pairs',
        'windows',
        'ols_beta',
        'risk',
        'zz',
      ),
      values: [fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant('${X}')],
      maxDepth: 3,
    });
    fc.assert(
      fc.property(anything, (content) => {
        writeFileSync(file, stringify(content));
        try {
          loadConfig(file, {});
        } catch (error) {
          expect(error).toMatchObject({ name: 'AppError', code: 'settings' });
        }
      }),
      { numRuns: 300 },
    );
  });
});
