import type { ServerResponse } from 'node:http';

/** One kline row as Binance sends it: open time, five strings, close time and six more columns. */
export type KlineRow = (string | number | null)[];

/** What a hostile venue does instead of answering properly. */
export type Fault =
  /** Any HTTP status: 429 and 418 with `retryAfter` seconds, 451, 403, 500, 502 … */
  | { readonly kind: 'status'; readonly status: number; readonly body?: string; readonly retryAfter?: number | string }
  /** A 200 with this body, whatever was asked. */
  | { readonly kind: 'body'; readonly body: string }
  /** The right answer, cut off in the middle. The connection closes properly. */
  | { readonly kind: 'cut-off' }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Closes the connection without an answer. */
  | { readonly kind: 'reset' }
  /** The right answer, some bytes at a time, for ever slower than any timeout in the tests. */
  | { readonly kind: 'slow-drip'; readonly everyMs?: number }
  /** The right answer, but not before this has happened. */
  | { readonly kind: 'hold'; readonly until: Promise<void> }
  /** klines only: the rows changed before they are sent. */
  | { readonly kind: 'rows'; readonly change: (rows: KlineRow[]) => KlineRow[] };

const HTML = '<!DOCTYPE html><html><head><title>Just a moment…</title></head><body>Maintenance</body></html>';

/** Ready-made faults by name. */
export const faults = {
  tooManyRequests: (retryAfter?: number | string): Fault => ({
    kind: 'status',
    status: 429,
    body: '{"code":-1003,"msg":"Too many requests."}',
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }),
  banned: (retryAfter?: number | string): Fault => ({
    kind: 'status',
    status: 418,
    body: '{"code":-1003,"msg":"Way too many requests; IP banned."}',
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }),
  geoBlocked: (): Fault => ({
    kind: 'status',
    status: 451,
    body: '{"code":0,"msg":"Service unavailable from a restricted location according to \'b. Eligibility\'."}',
  }),
  forbidden: (): Fault => ({ kind: 'status', status: 403, body: HTML }),
  badKey: (): Fault => ({
    kind: 'status',
    status: 401,
    body: '{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}',
  }),
  serverError: (): Fault => ({
    kind: 'status',
    status: 500,
    body: '{"code":-1000,"msg":"An unknown error occurred while processing the request."}',
  }),
  badGateway: (): Fault => ({ kind: 'status', status: 502, body: HTML }),
  html: (): Fault => ({ kind: 'body', body: HTML }),
  emptyObject: (): Fault => ({ kind: 'body', body: '{}' }),
  emptyList: (): Fault => ({ kind: 'body', body: '[]' }),
  emptyBody: (): Fault => ({ kind: 'body', body: '' }),
  cutOff: (): Fault => ({ kind: 'cut-off' }),
  hang: (): Fault => ({ kind: 'hang' }),
  reset: (): Fault => ({ kind: 'reset' }),
  slowDrip: (everyMs = 50): Fault => ({ kind: 'slow-drip', everyMs }),
  /** Every row becomes null. */
  nullRows: (): Fault => ({ kind: 'rows', change: (rows) => rows.map(() => null as unknown as KlineRow) }),
  /** Every cell becomes null. */
  nullCells: (): Fault => ({ kind: 'rows', change: (rows) => rows.map((row) => row.map(() => null)) }),
  shortRows: (): Fault => ({ kind: 'rows', change: (rows) => rows.map((row) => row.slice(0, 3)) }),
  duplicateRows: (): Fault => ({ kind: 'rows', change: (rows) => rows.flatMap((row) => [row, row]) }),
  /** One bar twice with two different closes. */
  contradictingRows: (): Fault => ({
    kind: 'rows',
    change: (rows) => rows.flatMap((row, i) => (i === 0 ? [row, withCell(row, 5, '0.12345')] : [row])),
  }),
  outOfOrder: (): Fault => ({ kind: 'rows', change: (rows) => rows.toReversed() }),
  offGrid: (): Fault => ({
    kind: 'rows',
    change: (rows) => rows.map((row) => withCell(row, 0, Number(row[0]) + 1)),
  }),
  negativeVolume: (): Fault => ({ kind: 'rows', change: (rows) => rows.map((row) => withCell(row, 5, '-1.0')) }),
  /** The newest rows are not there yet: the leg is behind. */
  missingTail: (bars: number): Fault => ({ kind: 'rows', change: (rows) => rows.slice(0, -bars) }),
  /** Bars within `[from, to)` are not there. */
  hole: (from: number, to: number): Fault => ({
    kind: 'rows',
    change: (rows) => rows.filter((row) => Number(row[0]) < from || Number(row[0]) >= to),
  }),
  /** One cell of one bar is something else: 1 open, 2 high, 3 low, 4 close, 5 volume. */
  cell: (ts: number, column: number, value: string | null): Fault => ({
    kind: 'rows',
    change: (rows) => rows.map((row) => (row[0] === ts ? withCell(row, column, value) : row)),
  }),
};

function withCell(row: KlineRow, column: number, value: string | number | null): KlineRow {
  return row.map((cell, i) => (i === column ? value : cell));
}

/** Answers a request as the fault says; `json` is what the right answer would have been. */
export function answerWithFault(fault: Fault, json: string, response: ServerResponse): void {
  switch (fault.kind) {
    case 'status': {
      const retryAfter = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      response.writeHead(fault.status, { 'content-type': 'application/json', ...retryAfter });
      response.end(fault.body ?? '');
      return;
    }
    case 'body':
      response.writeHead(200, { 'content-type': 'text/html' }).end(fault.body);
      return;
    case 'cut-off':
      response.writeHead(200, { 'content-type': 'application/json' }).end(json.slice(0, Math.ceil(json.length / 2)));
      return;
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'slow-drip': {
      response.writeHead(200, { 'content-type': 'application/json' });
      const dripping = setInterval(() => response.write(' '), fault.everyMs ?? 50);
      response.on('close', () => {
        clearInterval(dripping);
      });
      return;
    }
    case 'hold':
      void fault.until.then(() => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(json);
      });
      return;
    case 'rows':
      response.writeHead(200, { 'content-type': 'application/json' }).end(json);
  }
}
