import type { ScalarTag } from 'yaml';
import { LineCounter, parseDocument } from 'yaml';
import type { Problem } from './problem.ts';

/** YAML 1.2 has no `5_000_000`, people do. */
const underscoredNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?[0-9]+(?:_[0-9]+)+(?:\.[0-9]+(?:_[0-9]+)*)?(?:[eE][-+]?[0-9]+)?$/,
  resolve: (text) => Number(text.replaceAll('_', '')),
};

/**
 * A YAML document as plain values: objects, arrays, text, numbers, booleans, null.
 * Problems are syntax errors with line and column, repeated keys and unknown tags; no line of the file is quoted, since it
 * may hold a secret.
 */
export function readYaml(text: string): { readonly content: unknown; readonly problems: readonly Problem[] } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    customTags: (tags) => [underscoredNumber, ...tags],
  });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const problems = faults.map(({ message, pos: [offset] }) => {
      const { line, col } = lineCounter.linePos(offset);
      return { path: `line ${line}, column ${col}`, message: withoutQuote(message) };
    });
    return { content: null, problems };
  }
  try {
    return { content: document.toJS({ maxAliasCount: 100 }) as unknown, problems: [] };
  } catch (error) {
    // An alias that leads nowhere, or that unfolds without end.
    const message = error instanceof Error ? error.message : String(error);
    return { content: null, problems: [{ path: '', message: withoutQuote(message) }] };
  }
}

/** The parser ends some messages with the piece of the file that it stumbled over. */
const withoutQuote = (message: string): string => message.replace(/( in YAML stream)?: "[\s\S]*$/, '');
