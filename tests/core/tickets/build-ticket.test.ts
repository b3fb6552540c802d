import { describe, expect, test } from 'vitest';
import { isEntry, type Order } from '../../../src/core/domain/order.ts';
import { newBook, type Book } from '../../../src/core/domain/position.ts';
import type { Direction, SpreadModel } from '../../../src/core/domain/settings.ts';
import type { Ticket, TicketLevel } from '../../../src/core/domain/ticket.ts';
import type { DecisionContext } from '../../../src/core/strategy/decision-context.ts';
import { buildTicket, type TicketHeading } from '../../../src/core/tickets/build-ticket.ts';
import { marketRules } from '../../support/handmade-context.ts';
import { HOUR, simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext, walkHistory, type WalkedHistory } from '../../support/walk-history.ts';

const HEADING: TicketHeading = {
  venue: 'binance',
  pair: { x: 'BTC/USDT', y: 'ETH/USDT' },
  timeframe: '1h',
  configHash: '9f2c4a7d1e0b',
  timeZone: null,
  change: null,
  betaShare: null,
  health: null,
  record: { trades: 0, winners: 0, netUsd: 0 },
  verdict: null,
};

interface Ticketed {
  readonly i: number;
  readonly ticket: Ticket;
  readonly order: Order;
}

/** The ticket of every trade of a history. */
function ticketsOf({ context, decisions, books }: WalkedHistory): Ticketed[] {
  return decisions.flatMap((decision, i) =>
    decision.kind === 'trade'
      ? [{ i, order: decision.order, ticket: buildTicket(context, i, decision.order, books[i], null, HEADING) }]
      : [],
  );
}

function history(model: SpreadModel = 'fixed-beta', direction: Direction = 'revert', bars = 3000): WalkedHistory {
  const settings = strategySettings({ strategy: { model, direction }, thresholds: { zStop: 3 } });
  const rules = { x: marketRules({ lotStep: 0.00001 }), y: marketRules({ lotStep: 0.0001 }) };
  return walkHistory(decisionContext(simulatedFrame({ bars, seed: 6 }), settings, { rules }));
}

describe('a ticket', () => {
  const walked = history();
  const tickets = ticketsOf(walked);
  const { candles, features } = walked.context;
  const entries = tickets.filter(({ order }) => isEntry(order.event));
  const closes = tickets.filter(({ order }) => !isEntry(order.event));

  test('is made of enough trades for what follows to mean something', () => {
    expect(entries.length).toBeGreaterThan(20);
    expect(new Set(tickets.map(({ ticket }) => ticket.event))).toEqual(
      new Set(['ENTER_LONG_SPREAD', 'ENTER_SHORT_SPREAD', 'EXIT', 'STOP']),
    );
    expect(new Set(tickets.map(({ ticket }) => ticket.id)).size).toBe(tickets.length);
  });

  test('is dated at the close of its bar and valid until the next one closes', () => {
    for (const { ticket, i } of tickets) {
      expect(ticket.bar).toBe(candles.ts[i]);
      expect(ticket.decidedAt).toBe(candles.ts[i] + HOUR);
      expect(ticket.validUntil).toBe(candles.ts[i] + 2 * HOUR);
    }
  });

  test('buys and sells what the order says, at the closes it was decided on', () => {
    for (const { ticket, order, i } of tickets) {
      for (const role of ['x', 'y'] as const) {
        const leg = ticket.legs[role];
        expect(leg.action === 'buy' ? leg.quantity : -leg.quantity).toBe(order.quantity[role]);
        expect(leg.referencePrice).toBe(candles[role].close[i]);
        expect(leg.notionalUsd).toBeCloseTo(leg.quantity * leg.referencePrice, 9);
      }
      expect(ticket.legs.x.quantityDecimals).toBe(5);
      expect(ticket.legs.y.quantityDecimals).toBe(4);
    }
  });

  test('an entry is beta-neutral up to its lots, and its net dollars are long minus short', () => {
    for (const { ticket, order, i } of entries) {
      const usd = { x: order.quantity.x * candles.x.close[i], y: order.quantity.y * candles.y.close[i] };
      expect(ticket.netUsd).toBeCloseTo(usd.x + usd.y, 9);
      expect(Math.abs(ticket.netBetaUsd)).toBeLessThan(0.01 * ticket.legs.x.notionalUsd);
      expect(ticket.netBetaUsd).toBeCloseTo(usd.x + ticket.beta * usd.y, 9);
    }
  });

  test('costs are those of filling at these closes, twice for the round trip', () => {
    for (const { ticket } of entries) {
      const { x, y } = ticket.legs;
      const paid = [x, y].map((leg) => leg.notionalUsd * (leg.action === 'buy' ? 1.0005 : 0.9995));
      expect(ticket.costs.feesUsd).toBeCloseTo(0.001 * (paid[0] + paid[1]), 9);
      expect(ticket.costs.slippageUsd).toBeCloseTo(0.0005 * (x.notionalUsd + y.notionalUsd), 9);
      expect(ticket.costs.roundTripFeesUsd).toBe(2 * ticket.costs.feesUsd);
      expect(ticket.costs.roundTripSlippageUsd).toBe(2 * ticket.costs.slippageUsd);
    }
  });

  test('a closing ticket names its entry, its age, and the P&L that is booked when it fills at that close', () => {
    // Simulated bars open at the close before, so the estimate must come true.
    const closed = closes.filter(({ i }) => i + 1 < candles.ts.length);
    expect(closed.length).toBeGreaterThan(20);
    closed.forEach(({ ticket }, k) => {
      const trade = walked.trades[k];
      const { position } = ticket;
      expect(ticket.event).toBe(trade.exitReason);
      expect(position?.entryTicketId).toBe(entries[k].ticket.id);
      expect(position?.zEntry).toBe(trade.zEntry);
      expect(position?.ageBars).toBe(trade.barsHeld);
      for (const key of ['gross', 'fees', 'slippage', 'funding', 'net'] as const) {
        expect(position?.pnl[key]).toBeCloseTo(trade[key], 8);
      }
      expect(ticket.stop).toBeNull();
      expect(ticket.exit).toBeNull();
    });
  });

  test('funding already paid is part of the P&L of a closing ticket', () => {
    const { context, books } = walked;
    const { i, order } = closes[0];
    const { position } = books[i];
    if (position === null) throw new Error('nothing to close');
    const funded: Book = { ...books[i], position: { ...position, fundingUsd: -12.5 } };
    const plain = buildTicket(context, i, order, books[i], null, HEADING).position;
    const paid = buildTicket(context, i, order, funded, null, HEADING).position;
    expect(paid?.pnl.funding).toBe(-12.5);
    expect(paid?.pnl.net).toBeCloseTo((plain?.pnl.net ?? NaN) - 12.5, 9);
    expect(paid?.pnl.gross).toBeCloseTo(plain?.pnl.gross ?? NaN, 9);
  });

  test('an entry says what every filter said', () => {
    const settings = strategySettings({
      windows: { spreadVol: 300 },
      filters: { maxFundingDiffBps8h: 5, maxSpreadVolPercentile: 100 },
    });
    const stamps = (rate: number) =>
      Array.from({ length: 200 }, (_, k) => ({ ts: candles.ts[0] + k * 8 * HOUR, rate, mark: null }));
    const codes = (context: DecisionContext): string[] => {
      const entry = ticketsOf(walkHistory(context)).find(({ i }) => i > 600);
      expect(entry?.ticket.event).toMatch(/^ENTER_/);
      return (entry?.ticket.filters ?? []).map(({ code, text }) => `${code}: ${text.replace(/[\d.]+/g, '#')}`);
    };
    const frame = simulatedFrame({ bars: 900, seed: 6 });
    const firstAfter600 = (facts: Partial<Pick<DecisionContext, 'funding'>>) => decisionContext(frame, settings, facts);
    expect(codes(firstAfter600({ funding: { x: stamps(0.0001), y: stamps(0.0001) } }))).toEqual([
      'adv: ADV ok (thinner leg $#M a bar, needs $#M)',
      'vol: volatility ok (# % a year, limit # %)',
      'lot_hedge: hedge error # % (limit # %)',
      'funding: funding symmetric, limit #',
      'regime: spread volatility at percentile # (limit #)',
    ]);
    expect(codes(firstAfter600({ funding: { x: stamps(0.0001), y: stamps(0.0003) } }))).toContain(
      'funding: funding difference # bps/#h, limit #',
    );
    expect(features.z.length).toBe(candles.ts.length);
  });
});

describe('the levels of an entry ticket', () => {
  const cases = (['fixed-beta', 'rolling-beta', 'residual', 'kalman'] as const).flatMap((model) =>
    (['revert', 'follow'] as const).map((direction) => [model, direction] as const),
  );

  test.each(cases)('%s, %s: at the printed price z is the printed z', (model, direction) => {
    const walked = history(model, direction);
    const { candles, features, settings } = walked.context;
    /** z if y stood at this price now, everything else unchanged. */
    const zAt = (i: number, level: TicketLevel): number => {
      const intercept = model === 'residual' || model === 'kalman' ? features.alpha[i] : 0;
      const spread = Math.log(level.priceY) - features.beta[i] * Math.log(candles.x.close[i]) - intercept;
      return (spread - features.spreadMean[i]) / features.spreadStd[i];
    };
    const entries = ticketsOf(walked).filter(({ order }) => isEntry(order.event));
    expect(entries.length).toBeGreaterThan(5);
    for (const { i, ticket, order } of entries) {
      const side = Math.sign(ticket.z);
      expect(ticket.exit?.z).toBe(side * settings.thresholds.zOut);
      expect(order.event === 'ENTER_LONG_SPREAD').toBe(side < 0 === (direction === 'revert'));
      const now = { z: ticket.z, priceY: candles.y.close[i], ratio: candles.y.close[i] / candles.x.close[i] };
      const levels = [now, ...(ticket.exit === null ? [] : [ticket.exit])];
      if (direction === 'follow') expect(ticket.stop).toBeNull();
      else {
        expect(ticket.stop?.z).toBe(side * settings.thresholds.zStop);
        if (ticket.stop !== null) levels.push(ticket.stop);
      }
      for (const level of levels) {
        expect(zAt(i, level)).toBeCloseTo(level.z, 8);
        expect(level.ratio).toBeCloseTo(level.priceY / candles.x.close[i], 12);
      }
    }
  });

  test('an exit at z_out 0 is a level of plain zero', () => {
    const settings = strategySettings({ thresholds: { zOut: 0 } });
    const walked = walkHistory(decisionContext(simulatedFrame({ bars: 900, seed: 6 }), settings));
    for (const { ticket } of ticketsOf(walked)) if (ticket.exit !== null) expect(ticket.exit.z).toStrictEqual(0);
  });
});

test('a ticket needs only what was known at its bar', () => {
  const walked = history('fixed-beta', 'revert', 900);
  const [first] = ticketsOf(walked);
  const shorter = decisionContext(simulatedFrame({ bars: first.i + 1, seed: 6 }), walked.context.settings, {
    rules: walked.context.rules,
  });
  expect(buildTicket(shorter, first.i, first.order, newBook(40_000), null, HEADING)).toEqual(first.ticket);
});
