/**
 * Words made for a terminal as a page sets them: with true minus signs, as its figures have, and without a line break between a
 * relation, or z, and its number. `z -1.31, needs < -2`, `-$12.00`; dates keep their hyphens.
 */
export const pageWords = (words: string): string =>
  words.replace(/(^|[\s(])-(?=[$\d])/g, '$1−').replace(/(^|[\s(])([<>z]) (?=[−\d])/g, '$1$2\u00a0');
