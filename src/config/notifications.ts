import type { ConfigFile } from './schema.ts';

/** Where messages go. Null is off. */
export interface Notifications {
  readonly slackWebhook: string | null;
  readonly telegram: { readonly botToken: string; readonly chatId: string; readonly apiUrl: string } | null;
  /** `to` holds at least one address. */
  readonly email: { readonly smtpUrl: string; readonly from: string; readonly to: readonly string[] } | null;
  readonly webhookUrl: string | null;
  /** Pinged after every commit, with `/fail` when a run could not decide. */
  readonly heartbeatUrl: string | null;
  /** Minute of the UTC day from which the day's digest is due. */
  readonly digestMinute: number | null;
}

/** The channels of a checked file: one whose parts are all empty is off. */
export function notificationsOf({ notifications: written }: ConfigFile): Notifications {
  const { telegram, email } = written;
  const botToken = filled(telegram.bot_token);
  const smtpUrl = filled(email.smtp_url);
  return {
    slackWebhook: filled(written.slack_webhook),
    telegram:
      botToken === null
        ? null
        : { botToken, chatId: filled(telegram.chat_id) ?? '', apiUrl: telegram.api_url.trim().replace(/\/+$/, '') },
    email: smtpUrl === null ? null : { smtpUrl, from: filled(email.from) ?? '', to: addresses(filled(email.to) ?? '') },
    webhookUrl: filled(written.webhook_url),
    heartbeatUrl: filled(written.heartbeat_url),
    digestMinute: minuteOfDay(filled(written.daily_digest)),
  };
}

/** The text, trimmed, or null when it is empty. */
export function filled(value: unknown): string | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? null : text;
}

/** Addresses separated by commas. */
export const addresses = (list: string): readonly string[] =>
  list
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');

/** `07:30` as 450; null for anything else. */
export function minuteOfDay(time: string | null): number | null {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time ?? '');
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}
