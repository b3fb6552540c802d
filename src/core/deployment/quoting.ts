/** A word of a shell command, as it is where nothing in it is special. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A word of a crontab line: as in the shell, where cron itself takes `%` for the end of the command. */
export const cronWord = (text: string): string => shellWord(text).replaceAll('%', '\\%');

/** A word of a systemd setting that takes several: `%` and `$` would be filled in, quotes and blanks would divide it. */
export function unitWord(text: string): string {
  const filled = unitPath(text).replaceAll('$', '$$$$');
  return /^[^\s"'\\]+$/.test(filled) ? filled : `"${filled.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A systemd setting that is one path, which is taken as it is but for `%`. */
export const unitPath = (text: string): string => text.replaceAll('%', '%%');

/** A path in a logrotate file, where some characters stand for others. */
export const logrotatePath = (text: string): string => `"${text.replace(/[\\"*?[\]{}]/g, '\\$&')}"`;
