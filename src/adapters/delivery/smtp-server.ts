import { decodedPart } from './decoded-part.ts';

/** Where and how to log in, as an address such as `smtps://user:password@host:465` says. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; without it STARTTLS is used where the server offers it. */
  readonly isSecure: boolean;
  readonly login: { readonly user: string; readonly password: string } | null;
}

/** Null when it is no address of a mail server. */
export function smtpServer(address: string): SmtpServer | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port, username, password } = new URL(address);
  if (!/^smtps?:$/.test(protocol) || hostname === '') return null;
  const isSecure = protocol === 'smtps:';
  return {
    host: decodedPart(hostname).replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    isSecure,
    login: username === '' ? null : { user: decodedPart(username), password: decodedPart(password) },
  };
}

/** Whether what is sent there stays on this machine. */
export const isLoopback = ({ host }: SmtpServer): boolean => /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(host);

/** Every form in which a server could repeat the login: as it is, and as it was sent. */
export function loginForms({ login }: SmtpServer): readonly string[] {
  if (login === null) return [];
  const { user, password } = login;
  const plain = [user, password, `\0${user}\0${password}`].filter((form) => form !== '');
  return plain.flatMap((form) => [form, encodeURIComponent(form), Buffer.from(form).toString('base64')]);
}
