import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import { AppError } from '../core/domain/app-error.ts';
import type { Pair } from '../core/domain/pair.ts';

export interface WithPairs {
  /** The file's text with the pairs in it; comments and all else as they were. */
  readonly text: string;
  /** Those that were not there before. */
  readonly added: readonly Pair[];
}

/**
 * Appends pairs to the text of a settings file. A pair that is there, in either order, is not written twice; `symbols.base`
 * becomes the first entry of `pairs`, since a file may have only one of them.
 * @throws AppError `settings` when the text is no mapping, or its pairs are no list
 */
export function withPairs(text: string, pairs: readonly Pair[]): WithPairs {
  const document = parseDocument(text, { keepSourceTokens: true });
  if (document.errors.length > 0 || !(isMap(document.contents) || document.contents === null)) {
    throw new AppError('settings', 'the settings file cannot be extended: it has mistakes; run statarb config check');
  }
  const written = listed(document);
  const known = new Set(written.map(keyOf));
  const added = pairs.filter((pair) => !known.has(keyOf(pair)));
  if (added.length === 0) return { text, added };
  const list = document.get('pairs');
  if (isSeq(list)) for (const { x, y } of added) list.add(document.createNode([x, y], { flow: true }));
  else if (list !== undefined && list !== null) {
    throw new AppError('settings', 'pairs: is no list, so nothing can be added to it');
  } else {
    const entries = [...written, ...added].map(({ x, y }) => document.createNode([x, y], { flow: true }));
    const symbols = document.get('symbols', true);
    document.set('pairs', document.createNode([]));
    const fresh = document.get('pairs');
    if (isSeq(fresh)) for (const entry of entries) fresh.add(entry);
    if (symbols !== undefined) document.delete('symbols');
  }
  return { text: document.toString({ lineWidth: 0 }), added };
}

/** The pairs that the file names. */
function listed(document: Document): readonly Pair[] {
  const { pairs, symbols } = (document.toJS() ?? {}) as { pairs?: unknown; symbols?: { base?: unknown } | null };
  const entries = [...(Array.isArray(pairs) ? (pairs as unknown[]) : []), symbols?.base];
  return entries.flatMap((entry) => {
    if (!Array.isArray(entry)) return [];
    const [x, y] = entry as readonly unknown[];
    return typeof x === 'string' && typeof y === 'string' ? [{ x, y }] : [];
  });
}

const keyOf = ({ x, y }: Pair): string => [x, y].sort().join('~');
