import { baseOf } from '../../domain/pair.ts';

const MOST_LETTERS = 9;

/** Names of symbols as they fit beside a drawing: the base where no other symbol has it too, cut to nine letters. */
export function shortNames(symbols: readonly string[]): ReadonlyMap<string, string> {
  const times = new Map<string, number>();
  for (const symbol of symbols) times.set(baseOf(symbol), (times.get(baseOf(symbol)) ?? 0) + 1);
  return new Map(
    symbols.map((symbol) => [symbol, cut(times.get(baseOf(symbol)) === 1 ? baseOf(symbol) : symbol.replace('/', ''))]),
  );
}

function cut(name: string): string {
  const letters = Array.from(name);
  return letters.length <= MOST_LETTERS ? name : `${letters.slice(0, MOST_LETTERS - 1).join('')}…`;
}
