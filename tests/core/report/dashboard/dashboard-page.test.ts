import { Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { chartAssets } from '../../../../src/adapters/report/chart-assets.ts';
import { boardClient } from '../../../../src/core/report/client/board-client.ts';
import type { Dashboard } from '../../../../src/core/report/dashboard/dashboard-model.ts';
import { dashboardPage } from '../../../../src/core/report/dashboard/dashboard-page.ts';
import { sampleBoard, sampleDashboard, samplePast } from '../../../support/sample-dashboard.ts';
import { sampleExitTicket, sampleTicket } from '../../../support/sample-ticket.ts';

const assets = chartAssets();
const HOUR = 3_600_000;

/** The page's text, tags left out. */
const textOf = (model: Dashboard): string =>
  dashboardPage(model, assets)
    .replace(/^[\s\S]*<main>|<\/main>[\s\S]*$/g, '')
    .replace(/<br>/g, ' ')
    .replace(/<[^>]+>/g, '');

const withBoard = (changed: Parameters<typeof sampleBoard>[0]): Dashboard =>
  sampleDashboard({ boards: [sampleBoard(changed)] });

describe('the dashboard as a file', () => {
  test('is the same, byte for byte, for the same model', () => {
    const model = withBoard({ past: samplePast() });
    expect(dashboardPage(model, assets)).toBe(dashboardPage(model, assets));
  });

  test('names no address that could be asked for, and forbids asking', () => {
    const html = dashboardPage(withBoard({ past: samplePast() }), { chartScript: '', chartStyle: '' });
    expect(html).not.toMatch(/https?:|src=|url\(|@import|<(?!link rel="icon" href="data:,")link/);
    expect(html).toContain("default-src 'none'");
  });

  test('carries a program without a syntax error', () => {
    expect(() => new Script(boardClient)).not.toThrow();
  });

  test('shows no figure that is none', () => {
    const models = [
      sampleDashboard(),
      sampleDashboard({ runs: [], boards: [sampleBoard({ decision: null, nextDecisionAt: null })] }),
      withBoard({ past: samplePast({ z: Float64Array.of(NaN, NaN, NaN) }) }),
    ];
    for (const model of models) expect(textOf(model)).not.toMatch(/NaN|undefined|null|Infinity/);
  });
});

describe('a page with little to show', () => {
  test('before the first run says what to do', () => {
    const text = textOf(sampleDashboard({ runs: [], boards: [sampleBoard({ decision: null, nextDecisionAt: null })] }));
    expect(text).toContain('Not started');
    expect(text).toContain('start statarb scan');
    expect(text).not.toContain('The last run was');
  });

  test('says that there is no trade, no ticket, no refusal and no hole', () => {
    const text = textOf(withBoard({ past: samplePast() }));
    expect(text).toContain('none yet');
    expect(text).toContain('No ticket yet');
    expect(text).toContain('No entry was refused or missed');
    expect(text).toContain('none is missing, filled or revised');
    expect(text).toContain('Nothing was sent yet');
  });
});

describe('the verdict', () => {
  const verdict = {
    level: 'NOT TRADEABLE' as const,
    sentence: 'NOT TRADEABLE: lost $40,045 of $40,000',
    from: Date.UTC(2018, 0, 1),
    to: Date.UTC(2024, 5, 30),
    judgedAt: 0,
    isSameSettings: true,
  };

  test('that the rule loses stands loud, before every figure', () => {
    const html = dashboardPage(withBoard({ verdict }), assets);
    expect(html).toMatch(/class="notice tone-bad loud"><p><b>NOT TRADEABLE: lost/);
    expect(html.indexOf('NOT TRADEABLE: lost')).toBeLessThan(html.indexOf('class="glance"'));
    expect(textOf(withBoard({ verdict }))).toContain('Backtest 2018-01-01 to 2024-06-30, these settings.');
  });

  test('of other settings says so', () => {
    expect(textOf(withBoard({ verdict: { ...verdict, isSameSettings: false } }))).toContain('other settings');
  });

  test('that is missing is asked for', () => {
    expect(textOf(sampleDashboard())).toContain('No backtest of this pair yet. Run statarb backtest');
  });

  test('makes an entry one for paper only, and changes nothing of a close', () => {
    const entry = sampleTicket({ verdict });
    expect(textOf(withBoard({ tickets: [entry] }))).toContain('Ticket of this bar, on paper only');
    expect(textOf(withBoard({ tickets: [sampleTicket()] }))).toContain('Place this now');
    const close = sampleExitTicket({ bar: entry.bar, decidedAt: entry.decidedAt, validUntil: entry.validUntil });
    const text = textOf(withBoard({ tickets: [close] }));
    expect(text).toContain('Close this now');
    expect(text).toContain('Closes at about $311.75 after all costs, held 12 bars');
  });
});

describe('an order sheet', () => {
  test('gives each order with its limit, and the odds', () => {
    const text = textOf(withBoard({ tickets: [sampleTicket()] }));
    expect(text).toContain('Buy 2.953 ETH/USDT');
    expect(text).toContain('Sell 0.2591 BTC/USDT:USDT');
    expect(text).toContain('limit 3391.');
    expect(text).toContain('needs a hit rate of');
  });

  test('of an earlier bar, or of one that has ended, is not shown', () => {
    const ticket = sampleTicket();
    const isShown = (model: Dashboard): boolean => dashboardPage(model, assets).includes('<section class="ticket"');
    expect(isShown(withBoard({ tickets: [ticket] }))).toBe(true);
    expect(isShown(withBoard({ tickets: [{ ...ticket, bar: ticket.bar - HOUR }] }))).toBe(false);
    expect(isShown({ ...withBoard({ tickets: [ticket] }), now: ticket.validUntil })).toBe(false);
  });

  test('is linked where the page reaches its file, else named', () => {
    const model = withBoard({ tickets: [sampleTicket({ id: 'A%2dB' })] });
    expect(dashboardPage(model, assets)).toContain('href="../signals/A%252dB.md"');
    const apart = dashboardPage({ ...model, ticketLinks: null }, assets);
    expect(apart).not.toContain('.md"');
    expect(apart).toContain('<code>A%2dB</code>');
  });
});

describe('what is wrong', () => {
  test('with a pair and with a channel is told with its reason', () => {
    const trouble = { key: 'pair BTC/USDT~ETH/USDT', since: 0, reason: 'the venue is down' };
    const model = sampleDashboard({
      boards: [sampleBoard({ trouble })],
      troubles: [trouble, { key: 'channel slack', since: 0, reason: '404 no_service' }],
    });
    const text = textOf(model);
    expect(text).toContain('Not decided since 1970-01-01 00:00 UTC. the venue is down');
    expect(text).toContain('Channel slack takes no messages since 1970-01-01 00:00 UTC. 404 no_service');
  });

  test('with runs and channels has its words', () => {
    const [run] = sampleDashboard().runs;
    const exits = [0, 3, 4, 70, 9].map((exitCode) => ({ ...run, exitCode, pending: exitCode === 4 ? 2 : 0 }));
    const text = textOf(
      sampleDashboard({
        runs: exits,
        channels: [
          { channel: 'slack', delivered: 3, pending: 2, pendingSince: 0, lastDeliveredAt: null, lastError: 'gone' },
        ],
      }),
    );
    expect(text).toContain('1 of the last 5 ended well.');
    for (const words of ['not decided (3)', 'undelivered (4)', 'a bug (70)', 'exit code 9 (9)', '2 waiting', 'gone']) {
      expect(text).toContain(words);
    }
  });

  test('with the candles is told bar by bar, a run of them as one', () => {
    const past = samplePast({
      quality: {
        filled: [HOUR, 2 * HOUR, 9 * HOUR],
        gaps: [{ ts: 4 * HOUR, missing: 'x' }],
        revised: [{ symbol: 'ETH/USDT', ts: 0, closeBefore: 3000, close: 3001 }],
        damaged: [{ symbol: 'ETH/USDT', from: 0, reason: 'its seal is broken' }],
      },
    });
    const text = textOf(withBoard({ past }));
    expect(text).toContain('3 bars forward-filled');
    expect(text).toContain('1 Jan 09:00, 1 Jan 01:00 to 1 Jan 02:00.');
    expect(text).toContain('1 bar dropped, missing on one leg: 1 Jan 04:00 (BTC/USDT)');
    expect(text).toContain('ETH/USDT close 3000 → 3001');
    expect(text).toContain('were damaged (its seal is broken)');
  });
});

describe('entries that were not opened', () => {
  const entry = { bar: 0, kind: 'refused', event: 'ENTER_LONG_SPREAD', z: -2.1, reason: 'dollar volume -' } as const;

  test('are told with what they would have come to, and what is not known stays out of the sum', () => {
    const past = samplePast({
      unopened: [
        { ...entry, outcome: { pnl: -20.5, ended: null } },
        { ...entry, kind: 'missed', outcome: { pnl: 100, ended: { by: 'STOP', bars: 7 } } },
        { ...entry, outcome: null },
      ],
    });
    const text = textOf(withBoard({ past }));
    expect(text).toContain('together $79.50 after costs');
    expect(text).toContain('−$20.50so far');
    expect(text).toContain('$100.00stop, 7 bars');
    expect(text).toContain('–no size');
  });
});

describe('what is really held', () => {
  const real = {
    held: '1.5 ETH long',
    since: 0,
    netUsd: -12.5,
    openUsd: 3,
    notes: ['0.1 BTC short is not hedged'],
  };

  test('stands beside the paper position, also when that is flat; without a record there is no such place', () => {
    const text = textOf(withBoard({ real }));
    expect(text).toContain('Really held: 1.5 ETH long since 1 Jan 00:00, P&amp;L −$12.50 (open $3.00, fees included).');
    expect(text).toContain('0.1 BTC short is not hedged');
    expect(textOf(sampleDashboard())).not.toContain('Position');
  });
});
