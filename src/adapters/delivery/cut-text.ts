/** A text of at most `limit` UTF-16 units: a longer one ends in `…`, and not in half a character. */
export const cutText = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, Math.max(0, limit - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
