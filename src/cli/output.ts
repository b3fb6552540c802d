import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'strikethrough' | 'green' | 'red' | 'yellow' | 'cyan';

/** Where a command speaks: people read stdout, and with `--json` exactly one document goes there. */
export interface Output {
  readonly isJson: boolean;
  /** Whether a person is watching: only then is there colour and a moving progress line. */
  readonly isTerminal: boolean;
  line(text?: string): void;
  json(document: unknown): void;
  /** One message on stderr. */
  error(text: string): void;
  /** Colours text on a terminal, leaves it alone elsewhere. */
  readonly style: (style: Style, text: string) => string;
  /** Shows how far a long task is, on one line of stderr; silent in a pipe. */
  progress(label: string, done: number, total: number): void;
}

/** @param redact takes the known secrets out of a text */
export function standardOutput(isJson: boolean, redact: (text: string) => string): Output {
  const isTerminal = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  let lastShown = '';
  return {
    isJson,
    isTerminal,
    line(text = '') {
      if (!isJson) process.stdout.write(`${redact(text)}\n`);
    },
    json(document) {
      if (isJson) process.stdout.write(`${redact(JSON.stringify(document, null, 2))}\n`);
    },
    error(text) {
      process.stderr.write(`${redact(`statarb: ${text}`)}\n`);
    },
    style: (style, text) => (isTerminal ? styleText(style, text) : text),
    progress(label, done, total) {
      if (!process.stderr.isTTY) return;
      const share = total === 0 ? 1 : done / total;
      const cells = Math.round(share * 30);
      const shown = `${label} ${'█'.repeat(cells)}${'░'.repeat(30 - cells)} ${String(Math.floor(share * 100)).padStart(3)} %`;
      if (shown === lastShown) return;
      lastShown = shown;
      process.stderr.write(`\r${redact(shown)}\u001b[K${done >= total ? '\n' : ''}`);
    },
  };
}
