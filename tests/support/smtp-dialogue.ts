/** A message that a mail server has taken. */
export interface MailReceived {
  readonly from: string;
  readonly to: readonly string[];
  /** The message with its headers, dots taken out again. */
  readonly raw: string;
}

/** The moments at which a session can go wrong; `greeting` is before the first word, `message` after the last. */
export type SmtpMoment = 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'message';

export interface SmtpDialogue {
  /** What is offered after EHLO, as it stands then. */
  readonly offers: () => readonly string[];
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Replies to recipients that are refused. */
  readonly refused: ReadonlyMap<string, string>;
  readonly say: (reply: string) => void;
  /** Says it, unless something else happens at that moment. */
  readonly answer: (at: SmtpMoment, reply: string) => void;
  readonly onTls: () => void;
  readonly onAuth: () => void;
  readonly onMail: (mail: MailReceived) => void;
  readonly onEnd: () => void;
}

/** The server's side of one SMTP session: takes the client's lines, one at a time. */
export function smtpDialogue(session: SmtpDialogue): (line: string) => void {
  const { say, answer, login, refused } = session;
  let asked: 'user' | 'password' | null = null;
  let user = '';
  let from = '';
  let to: string[] = [];
  let message: string[] | null = null;

  const judge = (password: string): void => {
    const isRight = user === login?.user && password === login.password;
    // Some servers repeat what they were given.
    answer('auth', isRight ? '235 2.7.0 welcome' : `535 5.7.8 no such login: ${user} ${password}`);
  };
  const verbs: Readonly<Record<string, (rest: string) => void>> = {
    EHLO: () => {
      const all = ['statarb test', ...session.offers()];
      answer('ehlo', all.map((one, i) => `250${i + 1 < all.length ? '-' : ' '}${one}`).join('\r\n'));
    },
    STARTTLS: () => {
      say('220 go ahead');
      session.onTls();
    },
    AUTH: (rest) => {
      session.onAuth();
      const [method, initial = ''] = rest.split(' ');
      if (method === 'LOGIN') {
        asked = 'user';
        say('334 VXNlcm5hbWU6');
        return;
      }
      const parts = plain(initial).split('\0');
      user = parts.at(1) ?? '';
      judge(parts.at(2) ?? '');
    },
    MAIL: (rest) => {
      from = addressIn(rest);
      to = [];
      answer('mail', '250 2.1.0 ok');
    },
    RCPT: (rest) => {
      const refusal = refused.get(addressIn(rest));
      if (refusal === undefined) {
        to.push(addressIn(rest));
        answer('rcpt', '250 2.1.5 ok');
      } else say(refusal);
    },
    DATA: () => {
      if (to.length === 0) {
        say('503 5.5.1 no recipients');
        return;
      }
      message = [];
      answer('data', '354 go on');
    },
    QUIT: () => {
      say('221 bye');
      session.onEnd();
    },
  };
  return (line) => {
    if (message !== null) {
      if (line === '.') {
        const raw = message.join('\r\n');
        message = null;
        session.onMail({ from, to, raw });
        answer('message', '250 2.0.0 taken');
      } else message.push(line.replace(/^\./, ''));
    } else if (asked === 'user') {
      user = plain(line);
      asked = 'password';
      say('334 UGFzc3dvcmQ6');
    } else if (asked === 'password') {
      asked = null;
      judge(plain(line));
    } else {
      const verb = line.split(' ', 1)[0].toUpperCase();
      const speak = Object.hasOwn(verbs, verb) ? verbs[verb] : () => say('502 5.5.2 what?');
      speak(line.slice(verb.length + 1));
    }
  };
}

const plain = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

const addressIn = (text: string): string => /<([^>]*)>/.exec(text)?.[1] ?? '';
