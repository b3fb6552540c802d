import { AppError } from '../../core/domain/app-error.ts';

const NEW_WEBHOOK = 'make a new incoming webhook in Slack and set NOTIFY_SLACK_WEBHOOK';
const OUR_FAULT = 'Slack rejects the form of the message: please report this as a fault of statarb';

/** What to do about the reasons Slack gives in one line of plain text. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ...['invalid_payload', 'invalid_blocks', 'no_text'].map((reason) => [reason, OUR_FAULT] as const),
  ...[
    'invalid_token',
    'no_service',
    'no_service_id',
    'no_active_hooks',
    'no_team',
    'team_disabled',
    'user_not_found',
  ].map((reason) => [reason, NEW_WEBHOOK] as const),
  ['channel_not_found', `the channel is gone: ${NEW_WEBHOOK}`],
  ['channel_is_archived', 'unarchive the channel in Slack, or make a webhook for another one'],
  ['action_prohibited', 'an administrator of the workspace must allow this webhook'],
  ['posting_to_general_channel_denied', 'make a webhook for a channel other than #general'],
]);

/** The other side has not handled these: the same request may pass a little later. */
const PASSING = new Set([408, 425, 429]);

/**
 * The AppError `delivery` for an answer other than 2xx. 429 and 5xx may be tried again, other 4xx and redirects not.
 * Only a gateway's timeout (504) leaves open whether the message was taken.
 * @param body what Slack answered; its first line is the reason
 */
export function slackRefusal(
  status: number,
  body: string,
  retryAfter: number | null,
  hide: (text: string) => string,
): AppError {
  const reason = reasonIn(body, hide);
  const isRetryable = PASSING.has(status) || status >= 500;
  return new AppError(
    'delivery',
    `Slack answered ${status}${reason === '' ? '' : ` ${reason}`}: ${remedy(status, reason)}`,
    {
      retryable: isRetryable,
      retryAfterMs: isRetryable ? retryAfter : null,
      facts: { channel: 'slack', status, reason, ...(status === 504 ? { outcome: 'unknown' } : {}) },
    },
  );
}

function remedy(status: number, reason: string): string {
  const known = REMEDIES.get(reason);
  if (known !== undefined) return known;
  if (status === 429) return 'too many messages; it is tried again later';
  if (PASSING.has(status) || status >= 500) return 'it is tried again later';
  if (status < 400) return 'the webhook address redirects; check NOTIFY_SLACK_WEBHOOK';
  return `check NOTIFY_SLACK_WEBHOOK, or ${NEW_WEBHOOK}`;
}

/** The first line in short, or nothing when the answer is a web page. Secrets go before the cut: half of one is one too. */
function reasonIn(body: string, hide: (text: string) => string): string {
  const line = body.trim().split(/\r?\n/, 1)[0] ?? '';
  if (line.startsWith('<')) return '';
  // Control characters go as well: an answer must not move the cursor of a terminal.
  return hide(line.replace(/[\u0000-\u001f\u007f-\u009f]/g, '')).slice(0, 80);
}

/** `Retry-After` in milliseconds, given as seconds or as a date; null when absent or unreadable. */
export function retryAfterMs(headers: Headers): number | null {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const at = Date.parse(value);
  if (Number.isNaN(at)) return null;
  // The sender's own clock, where it says its time: ours may differ.
  const sent = Date.parse(headers.get('date') ?? '');
  return Math.max(0, at - (Number.isNaN(sent) ? Date.now() : sent));
}
