import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entryOdds, oddsInWords } from '../../../src/core/tickets/entry-odds.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const settings = strategySettings();

it('An entry at z = -2.4 with sigma 0.8 % can win 152 bps and must pay its round trip', () => {
  const odds = entryOdds(settings, -2.4, 0.008, 66, 10_000);
  expect(odds.edgeBps).toBeCloseTo(152, 9);
  expect(odds.lossBps).toBeCloseTo(88, 9);
  expect(odds.costBps).toBeCloseTo(66, 9);
  expect(odds.neededHitRate).toBeCloseTo((88 + 66) / (152 + 88), 12);
  expect(oddsInWords(odds)).toBe(
    'Edge if it reverts: 152 bps, cost: 66 bps, loss at the stop: 88 bps; needs a hit rate of 64 %',
  );
});

it('An entry whose cost is above its edge cannot pay, and the words say so', () => {
  const odds = entryOdds(settings, 2.1, 0.0026, 66, 10_000);
  expect(odds.neededHitRate).toBeGreaterThan(1);
  expect(oddsInWords(odds)).toMatch(/cannot pay: the cost is above the edge$/);
});

it('The needed hit rate is the one at which winners pay losers and costs', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 2.01, max: 3.4, noNaN: true }),
      fc.double({ min: 1e-4, max: 0.1, noNaN: true }),
      fc.double({ min: 0, max: 300, noNaN: true }),
      (z, sigma, cost) => {
        const { edgeBps, lossBps, costBps, neededHitRate: p } = entryOdds(settings, z, sigma, cost, 10_000);
        if (edgeBps === null || p === null) throw new Error('reverting has a target');
        expect(p * edgeBps - (1 - p) * lossBps - costBps).toBeCloseTo(0, 6);
        expect(p > 1).toBe(costBps > edgeBps);
      },
    ),
  );
});

it('Following has no target, and names what falling back would lose', () => {
  const odds = entryOdds(strategySettings({ strategy: { direction: 'follow' } }), 2.4, 0.008, 66, 10_000);
  expect(odds).toMatchObject({ edgeBps: null, neededHitRate: null });
  expect(odds.lossBps).toBeCloseTo(152, 9);
  expect(oddsInWords(odds)).toBe(
    'No target when following; loss if it falls back to the exit level: 152 bps, cost: 66 bps',
  );
});
