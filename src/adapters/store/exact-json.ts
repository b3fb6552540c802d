/** Numbers that JSON cannot say, as `{"$number": "NaN"}`. */
const MARK = '$number';

/** JSON that gives every number back exactly, NaN, infinities and −0 included. */
export const toExactJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'number' && (!Number.isFinite(inner) || Object.is(inner, -0))
      ? { [MARK]: Object.is(inner, -0) ? '-0' : String(inner) }
      : inner,
  );

/** Reads what `toExactJson` wrote. The caller knows the type, for it wrote the value. */
export const fromExactJson = (text: string): unknown =>
  JSON.parse(text, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && MARK in inner ? Number(inner[MARK]) : inner,
  );
