import { describe, expect, test } from 'vitest';
import { spokenReason, stateWords } from '../../../../src/core/report/dashboard/state-words.ts';
import { flatBook, sampleOrder } from '../../../support/sample-commit.ts';
import { sampleBoard } from '../../../support/sample-dashboard.ts';

const leg = { quantity: 1, price: 1, feeUsd: 0, slippageUsd: 0 };
const open = {
  side: 'short_spread' as const,
  entry: sampleOrder({ event: 'ENTER_SHORT_SPREAD' }),
  filledOn: 0,
  fills: { x: leg, y: leg },
  fundingUsd: 0,
};

describe('how a pair stands, in words', () => {
  test('before its first cycle', () => {
    expect(stateWords(sampleBoard({ decision: null }))).toMatchObject({ level: 'Not started', tone: 'open' });
  });

  test('flat', () => {
    expect(stateWords(sampleBoard())).toEqual({
      level: 'Flat',
      legs: '',
      reason: 'z\u00a0−1.31, needs <\u00a0−2 or >\u00a02',
      tone: 'flat',
    });
  });

  test('in a position', () => {
    expect(stateWords(sampleBoard({ book: flatBook({ position: open }) }))).toMatchObject({
      level: 'Short spread',
      legs: 'ETH short, BTC long',
      tone: 'good',
    });
  });

  test('while an entry waits for its open', () => {
    const board = sampleBoard({ book: flatBook({ pending: sampleOrder() }) });
    expect(stateWords(board)).toMatchObject({ level: 'Long spread', legs: 'ETH long, BTC short', tone: 'good' });
    expect(stateWords(board).reason).toMatch(/^Entering: /);
  });

  test.each([
    ['EXIT', 'Exit: '],
    ['STOP', 'Stop: '],
    ['RUIN', 'Ruin: '],
  ] as const)('while a %s waits for its open', (event, start) => {
    const words = stateWords(sampleBoard({ book: flatBook({ position: open, pending: sampleOrder({ event }) }) }));
    expect(words).toMatchObject({ level: 'Leaving', legs: 'flat at the next open', tone: 'open' });
    expect(words.reason.startsWith(start)).toBe(true);
  });

  test('ruined', () => {
    expect(stateWords(sampleBoard({ book: flatBook({ isRuined: true }) }))).toMatchObject({
      level: 'Ruined',
      tone: 'bad',
    });
  });

  test('a decision whose reason was not kept has its name', () => {
    const { decision } = sampleBoard();
    expect(stateWords(sampleBoard({ decision: decision && { ...decision, why: null } })).reason).toBe('Hold');
  });
});

test('a reason is a sentence', () => {
  const { decision } = sampleBoard();
  if (decision === null) throw new Error('no decision');
  expect(spokenReason(decision)).toBe('Hold: z\u00a0−1.31, needs <\u00a0−2 or >\u00a02');
  const entered = { ...decision, kind: 'trade' as const, event: 'ENTER_LONG_SPREAD' as const, z: -2.4, zPrev: -1.9 };
  expect(spokenReason(entered)).toBe('Enter long: z\u00a0−2.40 crossed below −2 (before −1.90)');
  expect(spokenReason({ ...entered, kind: 'missed' })).toMatch(/^Missed enter long: /);
  expect(spokenReason({ ...decision, kind: 'trade', event: 'RUIN' })).toBe('Ruin: the paper account is gone');
});
