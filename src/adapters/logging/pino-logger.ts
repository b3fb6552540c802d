import { pino } from 'pino';
import type { Facts } from '../../core/domain/app-error.ts';
import type { Logger } from '../../ports/logger.ts';
import { terminalLine } from './terminal-line.ts';

export interface PinoLoggerOptions {
  /** The least level that is written; `silent` writes nothing. */
  readonly level: string;
  /** Whether a person watches: coloured lines in place of JSON. */
  readonly isTerminal: boolean;
  /** Takes the known secrets out of a text; every line goes through it. */
  readonly redact: (text: string) => string;
  /** Facts that stand in every line, such as the run's id. */
  readonly bindings?: Facts;
  /** Where finished lines go: stderr unless told otherwise. */
  readonly write?: (line: string) => void;
}

/**
 * A logger that writes one line per call, at once: nothing is lost when the process ends a moment later.
 * JSON lines carry `level`, `time` (ISO 8601 UTC), the bindings, the facts, and `msg`.
 */
export function pinoLogger({
  level,
  isTerminal,
  redact,
  bindings = {},
  write = toStderr(),
}: PinoLoggerOptions): Logger {
  const logger = pino(
    {
      level,
      base: bindings,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write: (line: string) => {
        const { json, record } = withoutSecrets(line, redact);
        write(isTerminal ? terminalLine(record) : json);
      },
    },
  );
  const at =
    (method: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, facts: Facts = {}): void =>
      logger[method](facts, message);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A process may end right after a line, and a pipe may be full: pino's own synchronous destination copes with both. */
function toStderr(): (line: string) => void {
  const destination = pino.destination({ dest: 2, sync: true });
  return (line) => void destination.write(line);
}

function withoutSecrets(
  line: string,
  redact: (text: string) => string,
): { readonly json: string; readonly record: Readonly<Record<string, unknown>> } {
  const json = redact(line);
  try {
    return { json, record: JSON.parse(json) as Record<string, unknown> };
  } catch {
    // A number was a secret, and no JSON is left without it.
    const { level, time } = JSON.parse(line) as Record<string, unknown>;
    const record = { level, time, msg: json.trimEnd() };
    return { json: `${JSON.stringify(record)}\n`, record };
  }
}
