import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64, packedColumn, timeRuns } from '../../../src/core/report/packed-column.ts';

test('bytes are written in the base64 that everyone reads', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    }),
  );
});

test('a column of 64 bits keeps every digit, one of 32 bits seven of them', () => {
  const values = Float64Array.of(0, -0.1, 40_044.9, NaN, 1e-9, 123_456_789.125);
  const read = (bits: 32 | 64): number[] => {
    const bytes = Buffer.from(packedColumn(values, bits).base64, 'base64');
    return Array.from(values, (_, i) => (bits === 64 ? bytes.readDoubleLE(8 * i) : bytes.readFloatLE(4 * i)));
  };
  expect(read(64)).toEqual([...values]);
  expect(read(32)).toEqual([...new Float32Array(values)]);
});

test('times are runs that begin anew after each hole', () => {
  expect(timeRuns(Float64Array.of(10, 20, 30, 60, 70), 10)).toEqual([
    [10, 3],
    [60, 2],
  ]);
  expect(timeRuns(new Float64Array(0), 10)).toEqual([]);
});
