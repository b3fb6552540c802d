/**
 * Line breaks and other control characters, line and paragraph separators, and the marks that turn the direction of writing:
 * text from outside could begin a line of its own with them, move a terminal's cursor, or show numbers in another order.
 */
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** A text as one line of what can be printed: each run of anything else becomes a space, half a surrogate pair `\ufffd`. */
export const plainLine = (text: string): string =>
  text
    .replace(UNPRINTABLE, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trimEnd();
