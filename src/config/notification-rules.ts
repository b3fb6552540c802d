import { addresses, filled, minuteOfDay } from './notifications.ts';
import { isSection } from './overrides.ts';
import type { Problem } from './problem.ts';

/** Rules of the section `notifications`, as it is written. Values are never shown: most are secrets. */
export function notificationProblems(written: unknown): readonly Problem[] {
  if (!isSection(written)) return [];
  const problems: Problem[] = [];
  const report = (key: string, message: string): void => void problems.push({ path: `notifications.${key}`, message });
  const address = (key: string, value: unknown, off: string): void => {
    const text = filled(value);
    if (typeof value === 'string' && text !== null && !isWebAddress(text)) {
      report(key, `must be a web address, https://...; leave it empty to switch ${off} off`);
    }
  };
  address('slack_webhook', written.slack_webhook, 'Slack');
  address('webhook_url', written.webhook_url, 'the webhook');
  address('heartbeat_url', written.heartbeat_url, 'the heartbeat');

  const telegram = isSection(written.telegram) ? written.telegram : {};
  const [token, chat] = [filled(telegram.bot_token), filled(telegram.chat_id)];
  if (token !== null && chat === null)
    report('telegram.chat_id', 'is empty, and bot_token is not: give both or neither');
  if (token === null && chat !== null)
    report('telegram.bot_token', 'is empty, and chat_id is not: give both or neither');
  if (token !== null && !/^\d+:[\w-]+$/.test(token)) {
    report('telegram.bot_token', 'is no bot token such as 123456:ABC-DEF, as BotFather gives it');
  }
  address('telegram.api_url', telegram.api_url, 'nothing');

  const email = isSection(written.email) ? written.email : {};
  const server = filled(email.smtp_url);
  if (server !== null) {
    if (!URL.canParse(server) || !/^smtps?:$/.test(new URL(server).protocol)) {
      report('email.smtp_url', 'must be a mail server such as smtps://user:password@host:465 or smtp://host:587');
    }
    for (const key of ['from', 'to']) {
      const list = addresses(filled(email[key]) ?? '');
      if (list.length === 0) report(`email.${key}`, 'is empty, and smtp_url is not: name an address');
      // One that does not look like an address would only come back from the server, hours later.
      for (const one of list)
        if (!/^[^\s@<>]+@[^\s@<>]+$/.test(one)) report(`email.${key}`, 'is no list of addresses: a@b.c, d@e.f');
    }
  }
  if (filled(written.daily_digest) !== null && minuteOfDay(filled(written.daily_digest)) === null) {
    report('daily_digest', 'must be a time of day in UTC such as "07:00"; leave it empty for no digest');
  }
  return problems;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
