/**
 * Rows of cells as lines whose columns stand under each other.
 * @param sides a letter a column: `l` left, `r` right
 * @param finish what to make of a whole line, such as colouring it; rows count from 0
 */
export function alignedLines(
  rows: readonly (readonly string[])[],
  sides: string,
  finish: (line: string, row: number) => string,
): string[] {
  const widths = Array.from(sides, (_, c) => Math.max(...rows.map((row) => (row[c] ?? '').length)));
  return rows.map((row, r) => {
    const cells = widths.map((width, c) =>
      sides[c] === 'l' ? (row[c] ?? '').padEnd(width) : (row[c] ?? '').padStart(width),
    );
    return finish(cells.join('  ').trimEnd(), r);
  });
}
