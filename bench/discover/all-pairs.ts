import { pathToFileURL } from 'node:url';
import { discoveryPool } from '../../src/adapters/pool/discovery-pool.ts';
import { discoveryTasks } from '../../src/core/discovery/discovery-task.ts';
import { judgePairs } from '../../src/core/discovery/judge-pairs.ts';
import { nullCalibration } from '../../src/core/discovery/null-calibration.ts';
import { pairCount } from '../../src/core/discovery/pair-number.ts';
import { ROW_LENGTH } from '../../src/core/discovery/pair-row.ts';
import { strategySettings } from '../../tests/support/strategy-settings.ts';
import { universe } from './universe.ts';

// A process of its own, so that its memory is its own: <symbols> <bars> <worker code>. Prints one JSON object.
const [symbols = 0, bars = 0] = process.argv.slice(2).map(Number);
const code = pathToFileURL(process.argv[4] ?? '');
const ground = universe(symbols, bars, bars);
const options = { strategy: strategySettings(), threshold: 0.05, seed: 1 };
const pool = discoveryPool({ ground, options }, null, code);
const pairs = pairCount(symbols);
const rows = new Float64Array(pairs * ROW_LENGTH);
const tasks = discoveryTasks('pairs', pairs);
// The threads' first tasks compile the code.
await Promise.all(tasks.slice(0, 2 * pool.workers).map((task) => pool.run(task)));
const start = performance.now();
await Promise.all(
  tasks.map(async (task) => {
    rows.set(await pool.run(task), task.first * ROW_LENGTH);
  }),
);
const settings = {
  ...{
    lookbackDays: 90,
    holdoutDays: 0,
    minAdvUsd: 0,
    adfPvalueThreshold: 0.05,
    minCorrelation: 0,
    maxQ: 0.05,
    topN: 10,
  },
  halfLife: { min: 2, max: 240 },
};
const result = judgePairs({
  ...{ venue: 'bench', timeframe: '1h', seed: 1, settings, ground, leftOut: [], rows },
  calibration: nullCalibration([]),
});
const ms = performance.now() - start;
await pool.close();
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ ms, peakMb, pairs, workers: pool.workers, rawPasses: result.rawPasses }));
