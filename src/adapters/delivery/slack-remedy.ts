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

/** What to do about a reason of Slack's, or null where it is not known. */
export const slackRemedy = (reason: string): string | null => REMEDIES.get(reason) ?? null;
