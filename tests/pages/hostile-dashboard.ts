import type { Dashboard } from '../../src/core/report/dashboard/dashboard-model.ts';

/** Tries to be markup wherever it stands: in text, in an attribute, in a script. */
const HOSTILE = `"'><img src=x onerror="window.hacked=1"><script>window.hacked=1</script></script>&amp;<!--`;

/** Long enough to push a page apart where it cannot be broken. */
const LONG = 'unbroken'.repeat(30);

/** A page whose every text from outside is hostile, and long. */
export function hostileDashboard(model: Dashboard): Dashboard {
  const text = `${HOSTILE} ${LONG}`;
  const [board] = model.boards;
  const { decision, past } = board;
  const symbol = `${HOSTILE}/USDT`;
  return {
    ...model,
    venue: text,
    timeframe: text,
    configHash: text,
    ticketLinks: text,
    runs: model.runs.map((run) => ({ ...run, outcome: text, exitCode: 3 })),
    channels: [{ channel: text, delivered: 1, pending: 2, pendingSince: 0, lastDeliveredAt: 0, lastError: text }],
    troubles: [{ key: `channel ${text}`, since: 0, reason: text }],
    boards: [
      {
        ...board,
        pair: { x: symbol, y: `Y${symbol}` },
        decision: decision && {
          ...decision,
          kind: 'refused',
          event: 'ENTER_LONG_SPREAD',
          why: null,
          reasons: [{ code: 'min_notional', leg: text }],
        },
        trouble: { key: 'pair', since: 0, reason: text },
        verdict: board.verdict && { ...board.verdict, sentence: text },
        tickets: board.tickets.map((ticket) => ({
          ...ticket,
          id: text,
          legs: { x: { ...ticket.legs.x, symbol }, y: { ...ticket.legs.y, symbol } },
        })),
        past: past && {
          ...past,
          unopened: past.unopened.map((entry) => ({ ...entry, reason: text })),
          quality: {
            ...past.quality,
            revised: [{ symbol: text, ts: 0, closeBefore: 1, close: 2 }],
            damaged: [{ symbol: text, from: 0, reason: text }],
          },
        },
        real: { held: text, since: 0, netUsd: -1, openUsd: 1, notes: [text] },
      },
    ],
  };
}
