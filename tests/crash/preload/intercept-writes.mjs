import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';

/** The one that the program takes, see src/adapters/store/sqlite-package.ts. */
export const Database = createRequire(import.meta.url)(
  Number(process.versions.napi) >= 10 ? 'better-sqlite3-13' : 'better-sqlite3',
);

/**
 * One operation that changes something outside the process.
 * @typedef {object} WriteOperation
 * @property {'open' | 'write' | 'sync' | 'rename' | 'remove' | 'mkdir' | 'sql' | 'send'} kind
 * @property {string} label what is done to what, for a person
 * @property {readonly string[]} paths files and folders concerned; of a database, its file
 * @property {(() => void) | null} half does the first half of a write and nothing more; null where there are no halves
 */

/**
 * Hands every file operation that writes, every statement of SQLite and every request of this process to `handle`, which
 * runs it, or does not. Standard output and error are left alone.
 * @param {(operation: WriteOperation, run: () => unknown) => unknown} handle
 */
export function interceptWrites(handle) {
  interceptFiles(handle);
  interceptDatabases(handle);
  const { fetch } = globalThis;
  globalThis.fetch = (...request) =>
    handle({ kind: 'send', label: 'send a request', paths: [], half: null }, () => fetch(...request));
}

function interceptFiles(handle) {
  const original = { ...fs };
  const pathOf = new Map();
  // Node builds some of these functions from others: only the outermost call counts.
  let isInside = false;
  const once = (operation, run) => {
    if (isInside) return run();
    isInside = true;
    try {
      return handle(operation, run);
    } finally {
      isInside = false;
    }
  };
  const named = (target) => (typeof target === 'number' ? (pathOf.get(target) ?? null) : String(target));
  const operation = (kind, paths, half = null) => ({ kind, label: `${kind} ${paths.join(' as ')}`, paths, half });

  fs.openSync = (path, flags = 'r', mode = undefined) => {
    const run = () => {
      const file = original.openSync(path, flags, mode);
      pathOf.set(file, String(path));
      return file;
    };
    return isForWriting(flags) ? once(operation('open', [String(path)]), run) : run();
  };
  fs.closeSync = (file) => {
    pathOf.delete(file);
    original.closeSync(file);
  };
  fs.writeFileSync = (target, data, options) => {
    const path = named(target);
    const run = () => original.writeFileSync(target, data, options);
    if (path === null) return run();
    const bytes =
      typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const half = () => original.writeFileSync(target, bytes.subarray(0, Math.floor(bytes.length / 2)), options);
    return once(operation('write', [path], half), run);
  };
  fs.writeSync = (file, ...rest) => {
    const run = () => original.writeSync(file, ...rest);
    const path = named(file);
    return path === null ? run() : once(operation('write', [path]), run);
  };
  for (const name of ['fsyncSync', 'fdatasyncSync', 'ftruncateSync']) {
    fs[name] = (file, ...rest) =>
      once(operation('sync', [named(file) ?? 'a file']), () => original[name](file, ...rest));
  }
  const pathCalls = { mkdirSync: 'mkdir', rmSync: 'remove', unlinkSync: 'remove', rmdirSync: 'remove' };
  for (const [name, kind] of Object.entries(pathCalls)) {
    fs[name] = (path, ...rest) => once(operation(kind, [String(path)]), () => original[name](path, ...rest));
  }
  for (const name of ['renameSync', 'copyFileSync', 'linkSync', 'symlinkSync']) {
    fs[name] = (from, to, ...rest) =>
      once(operation('rename', [String(from), String(to)]), () => original[name](from, to, ...rest));
  }
  forbidOthers();
  syncBuiltinESMExports();
}

/** What is not intercepted must not be used unseen: a way of writing that is new to the program fails loudly here. */
function forbidOthers() {
  const forbid = (holder, name) => {
    const original = holder[name];
    holder[name] = (...args) => {
      // pino writes to standard error through these.
      if (args[0] === 1 || args[0] === 2) return original.apply(holder, args);
      throw new RangeError(`fs.${name} is not intercepted: teach tests/crash/preload/intercept-writes.mjs about it`);
    };
  };
  const names = 'write writev writeFile appendFile rename unlink rm mkdir truncate ftruncate copyFile link symlink cp';
  for (const name of names.split(' ')) forbid(fs, name);
  for (const name of ['writevSync', 'appendFileSync', 'truncateSync', 'cpSync', 'createWriteStream']) forbid(fs, name);
  for (const name of 'writeFile appendFile rename unlink rm mkdir truncate copyFile link symlink cp'.split(' ')) {
    forbid(fs.promises, name);
  }
}

const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = fs.constants;

const isForWriting = (flags) =>
  typeof flags === 'number' ? (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)) !== 0 : /[wa+]/.test(flags);

function interceptDatabases(handle) {
  const probe = new Database(':memory:');
  const statement = Object.getPrototypeOf(probe.prepare('SELECT 1'));
  probe.close();
  const operation = (db, sql) => {
    const words = sql.trim().split(/\s+/).slice(0, 6).join(' ');
    return { kind: 'sql', label: `sql ${words}`, paths: [db.name], half: null };
  };
  const { run, get, all } = statement;
  statement.run = function (...values) {
    return handle(operation(this.database, this.source), () => run.apply(this, values));
  };
  for (const [name, read] of Object.entries({ get, all })) {
    statement[name] = function (...values) {
      const ask = () => read.apply(this, values);
      return this.readonly ? ask() : handle(operation(this.database, this.source), ask);
    };
  }
  const { exec, pragma, close, backup } = Database.prototype;
  /** In two steps where the program asks for one, with a point to die at in between. */
  Database.prototype.backup = function (file) {
    const point = { ...operation(this, `backup into ${file}`), paths: [file] };
    let isHalfDone = false;
    const progress = ({ totalPages, remainingPages }) => {
      if (remainingPages === totalPages) return Math.ceil(totalPages / 2);
      if (!isHalfDone) handle({ ...point, label: `${point.label}, second half` }, () => undefined);
      isHalfDone = true;
      return remainingPages;
    };
    return handle(point, () => backup.call(this, file, { progress }));
  };
  Database.prototype.exec = function (sql) {
    return handle(operation(this, sql), () => exec.call(this, sql));
  };
  Database.prototype.pragma = function (sql, options) {
    const ask = () => pragma.call(this, sql, options);
    return sql.includes('=') ? handle(operation(this, `PRAGMA ${sql}`), ask) : ask();
  };
  Database.prototype.close = function () {
    return handle(operation(this, 'close'), () => close.call(this));
  };
}
