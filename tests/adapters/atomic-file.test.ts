import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { moveFile, removeLeftovers, replaceFile, replaceReport } from '../../src/adapters/atomic-file.ts';
import { storageError } from '../../src/adapters/storage-error.ts';
import { AppError } from '../../src/core/domain/app-error.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'statarb-atomic-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['Replacing a file', replaceFile],
  ['Replacing a report', replaceReport],
])('%s', (_, replaceFile) => {
  it('makes missing folders and leaves nothing but the file', () => {
    const path = join(folder, 'a', 'b', 'file.txt');
    replaceFile(path, 'one');
    replaceFile(path, Buffer.from('two'));
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file.txt']);
  });

  it('puts a new file in the place of the old one, so that a reader never sees half of it', () => {
    const path = join(folder, 'file.txt');
    replaceFile(path, 'one');
    const before = statSync(path).ino;
    replaceFile(path, 'two');
    expect(statSync(path).ino).not.toBe(before);
  });

  it('that fails leaves the old content and no temporary file', () => {
    const path = join(folder, 'folder');
    mkdirSync(path);
    writeFileSync(join(path, 'kept'), 'old');
    expect(() => {
      replaceFile(path, 'new');
    }).toThrow(`cannot write ${path}: a folder stands where a file is needed; move it away (EISDIR)`);
    expect(readdirSync(folder)).toEqual(['folder']);
    expect(readFileSync(join(path, 'kept'), 'utf8')).toBe('old');
  });

  it('under a file says that a folder is needed', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => {
      replaceFile(join(folder, 'file', 'below.txt'), 'new');
    }).toThrow(/a file stands where a folder is needed/);
  });

  it.skipIf(process.getuid?.() === 0)('in a read-only folder says so (not tested as root, who may write)', () => {
    const path = join(folder, 'file.txt');
    replaceFile(path, 'old');
    chmodSync(folder, 0o500);
    try {
      expect(() => {
        replaceFile(path, 'new');
      }).toThrow(/permission denied; give this user access/);
      expect(readFileSync(path, 'utf8')).toBe('old');
    } finally {
      chmodSync(folder, 0o700);
    }
  });
});

describe('Moving a file', () => {
  it('makes the folder it goes to', () => {
    writeFileSync(join(folder, 'from'), 'x');
    moveFile(join(folder, 'from'), join(folder, 'deep', 'to'));
    expect(existsSync(join(folder, 'from'))).toBe(false);
    expect(readFileSync(join(folder, 'deep', 'to'), 'utf8')).toBe('x');
  });
});

describe('Leftovers of killed runs', () => {
  it('are removed; files of living processes and other files stay', () => {
    const keep = [`.a.txt.${process.ppid}.tmp`, '.hidden', 'a.123.tmp'];
    for (const name of [...keep, '.a.txt.999999999.tmp', `.b.txt.${process.pid}.tmp`]) {
      writeFileSync(join(folder, name), '');
    }
    removeLeftovers(folder);
    expect(readdirSync(folder).sort()).toEqual(keep.sort());
    expect(() => {
      removeLeftovers(join(folder, 'absent'));
    }).not.toThrow();
  });
});

describe('A storage error', () => {
  it.each([
    ['ENOSPC', 'the disk is full; free some space and run again (ENOSPC)'],
    ['EROFS', 'the file system is read-only; set a writable folder under paths (EROFS)'],
    ['EACCES', 'permission denied; give this user access to it or set another folder under paths (EACCES)'],
  ])('with %s says what to do', (code, advice) => {
    const error = storageError('write', '/data/x', Object.assign(new Error('no'), { code }));
    expect(error).toBeInstanceOf(AppError);
    expect([error.code, error.message]).toEqual(['storage', `cannot write /data/x: ${advice}`]);
  });
});
