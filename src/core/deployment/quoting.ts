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

/** The beginning of a command of systemd: nothing is filled in for `$` there, and quotes cannot be part of its name. */
export function unitProgram(path: string): string {
  if (/["'\\]/.test(path)) return `/usr/bin/env ${unitWord(path)}`;
  return /\s/.test(path) ? `"${unitPath(path)}"` : unitPath(path);
}

/** A systemd setting that is one path, which is taken as it is but for `%`. */
export const unitPath = (text: string): string => text.replaceAll('%', '%%');

/** A path in a logrotate file, where some characters stand for others. A brace cannot stand there at all: `?` is any character. */
export const logrotatePath = (text: string): string => `"${text.replace(/[\\"*?[\]]/g, '\\$&').replace(/[{}]/g, '?')}"`;
