import { expect, test } from 'vitest';
import { countRefusal, type Refusal, type RefusalCounts } from '../../../src/core/domain/order.ts';

test('an entry is counted once for each of its codes, even where both legs are too small', () => {
  const counts: RefusalCounts = {};
  const small = (leg: string): Refusal => ({ code: 'min_notional', leg, notional_usd: 4, min_notional_usd: 10 });
  countRefusal(counts, [{ code: 'vol', realized_vol: 3 }, small('y'), small('x')]);
  countRefusal(counts, [small('y')]);
  expect(counts).toEqual({ vol: 1, min_notional: 2 });
});
