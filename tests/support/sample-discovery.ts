import { discoverer, discoveryTasks } from '../../src/core/discovery/discovery-task.ts';
import type {
  DiscoveryGround,
  DiscoveryResult,
  DiscoverySettings,
  JudgedPair,
} from '../../src/core/discovery/discovery-result.ts';
import { judgePairs } from '../../src/core/discovery/judge-pairs.ts';
import { nullCalibration, nullRows } from '../../src/core/discovery/null-calibration.ts';
import { pairCount } from '../../src/core/discovery/pair-number.ts';
import { pairSpread } from '../../src/core/discovery/pair-spread.ts';
import { ROW_LENGTH } from '../../src/core/discovery/pair-row.ts';
import type { SpreadSeries } from '../../src/core/report/discovery/spreads-section.ts';
import { simulatedPair } from '../../src/core/simulation/simulated-pair.ts';
import { discoveryGround } from './discovery-ground.ts';
import { strategySettings } from './strategy-settings.ts';

const BARS = 1600;
const FORMATION = 1200;

const SETTINGS: DiscoverySettings = {
  ...{ lookbackDays: 50, holdoutDays: 17, minAdvUsd: 0, adfPvalueThreshold: 0.05, minCorrelation: 0.2, maxQ: 0.05 },
  ...{ halfLife: { min: 2, max: 240 }, topN: 10 },
};

/** A discovery among six symbols, with a pair that is tied together unless told otherwise, and a name that would break a careless page. */
export function sampleDiscovery({ isTied = true } = {}): {
  readonly result: DiscoveryResult;
  readonly ground: DiscoveryGround;
} {
  const walks = (seed: number) => simulatedPair(BARS, { seed, halfLifeBars: Infinity });
  const tied = simulatedPair(BARS, { seed: 1, halfLifeBars: isTied ? 6 : Infinity });
  const ground = discoveryGround(
    {
      'A/USDT': tied.x,
      '<b>&"/USDT': tied.y,
      'C/USDT': walks(12).x,
      'D/USDT': walks(13).x,
      'E/USDT': walks(14).x,
      'F/USDT': walks(15).x,
    },
    FORMATION,
  );
  const options = { strategy: strategySettings(), threshold: SETTINGS.adfPvalueThreshold, seed: 1 };
  const run = discoverer({ ground, options });
  const pairs = pairCount(ground.symbols.length);
  const rows = new Float64Array(pairs * ROW_LENGTH);
  for (const task of discoveryTasks('pairs', pairs)) rows.set(run(task), task.first * ROW_LENGTH);
  const result = judgePairs({
    ...{ venue: 'simulated', timeframe: '1h', seed: 1, settings: SETTINGS, ground, rows },
    leftOut: [{ symbol: 'U<S>D/USDT', reason: 'stablecoin', detail: 'its price is tied to its quote currency' }],
    calibration: nullCalibration(nullRows(ground, options, 0, 40)),
  });
  return { result, ground };
}

/** What the page draws of the first pairs. */
export const sampleSpreads = ({ result, ground }: ReturnType<typeof sampleDiscovery>): readonly SpreadSeries[] =>
  result.pairs.slice(0, 4).map((judged) => ({
    judged,
    spread: pairSpread(ground, judged),
    formationBars: ground.formationBars,
  }));

export const SAMPLE_PROVENANCE = { runId: 'simulated_USDT_1h_0123abcd', codeVersion: '0.0.0', dataHash: 'feedbeef' };

/**
 * A result over so many symbols, made up without a test being run: `significant` pairs with q ≤ 0.05, each a symbol with one of
 * the first four; of the others q falls slowly from 1.
 */
export function manySymbols(count: number, significant: number): DiscoveryResult {
  const { result } = sampleDiscovery();
  const symbols = Array.from({ length: count }, (_, k) => `COIN${k}/USDT`);
  const [first] = result.pairs;
  const judged = function* (): Generator<JudgedPair> {
    let rank = 0;
    for (let b = 1; b < count; b++) {
      for (let a = 0; a < b; a++) {
        rank++;
        const q = rank <= significant ? (0.05 * rank) / significant : 1 - 1 / (rank + 9);
        const [x, y] = rank <= significant ? [rank % 4, 4 + rank] : [a, b];
        const pair = { x: symbols[x], y: symbols[y] };
        yield { ...first, pair, q, rank, rejections: rank <= significant ? [] : ['q', 'correlation'] };
      }
    }
  };
  const pairs = [...judged()].slice(0, Math.max(100, significant));
  const pairsTested = (count * (count - 1)) / 2;
  return { ...result, symbols, pairsTested, tests: 2 * pairsTested, significant, chosen: 0, pairs, everyPair: judged };
}
