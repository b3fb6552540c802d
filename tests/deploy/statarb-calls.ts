/** One use of the program in a text: `statarb state backup --keep 3`. */
export interface StatarbCall {
  /** Words before the first option: the command, and perhaps its arguments. */
  readonly words: readonly string[];
  readonly options: readonly string[];
}

const CALL = /(?<![\w./~-])(?:npx )?statarb((?: +[^\s|&;>#`'"()\]]+)+)/g;

/** Every call of the program in lines of a shell, comments left out. */
export function statarbCalls(text: string): readonly StatarbCall[] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  return [...lines.join('\n').matchAll(CALL)].map(([, rest]) => {
    const words = rest.trim().split(/ +/);
    const first = words.findIndex((word) => word.startsWith('-'));
    return {
      words: first === -1 ? words : words.slice(0, first),
      options: words.filter((word) => /^--?[a-z]/.test(word)),
    };
  });
}
