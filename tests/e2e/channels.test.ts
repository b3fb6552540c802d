import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answer } from '../support/channel-server.ts';
import { readMail } from '../support/read-mail.ts';
import { startSlackServer } from '../support/slack-server.ts';
import { SMTP_CERTIFICATE, startSmtpServer } from '../support/smtp-server.ts';
import { botRefusal, startTelegramServer } from '../support/telegram-server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { startWebhookServer } from '../support/webhook-server.ts';
import { commandLine, documentOf } from './command-line.ts';
import { folderTree } from './folder-tree.ts';
import { HOUR, MINUTE, writeConfig } from './scanner.ts';
import { simulatedStory } from './simulated-story.ts';

const run = commandLine();

const LOGIN = { user: 'planted-mail-user', password: 'planted mail p@ss' };

/** Every channel there is, switched on by variables alone, as `.env.example` names them. */
async function place(tls: 'starttls' | 'implicit' = 'starttls') {
  const story = await simulatedStory({ bars: 760 });
  const [slack, telegram, webhook, smtp] = await Promise.all([
    startSlackServer(),
    startTelegramServer(),
    startWebhookServer(),
    startSmtpServer({ tls, login: LOGIN }),
  ]);
  onTestFinished(async () => {
    await Promise.all([slack, telegram, webhook, smtp].map((server) => server.close()));
  });
  const folder = tempFolder();
  const config = writeConfig(folder, {
    ...story.venue.settings,
    notifications: {
      slack_webhook: '${NOTIFY_SLACK_WEBHOOK}',
      telegram: {
        bot_token: '${NOTIFY_TELEGRAM_TOKEN}',
        chat_id: '${NOTIFY_TELEGRAM_CHAT}',
        api_url: telegram.origin,
      },
      email: { smtp_url: '${NOTIFY_SMTP_URL}', from: '${NOTIFY_EMAIL_FROM}', to: '${NOTIFY_EMAIL_TO}' },
      webhook_url: '${NOTIFY_WEBHOOK_URL}',
    },
  });
  const scheme = tls === 'implicit' ? 'smtps' : 'smtp';
  const env = {
    NOTIFY_SLACK_WEBHOOK: slack.webhook,
    NOTIFY_TELEGRAM_TOKEN: telegram.token,
    NOTIFY_TELEGRAM_CHAT: telegram.chat,
    NOTIFY_WEBHOOK_URL: webhook.url,
    NOTIFY_SMTP_URL: `${scheme}://${LOGIN.user}:${encodeURIComponent(LOGIN.password)}@127.0.0.1:${smtp.port}`,
    NOTIFY_EMAIL_FROM: 'statarb@example.org',
    NOTIFY_EMAIL_TO: 'me@example.org, you@example.org',
    NODE_EXTRA_CA_CERTS: fileURLToPath(SMTP_CERTIFICATE),
  };
  const said: string[] = [];
  const secrets = [
    ...[slack.webhook, new URL(slack.webhook).pathname, telegram.token, telegram.token.split(':')[1] ?? ''],
    ...[webhook.url, new URL(webhook.url).pathname, 'planted-query-7781', env.NOTIFY_SMTP_URL],
    ...[LOGIN.user, LOGIN.password, encodeURIComponent(LOGIN.password)],
    Buffer.from(`\0${LOGIN.user}\0${LOGIN.password}`).toString('base64'),
  ];
  return {
    story,
    slack,
    telegram,
    webhook,
    smtp,
    folder,
    secrets,
    command: async (args: readonly string[], without: readonly (keyof typeof env)[] = []) => {
      const given = Object.fromEntries(Object.entries(env).filter(([name]) => !without.some((one) => one === name)));
      const ended = await run([...args, '-c', config], { env: given });
      said.push(ended.stdout, ended.stderr);
      return ended;
    },
    at: (bar: number) => {
      const now = bar + HOUR + MINUTE;
      story.venue.server.setNow(now);
      return ['--now', new Date(now).toISOString()];
    },
    expectNoSecret: () => {
      expect(said.join('').length).toBeGreaterThan(50);
      const everywhere: Record<string, string | null> = { ...folderTree(folder), said: said.join('\n') };
      for (const [where, bytes] of Object.entries(everywhere)) {
        expect(
          secrets.filter((secret) => (bytes ?? '').includes(secret)),
          where,
        ).toEqual([]);
      }
    },
  };
}

describe('notify-test with every channel on', () => {
  it.each(['starttls', 'implicit'] as const)(
    'sends a sample ticket and a sample notice through each, e-mail by %s, and shows no secret',
    async (tls) => {
      const { slack, telegram, webhook, smtp, command, expectNoSecret } = await place(tls);
      const ended = await command(['notify-test', '--json', '--log-level', 'debug']);
      expect(ended.code, ended.stderr).toBe(0);
      const names = ['folder', 'slack', 'telegram', 'email', 'webhook'];
      expect(documentOf(ended)).toMatchObject({
        channels: names.map((channel) => ({ channel, error: null })),
        off: [],
      });
      const titles = [/ENTER (Long|Short) Spread/, /DIGEST: sample of a notice/];
      const seen = [
        slack.messages.map(({ text }) => text),
        telegram.messages.map(({ shown }) => shown),
        webhook.messages.map(({ document }) => String(document['text'])),
        smtp.mails.map(({ raw }) => readMail(raw).subject),
      ];
      for (const messages of seen) {
        expect(messages).toHaveLength(2);
        titles.forEach((title, i) => {
          expect(messages[i]).toMatch(title);
        });
      }
      expect(smtp.mails[0].to).toEqual(['me@example.org', 'you@example.org']);
      expect(smtp.wasAuthEncrypted()).toBe(true);
      expectNoSecret();
    },
  );

  it('prints each outcome, names what is off and the variables that switch it on, and fails when one does', async () => {
    const { slack, smtp, command } = await place();
    smtp.failAlways({ at: 'rcpt', does: { reply: '550 5.1.1 nobody here' } });
    const off = ['NOTIFY_TELEGRAM_TOKEN', 'NOTIFY_TELEGRAM_CHAT', 'NOTIFY_WEBHOOK_URL'] as const;
    const ended = await command(['notify-test'], off);
    expect(ended.code).toBe(4);
    expect(ended.stdout.trimEnd().split('\n')).toEqual([
      'folder  ok',
      'slack  ok',
      'email  the mail server answered 550 5.1.1 nobody here: it refuses the recipients; check NOTIFY_EMAIL_TO',
      'telegram  off: set NOTIFY_TELEGRAM_TOKEN and NOTIFY_TELEGRAM_CHAT in .env',
      'webhook  off: set NOTIFY_WEBHOOK_URL in .env',
    ]);
    expect(slack.messages).toHaveLength(2);
  });
});

describe('a scan with every channel on', () => {
  it('delivers its ticket once through each', async () => {
    const { story, slack, telegram, webhook, smtp, command, at, expectNoSecret } = await place();
    for (let k = 0; k < 2; k++) {
      const ended = await command(['scan', ...at(story.entry), '--log-level', 'debug']);
      expect(ended.code, ended.stderr).toBe(0);
    }
    expect([slack.messages, telegram.messages, webhook.messages, smtp.mails].map(({ length }) => length)).toEqual([
      1, 1, 1, 1,
    ]);
    expectNoSecret();
  });

  it('shows no secret when all of them refuse it and repeat what they were given', async () => {
    const { story, slack, telegram, webhook, smtp, secrets, command, at, expectNoSecret } = await place();
    // The user of the mail server is a word like others to everybody else.
    const all = secrets.filter((secret) => secret !== LOGIN.user).join(' ');
    slack.failAlways(answer(403, all));
    telegram.failAlways(botRefusal(400, `Bad Request: ${all}`));
    webhook.failAlways(answer(422, all));
    smtp.failAlways({ at: 'mail', does: { reply: `550 5.7.1 ${all} ${LOGIN.user}` } });
    const ended = await command(['scan', ...at(story.entry), '--json', '--log-level', 'debug']);
    expect(ended.code, ended.stderr).toBe(4);
    await command(['status']);
    await command(['status', '--json']);
    expect((await command(['notify-test'])).code).toBe(4);
    expectNoSecret();
  });

  it('tells of a channel that fails through the others, in the same run, and of its recovery in the next', async () => {
    const { story, slack, telegram, webhook, smtp, command, at } = await place();
    slack.failAlways(answer(404, 'no_service'));
    expect((await command(['scan', ...at(story.entry)])).code).toBe(4);
    slack.failAlways(null);
    expect((await command(['scan', ...at(story.entry + HOUR)])).code).toBe(0);
    for (const messages of [
      telegram.messages.map(({ shown }) => shown),
      webhook.messages.map(({ document }) => String(document['text'])),
      smtp.mails.map(({ raw }) => readMail(raw).text),
    ]) {
      expect(messages).toHaveLength(3);
      expect(messages[1]).toMatch(/TROUBLE: The channel slack takes no messages\s+Slack answered 404 no_service/);
      expect(messages[2]).toMatch(/RECOVERED: The channel slack works again/);
    }
    expect(slack.messages).toHaveLength(1);
  });
});
