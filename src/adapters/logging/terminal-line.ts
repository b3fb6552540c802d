const DIM = '2';
const COLOURS: Readonly<Record<string, string>> = { debug: '2', info: '36', warn: '33', error: '31' };

const coloured = (colour: string, text: string): string => `\u001b[${colour}m${text}\u001b[0m`;

/** What a venue sends may end up in a message: nothing of it may steer the terminal. */
const harmless = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');

/**
 * A log record as one line for a person at a terminal: time of day (UTC), level, message, facts as `name=value`.
 * @param record as it stands in a JSON line: `level`, `time` (ISO 8601), `msg`, and facts
 */
export function terminalLine(record: Readonly<Record<string, unknown>>): string {
  const { level, time, msg, ...facts } = record;
  const name = asText(level);
  const parts = [
    coloured(DIM, asText(time).slice(11, 19)),
    coloured(COLOURS[name] ?? DIM, name.padEnd(5)),
    harmless(asText(msg)),
    ...Object.entries(facts).map(([fact, value]) => coloured(DIM, `${fact}=${harmless(asText(value))}`)),
  ];
  return `${parts.join(' ')}\n`;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
