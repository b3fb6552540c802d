import { expect, it } from 'vitest';
import { isoUtc } from '../../src/core/domain/time.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { commandLine, documentOf } from './command-line.ts';
import { HOUR, MINUTE, writeConfig } from './scanner.ts';
import { simulatedStory } from './simulated-story.ts';

const run = commandLine();

interface Explained {
  readonly bar: string;
  readonly reason: string;
  readonly z: number;
  readonly z_prev: number;
  readonly change: Readonly<Record<'price' | 'beta' | 'mean' | 'sigma', number>>;
}

it('says why: the reason, the parts of the change of z that add up to it, and the numbers; a bar without a decision is told', async () => {
  const story = await simulatedStory({ bars: 760 });
  const config = writeConfig(tempFolder(), story.venue.settings);
  const never = await run(['why', '-c', config]);
  expect(never.code).toBe(2);
  expect(never.stderr).toContain('nothing was ever decided on BTC/USDT~ETH/USDT: start `statarb scan`');

  for (const bar of [story.entry, story.entry + HOUR]) {
    const now = bar + HOUR + MINUTE;
    story.venue.server.setNow(now);
    expect((await run(['scan', '--now', isoUtc(now), '-c', config])).code).toBe(0);
  }
  const newest = documentOf(await run(['why', '--json', '-c', config])) as Explained;
  expect(newest).toMatchObject({ bar: isoUtc(story.entry + HOUR), kind: 'hold' });
  expect(newest.reason).toMatch(/^hold: z [\d.-]+, leaves at < 0\.5, stops at > 3\.5$/);

  const entered = documentOf(await run(['why', isoUtc(story.entry), '--json', '-c', config])) as Explained;
  expect(entered).toMatchObject({ kind: 'trade', stood_on: { position: 'flat', thresholds: { z_in: 2 } } });
  const { price, beta, mean, sigma } = entered.change;
  expect(price + beta + mean + sigma).toBeCloseTo(entered.z - entered.z_prev, 9);

  const text = await run(['why', isoUtc(story.entry), '-c', config]);
  expect(text.code, text.stderr).toBe(0);
  expect(text.stdout).toContain(entered.reason);
  for (const part of ['Δz', 'price', 'came from beta', 'mean', 'closes', 'flat before it']) {
    expect(text.stdout).toContain(part);
  }

  const none = await run(['why', isoUtc(story.entry - 5 * HOUR), '-c', config]);
  expect(none.code).toBe(2);
  expect(none.stderr).toContain(`the nearest with one: ${isoUtc(story.entry).slice(0, 16)}Z`);
  const wrong = await run(['why', 'yesterday', '-c', config]);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('the bar yesterday is not a time');
  expect((await run(['why', '--pair', 'A~B', '-c', config])).code).toBe(2);
});
