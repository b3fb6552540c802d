import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bertramBands } from '../../../src/core/stats/bertram-bands.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';

interface Case {
  readonly theta: number;
  readonly sigma: number;
  readonly cost: number;
  readonly entry: number;
  readonly exit: number;
  readonly returnPerBar: number;
  readonly barsPerTrade: number;
}
/** First-passage times by quadrature, and both bands by a search that knows nothing of their symmetry (scipy). */
const CASES = (
  JSON.parse(readFileSync(new URL('../../fixtures/bertram-bands.json', import.meta.url), 'utf8')) as readonly Case[]
).filter(({ cost }) => cost > 0);

describe.each(CASES)('theta $theta, sigma $sigma, cost $cost', ({ theta, sigma, cost, ...expected }) => {
  const found = bertramBands({ theta, sigma }, cost);

  it('the bands and what they earn are those of the quadrature', () => {
    expect(found.entry / expected.entry).toBeCloseTo(1, 6);
    expect(found.exit / expected.exit).toBeCloseTo(1, 6);
    expect(found.returnPerBar / expected.returnPerBar).toBeCloseTo(1, 10);
    expect(found.barsPerTrade / expected.barsPerTrade).toBeCloseTo(1, 6);
  });

  it('are in proportion: twice the sigma and the cost, twice the bands', () => {
    const twice = bertramBands({ theta, sigma: 2 * sigma }, 2 * cost);
    expect(twice.exit / found.exit).toBeCloseTo(2, 9);
    expect(twice.returnPerBar / found.returnPerBar).toBeCloseTo(2, 9);
  });
});

it('A simulated spread earns what is promised', () => {
  const [theta, sigma, cost] = [0.01, 0.01, 0.02];
  const { entry, exit, returnPerBar, barsPerTrade } = bertramBands({ theta, sigma }, cost);
  const uniform = randomSource(11);
  const steps = 20;
  const phi = Math.exp(-theta / steps);
  const noise = sigma * Math.sqrt((1 - phi * phi) / (2 * theta));
  // Seen in steps, a band is met late, as if it were this much further out (Siegmund 1979).
  const late = 0.5826 * sigma * Math.sqrt(1 / steps);
  const bars = 300_000;
  let [spread, isLong, trades] = [0, false, 0];
  for (let k = 0; k < bars * steps; k++) {
    spread = phi * spread + noise * standardNormal(uniform);
    if (isLong && spread >= exit - late) [isLong, trades] = [false, trades + 1];
    else if (!isLong && spread <= entry + late) isLong = true;
  }
  expect(bars / trades / barsPerTrade).toBeCloseTo(1, 1);
  expect((trades * (exit - entry - cost)) / bars / returnPerBar).toBeCloseTo(1, 1);
});

it('Without a cost the bands meet at the mean, and the cheaper the trade the nearer they are', () => {
  const ou = { theta: 0.02, sigma: 0.01 };
  const exits = [0.1, 0.01, 1e-3, 1e-6, 1e-9, 0].map((cost) => bertramBands(ou, cost).exit);
  expect(exits).toEqual([...exits].sort((a, b) => b - a));
  expect(exits.at(-1)).toBe(0);
  const free = bertramBands(ou, 0).returnPerBar;
  expect(free).toBeCloseTo((0.01 * Math.sqrt(0.02)) / (2 * Math.sqrt(Math.PI)), 12);
  expect(bertramBands(ou, 1e-9).returnPerBar / free).toBeCloseTo(1, 4);
});

it('A cost that no spread can bear leaves bands above half of it, and nothing earned', () => {
  const found = bertramBands({ theta: 0.1, sigma: 0.001 }, 1);
  expect(found.exit).toBeGreaterThan(0.5);
  expect([found.returnPerBar, found.barsPerTrade]).toEqual([0, Infinity]);
});

it.each([
  [{ theta: 0, sigma: 1 }, 0.1],
  [{ theta: Infinity, sigma: 1 }, 0.1],
  [{ theta: 1, sigma: NaN }, 0.1],
  [{ theta: 1, sigma: 1 }, -0.1],
])('No bands for %j at a cost of %d', (ou, cost) => {
  expect(Object.values(bertramBands(ou, cost)).every(Number.isNaN)).toBe(true);
});
