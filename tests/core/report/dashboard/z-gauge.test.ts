import { describe, expect, test } from 'vitest';
import { zGauge, type GaugeReading } from '../../../../src/core/report/dashboard/z-gauge.ts';
import { strategySettings } from '../../../support/strategy-settings.ts';

const reading = (changed: Partial<GaugeReading> = {}): GaugeReading => ({
  z: -1.31,
  zPrev: -1.2,
  side: 'flat',
  isOver: false,
  zEntry: null,
  settings: strategySettings(),
  ...changed,
});

/** Where a circle of this class lies, in percent of the width. */
const placeOf = (svg: string, name: string): number =>
  Number(new RegExp(`class="${name}" cx="([\\d.]+)%`).exec(svg)?.[1]);

const zones = (svg: string): string[] =>
  [...svg.matchAll(/class="zone (\w+)" x="([\d.]+)%" y="44" width="([\d.]+)%/g)].map(
    ([, kind, from, width]) => `${kind} ${Number(from).toFixed(1)} to ${(Number(from) + Number(width)).toFixed(1)}`,
  );

const words = (svg: string): string[] =>
  [...svg.matchAll(/class="level[^>]*>([^<]*)<\/text><text class="word[^>]*>([^<]*)</g)].map(
    ([, z, word]) => `${word} ${z}`,
  );

describe('the gauge of z', () => {
  test('shows where an entry would be, and from where on it is too late', () => {
    const svg = zGauge(reading());
    // From −4 to 4: half a z beyond the stop.
    expect(placeOf(svg, 'now')).toBeCloseTo(50 - (50 * 1.31) / 4, 1);
    expect(placeOf(svg, 'was')).toBeCloseTo(35, 1);
    expect(zones(svg)).toEqual(['go 6.3 to 25.0', 'go 75.0 to 93.8', 'stop 0.0 to 6.3', 'stop 93.8 to 100.0']);
    expect(words(svg)).toEqual(['long −2', 'short 2', 'too far −3.5', 'too far 3.5']);
    expect(svg).toContain('aria-label="z is −1.31; flat; levels: long −2, short 2, too far −3.5, too far 3.5"');
  });

  test('shows where a position would be left and stopped, and where it was entered', () => {
    const svg = zGauge(reading({ side: 'long_spread', zEntry: -2.4 }));
    expect(zones(svg)).toEqual(['go 43.8 to 100.0', 'stop 0.0 to 6.3']);
    expect(words(svg)).toEqual(['leave −0.5', 'stop −3.5', 'entered −2.40']);
    expect(svg).toContain('class="entry" x1="20.00%"');
  });

  test('does not name the entry where it would stand on another name', () => {
    expect(words(zGauge(reading({ side: 'long_spread', zEntry: -3.3 })))).toEqual(['leave −0.5', 'stop −3.5']);
  });

  test('following, there is no stop, and long lies above', () => {
    const settings = strategySettings({ strategy: { direction: 'follow' } });
    expect(words(zGauge(reading({ settings })))).toEqual(['short −2', 'long 2']);
    expect(words(zGauge(reading({ settings, side: 'long_spread' })))).toEqual(['leave 0.5']);
    expect(zones(zGauge(reading({ settings, side: 'long_spread', z: 2.5 })))).toHaveLength(1);
  });

  test('stretches so that z never leaves it', () => {
    expect(placeOf(zGauge(reading({ z: 9 })), 'now')).toBeCloseTo((100 * 18.5) / 19, 1);
  });

  test('has no zone once the account is ruined: nothing happens any more', () => {
    expect(zones(zGauge(reading({ isOver: true })))).toEqual([]);
  });

  test('without z only the scale is drawn', () => {
    const svg = zGauge(reading({ z: null, zPrev: null }));
    expect(svg).not.toContain('class="now"');
    expect(svg).toContain('z is not known');
    expect(svg).not.toContain('NaN');
  });
});
