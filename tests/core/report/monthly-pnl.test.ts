import { expect, test } from 'vitest';
import { monthlyPnl } from '../../../src/core/report/monthly-pnl.ts';

test('days add up to months and months to years, in UTC; a month without a day is unknown, a year without one has no sum', () => {
  const days = Float64Array.of(
    Date.UTC(2022, 11, 30),
    Date.UTC(2022, 11, 31),
    Date.UTC(2024, 0, 1),
    Date.UTC(2024, 2, 31),
  );
  const pnl = Float64Array.of(0.01, -0.03, 0.02, 0.005);
  const years = monthlyPnl({ days, pnl, equity: new Float64Array(4) }, 40_000);
  expect(years.map(({ year }) => year)).toEqual([2022, 2023, 2024]);
  expect(years[0].months[11]).toBeCloseTo(-800, 9);
  expect(years[0].months.slice(0, 11).every(Number.isNaN)).toBe(true);
  expect(years[1].months.every(Number.isNaN)).toBe(true);
  expect(years[2].months[0]).toBeCloseTo(800, 9);
  expect(years[2].months[1]).toBeNaN();
  expect(years[2].total).toBeCloseTo(1000, 9);
});
