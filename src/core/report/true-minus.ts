/** Words made for a terminal with true minus signs, as the figures on a page have: `z -1.31, needs < -2`, `-$12.00`. Dates keep their hyphens. */
export const trueMinus = (words: string): string => words.replace(/(^|[\s(])-(?=[$\d])/g, '$1−');
