import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isInRange } from '../../../src/core/deployment/version-range.ts';

describe('a range of versions', () => {
  it.each([
    ['20.18.9', false],
    ['20.19.0', true],
    ['20.20.2', true],
    ['21.0.0', false],
    ['22.12.0', false],
    ['22.13.0', true],
    ['24.1.0', true],
    ['18.20.0', false],
  ])('of two alternatives has %s in it: %s', (version, isIn) => {
    expect(isInRange(version, '>=20.19 <21 || >=22.13')).toBe(isIn);
  });

  it('compares numbers, not text, and knows every comparison', () => {
    expect(isInRange('20.9.0', '>=20.19')).toBe(false);
    expect(isInRange('9.9.9', '<10')).toBe(true);
    expect(isInRange('10.0.0', '<=10')).toBe(true);
    expect(isInRange('10.0.1', '>10.0.0')).toBe(true);
    expect(isInRange('10.0.0', '>10.0.0')).toBe(false);
  });

  it('of a kind it does not know is a fault of ours', () => {
    expect(() => isInRange('20.0.0', '^20')).toThrow(RangeError);
  });

  it('is what package.json says, and this Node is in it', () => {
    const { engines } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      engines: { node: string };
    };
    expect(isInRange(process.versions.node, engines.node)).toBe(true);
  });
});
