import type { NodemailerError } from 'nodemailer/lib/errors';
import { AppError, type Facts } from '../../core/domain/app-error.ts';
import { plainLine } from '../../core/domain/plain-line.ts';
import type { SmtpFault } from './smtp-session.ts';

const SETTING = 'NOTIFY_SMTP_URL';
const LONGEST_REASON = 80;

/** Certificates that are self-signed, expired, of another host, or of an authority this machine does not know. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/;
/** A server that speaks TLS from the first byte, or does not, where the address says otherwise. */
const WRONG_PORT = /wrong version number|packet length too long|WRONG_VERSION_NUMBER|PACKET_LENGTH/i;

/**
 * The AppError `delivery` of a session that failed. 4xx replies, and whatever happened to the network, may be tried again;
 * 5xx replies, refused logins and certificates not. Only what broke off after the message began to leave has an unknown outcome.
 * @param login every form of the login: a reply that holds one is not shown
 */
export function smtpFailure({ stage, fault }: SmtpFault, login: readonly string[]): AppError {
  const isOutcomeUnknown = stage === 'message';
  const again = isOutcomeUnknown ? 'it is tried again, marked as resent' : 'it is tried again later';
  const lost = { isRetryable: true, isOutcomeUnknown };
  if (fault === 'timeout') {
    return failure(`the mail server did not answer in time: ${again}`, { reason: 'timeout' }, lost);
  }
  if (fault === 'unencrypted login') {
    const advice = `use smtps:// in ${SETTING}, or a server with STARTTLS`;
    return failure(`the mail server offers no encryption, and the password is not sent without: ${advice}`, {
      reason: 'unencrypted',
    });
  }
  if ((fault.responseCode ?? 0) >= 400) return refusal(fault, login);
  const code = fault.originalCode ?? fault.code ?? fault.name;
  if (CERTIFICATE.test(code)) {
    const advice = `check the host name in ${SETTING}; an authority of your own goes into NODE_EXTRA_CA_CERTS`;
    return failure(`the certificate of the mail server is not trusted (${code}): ${advice}`, { reason: code });
  }
  if (WRONG_PORT.test(`${code} ${fault.message}`)) {
    const advice = 'use smtps:// with port 465 and smtp:// with port 587 or 25';
    return failure(`the mail server does not speak TLS on this port: ${advice}`, { reason: code });
  }
  if (fault.command === 'API' && !/^(ECONNECTION|ESOCKET)$/.test(code)) {
    return failure(`the e-mail cannot be sent (${code}): check NOTIFY_EMAIL_FROM, NOTIFY_EMAIL_TO and ${SETTING}`, {
      reason: code,
    });
  }
  if (stage === 'connecting') {
    const message = `the mail server cannot be reached (${code}): check the network and ${SETTING}`;
    return failure(message, { reason: code }, lost);
  }
  return failure(`the connection to the mail server broke (${code}): ${again}`, { reason: code }, lost);
}

/** A reply of 400 and above is the server's word that it did not take the message. */
function refusal(fault: NodemailerError, login: readonly string[]): AppError {
  const { code, command, response = '', responseCode: status = 0, permanent = status >= 500 } = fault;
  const isSilent = code === 'EAUTH' || login.some((form) => response.includes(form));
  const reason = isSilent ? '' : plainLine(response.slice(4).split(/\r?\n/, 1)[0] ?? '').slice(0, LONGEST_REASON);
  const what = `the mail server answered ${status}${reason === '' ? '' : ` ${reason}`}`;
  const remedy = permanent ? remedyFor(status, code, command) : 'it is tried again later';
  return failure(`${what}: ${remedy}`, { status, reason }, { isRetryable: !permanent });
}

function remedyFor(status: number, code: string | undefined, command: string | undefined): string {
  if (code === 'EAUTH' || status === 530 || status === 534 || status === 535) {
    return `check user and password in ${SETTING}; many services want an app password`;
  }
  if (command === 'MAIL FROM') return 'it refuses the sender; check NOTIFY_EMAIL_FROM';
  if (command === 'RCPT TO') return 'it refuses the recipients; check NOTIFY_EMAIL_TO';
  return `check NOTIFY_EMAIL_FROM, NOTIFY_EMAIL_TO and ${SETTING}`;
}

function failure(
  message: string,
  facts: Facts,
  { isRetryable = false, isOutcomeUnknown = false }: { isRetryable?: boolean; isOutcomeUnknown?: boolean } = {},
): AppError {
  return new AppError('delivery', message, {
    retryable: isRetryable,
    facts: { channel: 'email', ...facts, ...(isOutcomeUnknown ? { outcome: 'unknown' } : {}) },
  });
}
