/**
 * Whether a version lies in a range as package.json writes `engines`: `>=20.19 <21 || >=22.13`. Alternatives are divided by
 * `||`, conditions that must all hold by blanks; what a condition leaves out counts as 0.
 * @throws RangeError for any other kind of range
 */
export function isInRange(version: string, range: string): boolean {
  return range.split('||').some((alternative) =>
    alternative
      .trim()
      .split(/\s+/)
      .every((condition) => holds(version, condition)),
  );
}

function holds(version: string, condition: string): boolean {
  const match = /^(>=|<=|>|<)(\d+(?:\.\d+){0,2})$/.exec(condition);
  if (match === null) throw new RangeError(`not a range of versions: ${condition}`);
  const [, operator, bound] = match;
  const order = compare(version, bound);
  if (operator === '>=') return order >= 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order < 0;
}

/** Below 0 when a is the older one. */
function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  const at = [0, 1, 2].find((i) => (left[i] ?? 0) !== (right[i] ?? 0));
  return at === undefined ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
