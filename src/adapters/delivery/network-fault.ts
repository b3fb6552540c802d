/** Faults that happen before a request can have been sent: name lookup, connecting, and TLS certificates. */
const NOT_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|\w*CERT\w*|UNABLE_TO_\w+|ERR_SSL_WRONG_VERSION_NUMBER)$/;

/** The system's code of a failed fetch, and whether it failed before anything could be sent. */
export function networkFault(error: unknown): { readonly code: string; readonly wasConnecting: boolean } {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return { code: 'no reason given', wasConnecting: false };
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  const call = 'syscall' in cause ? cause.syscall : undefined;
  // Node tries all addresses of a name and collects the failures only while connecting.
  const wasConnecting =
    NOT_SENT.test(code) || call === 'connect' || call === 'getaddrinfo' || cause instanceof AggregateError;
  return { code, wasConnecting };
}
