import type { Pair } from '../core/domain/pair.ts';
import { pairName, quoteOf } from '../core/domain/pair.ts';
import { isSection } from './overrides.ts';
import type { Problem } from './problem.ts';

/** `BASE/QUOTE`, or `BASE/QUOTE:SETTLE` for a swap. */
const SYMBOL = /^[^\s/:]+\/[^\s/:]+(:[^\s/:]+)?$/;
const DEFAULT_QUOTE = 'USDT';

interface NamedPair extends Pair {
  /** Where it stands in the file. */
  readonly path: string;
}

/**
 * The pairs that `symbols` or `pairs` name, in order; BTC and ETH when neither is there. A symbol without a quote currency
 * gets `baseQuote`. Entries of the wrong form are passed over here: the schema reports them.
 */
export function readPairs(
  content: Readonly<Record<string, unknown>>,
  baseQuote: string | null,
): { readonly pairs: readonly Pair[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  if (content.symbols !== undefined && content.pairs !== undefined) {
    problems.push({ path: 'pairs', message: 'give either symbols (one pair) or pairs (several), not both' });
  }

  const complete = (symbol: string, path: string): string => {
    const completed = /[/:]/.test(symbol) || baseQuote === null ? symbol : `${symbol}/${baseQuote}`;
    if (!SYMBOL.test(completed)) {
      const example = /^[A-Za-z0-9]+$/.test(symbol)
        ? `; write it like "${symbol}/${DEFAULT_QUOTE}" or set BASE_QUOTE`
        : '';
      problems.push({ path, message: `"${symbol}" is not a symbol of the form BASE/QUOTE${example}` });
    }
    return completed;
  };

  const seen = new Set<string>();
  const pairs = namedPairs(content, baseQuote ?? DEFAULT_QUOTE).map(({ path, ...named }) => {
    const pair = { x: complete(named.x, `${path}[0]`), y: complete(named.y, `${path}[1]`) };
    const name = pairName(pair);
    if (pair.x === pair.y) problems.push({ path, message: `both legs are ${pair.x}; a pair needs two symbols` });
    else if (SYMBOL.test(pair.x) && SYMBOL.test(pair.y) && quoteOf(pair.x) !== quoteOf(pair.y)) {
      problems.push({
        path,
        message: `${pair.x} and ${pair.y} have different quote currencies; both legs need the same`,
      });
    }
    if (seen.has(name)) problems.push({ path, message: `${pair.x} and ${pair.y} stand here twice` });
    seen.add(name);
    return pair;
  });
  return { pairs, problems };
}

function namedPairs(content: Readonly<Record<string, unknown>>, quote: string): NamedPair[] {
  const { symbols, pairs } = content;
  if (symbols === undefined && pairs === undefined) {
    return [{ x: `BTC/${quote}`, y: `ETH/${quote}`, path: 'symbols.base' }];
  }
  const listed: unknown[] = Array.isArray(pairs) ? pairs : [];
  const entries = listed.map((entry, index): readonly [unknown, string] => [entry, `pairs[${index}]`]);
  if (isSection(symbols)) entries.push([symbols.base, 'symbols.base']);
  return entries.flatMap(([entry, path]) => {
    if (!Array.isArray(entry) || entry.length !== 2) return [];
    const [x, y] = entry as readonly unknown[];
    return typeof x === 'string' && typeof y === 'string' && x !== '' && y !== '' ? [{ x, y, path }] : [];
  });
}
