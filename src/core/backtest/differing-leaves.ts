/** A place in which two values differ: dotted path, and both values as text. */
export type DifferingLeaf = readonly [path: string, a: string, b: string];

/** Every place in which two plain values differ; numbers must be equal to the last bit, and NaN equals NaN. */
export function differingLeaves(a: unknown, b: unknown, path = ''): readonly DifferingLeaf[] {
  if (isRecord(a) && isRecord(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
      differingLeaves(a[key], b[key], path === '' ? key : `${path}.${key}`),
    );
  }
  const isSame = a === b || (Number.isNaN(a) && Number.isNaN(b));
  return isSame ? [] : [[path, shown(a), shown(b)]];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return typeof value === 'object' ? 'there' : typeof value === 'number' ? String(value) : JSON.stringify(value);
}
