/** What to do about what the Bot API says, by the beginning of its words. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/^unauthorized/i, 'the token is not valid (any more): ask @BotFather for one and set NOTIFY_TELEGRAM_TOKEN'],
  [/bot was blocked|user is deactivated/i, 'unblock the bot in Telegram, or set another NOTIFY_TELEGRAM_CHAT'],
  [/can't initiate conversation|chat not found/i, 'write /start to the bot once, and check NOTIFY_TELEGRAM_CHAT'],
  [/not a member|bot was kicked/i, 'add the bot to the chat, or set another NOTIFY_TELEGRAM_CHAT'],
  [
    /not enough rights|have no rights|need administrator rights/i,
    'let the bot post in the chat: a channel takes messages of its administrators only',
  ],
  [/upgraded to a supergroup/i, 'the group has a new number, beginning with -100: set it as NOTIFY_TELEGRAM_CHAT'],
  [
    /can't parse|too long|text is empty/i,
    'Telegram rejects the form of the message: please report this as a fault of statarb',
  ],
];

/** What to do about a refusal of Telegram's, or null where its status says it all. */
export function telegramRemedy(status: number, reason: string): string | null {
  const known = REMEDIES.find(([words]) => words.test(reason));
  if (known !== undefined) return known[1];
  // The Bot API knows no such method, or no such bot: the address is not what it should be.
  if (status === 404) return 'check NOTIFY_TELEGRAM_TOKEN, and notifications.telegram.api_url when it is set';
  if (status === 401) return 'check NOTIFY_TELEGRAM_TOKEN';
  return status === 400 || status === 403 ? 'check NOTIFY_TELEGRAM_CHAT' : null;
}
