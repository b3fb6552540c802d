import { expect, it } from 'vitest';
import { decisiveSettings } from '../../../src/core/domain/decisive-settings.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

it('Settings of the three models without a filter read as they did before there was one, letter by letter', () => {
  expect(JSON.stringify(decisiveSettings(strategySettings({ windows: { kalman: 77 } })))).toBe(
    '{"windows":{"olsBeta":200,"zscore":100,"adv":30,"realizedVol":168,"spreadVol":720},' +
      '"thresholds":{"zIn":2,"zOut":0.5,"zStop":3.5},"strategy":{"model":"fixed-beta","direction":"revert"},' +
      '"risk":{"accountUsd":40000,"targetSigmaUsd":200,"maxNotionalUsdPerLeg":25000,"minNotionalUsdPerLeg":10,"maxAdvFrac":0.05},' +
      '"costs":{"feeBps":10,"slippageBps":5},' +
      '"filters":{"minAdvUsd":5000000,"maxRealizedVolAnnual":2,"maxFundingDiffBps8h":null,"maxSpreadVolPercentile":null}}',
  );
});

it('Under kalman its window and its noise count, and the beta window does not', () => {
  const of = (windows: { kalman?: number; olsBeta?: number }, observation: number | null = null): string =>
    JSON.stringify(
      decisiveSettings(
        strategySettings({
          windows,
          strategy: {
            model: 'kalman',
            kalmanNoise: observation === null ? null : { alpha: 0, beta: 0, observation },
          },
        }),
      ),
    );
  expect(of({ olsBeta: 50 })).toBe(of({}));
  expect(of({ kalman: 50 })).not.toBe(of({}));
  expect(new Set([of({}), of({}, 1e-5), of({}, 1e-6)]).size).toBe(3);
});
