import { onTestFinished, describe, expect, it } from 'vitest';
import { hasSharedData } from '../support/shared-data.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { expectParity } from './parity.ts';
import { realVenue, type Venue } from './venues.ts';

async function venueOf(from: number, to: number): Promise<Venue> {
  const venue = await realVenue('spot', from, to);
  onTestFinished(() => venue.server.close());
  return venue;
}

describe.skipIf(!hasSharedData)('hourly scans over real spot candles (needs the shared data)', () => {
  it('trade as one walk over the history does, from two weeks after the first candle and through a 33-hour outage', async () => {
    const venue = await venueOf(Date.UTC(2018, 0, 1), Date.UTC(2018, 2, 20));
    const { trades } = await expectParity(tempFolder(), venue, {}, Date.UTC(2018, 0, 15), Date.UTC(2018, 2, 15));
    expect(trades.length).toBeGreaterThan(3);
    // The published reference, computed by another program without lot steps.
    const [first] = trades;
    expect(first).toMatchObject({
      side: 'short_spread',
      entryDecisionTs: Date.UTC(2018, 0, 24, 23),
      entryTs: Date.UTC(2018, 0, 25),
      exitReason: 'STOP',
    });
    expect(first.beta).toBeCloseTo(1.025657359636493, 9);
    expect(first.zEntry).toBeCloseTo(2.102515037030192, 9);
    expect(Math.abs(first.quantity.y + 17.457562815864584)).toBeLessThanOrEqual(0.00005);
    expect(Math.abs(first.quantity.x - 1.6738086930645555)).toBeLessThanOrEqual(0.000005);
    expect(first.net).toBeCloseTo(-2141.25, 1);
  }, 180_000);

  it('trade as one walk over the history does when months of candles lie before the first scan', async () => {
    const venue = await venueOf(Date.UTC(2022, 9, 1), Date.UTC(2023, 4, 5));
    const { trades } = await expectParity(tempFolder(), venue, {}, Date.UTC(2023, 2, 1), Date.UTC(2023, 4, 1));
    expect(trades.length).toBeGreaterThan(3);
  }, 180_000);
});
