import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelPrice } from '../../../../src/core/report/dashboard/level-price.ts';

test('at the price of a level z is that level, and the move to it is the price over the close', () => {
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(
      between(-4, 4),
      between(5, 12),
      between(1, 9),
      between(0.2, 2),
      between(0.001, 0.05),
      (z, logX, logY, beta, std) => {
        const alpha = 0.3;
        const mean = logY - beta * logX - alpha + 0.01;
        const inputs = { ...NONE, logX, logY, beta, alpha, mean, std };
        const { priceY, change } = levelPrice(inputs, z);
        expect((Math.log(priceY) - beta * logX - alpha - mean) / std).toBeCloseTo(z, 6);
        expect(change).toBeCloseTo(priceY / Math.exp(logY) - 1, 9);
      },
    ),
  );
});

const NONE = {
  z: 0,
  zPrev: 0,
  betaPrev: 1,
  alphaPrev: 0,
  meanPrev: 0,
  stdPrev: 1,
  meanRolled: 0,
  stdRolled: 1,
  betaShare: null,
};
