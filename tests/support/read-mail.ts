/** A message as a mail program reads it. */
export interface ReadMail {
  /** By name in small letters; one that stands twice has both values. */
  readonly headers: Readonly<Partial<Record<string, readonly string[]>>>;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Reads a message with a plain text and an HTML alternative. */
export function readMail(raw: string): ReadMail {
  const { headers, body } = entity(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(first(headers, 'content-type'))?.[1] ?? '';
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => entity(part.replace(/^\r\n/, '')));
  const contentOf = (type: string): string => {
    const found = parts.find((part) => first(part.headers, 'content-type').startsWith(type));
    if (found === undefined) throw new Error(`no part of type ${type} in:\n${raw}`);
    return decoded(found.body.replace(/\r\n$/, ''), first(found.headers, 'content-transfer-encoding'));
  };
  return {
    headers,
    subject: words(first(headers, 'subject')),
    text: contentOf('text/plain'),
    html: contentOf('text/html'),
  };
}

type Headers = Partial<Record<string, string[]>>;

const first = (headers: Headers, name: string): string => headers[name]?.[0] ?? '';

function entity(raw: string): { readonly headers: Headers; readonly body: string } {
  const end = raw.indexOf('\r\n\r\n');
  const headers: Headers = {};
  for (const line of raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const colon = line.indexOf(':');
    (headers[line.slice(0, colon).toLowerCase()] ??= []).push(line.slice(colon + 1).trim());
  }
  return { headers, body: raw.slice(end + 4) };
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? quotedPrintable(body.replace(/=\r\n/g, '')) : body;
}

const quotedPrintable = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

/** Encoded words of a header, as RFC 2047 has them. */
const words = (header: string): string =>
  header
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?(B|Q)\?([^?]*)\?=/gi, (_match, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : quotedPrintable(text.replaceAll('_', ' ')),
    );
