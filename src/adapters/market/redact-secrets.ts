const SECRET_NAME = /key|secret|password|token|uid|login|twofa/i;

/** Takes the given secrets, plain or URI-encoded, and request signatures out of a text. */
export function secretsRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeURIComponent(secret), encodeURI(secret)])
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text.replace(/(signature|sign)=[^&\s]+/gi, '$1=***').replace(/(\/\/)[^/\s:@]+:[^/\s@]+@/g, '$1***@');
    for (const form of forms) clean = clean.replaceAll(form, '***');
    return clean;
  };
}

/** Every text in venue options that is secret by its name (`apiKey`, `password`, …) or is the password inside a proxy's address. */
export function secretsIn(options: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (typeof value === 'object' && value !== null) return secretsIn(value as Record<string, unknown>);
    if (typeof value !== 'string') return [];
    if (SECRET_NAME.test(name)) return [value];
    const password = /\/\/[^/\s:@]+:([^/\s@]+)@/.exec(value)?.[1];
    return password === undefined ? [] : [password];
  });
}
