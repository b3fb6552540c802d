import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errnoOf, storageError } from './storage-error.ts';

/**
 * A temporary file names its process, so that one left behind by a killed run can be told from one in use. One that is a
 * database may have SQLite's own files beside it.
 */
const LEFTOVER = /^\..+\.(\d+)\.tmp(-wal|-shm|-journal)?$/;

/**
 * Replaces a file whole or not at all, and durably: a hidden temporary file is written, synced and renamed over it, then
 * the folder is synced. Missing folders are made. After a crash the path holds the old content or the new.
 * @param temporaryFolder where the temporary file lies, on the same file system: beside the file, unless other programs
 *   read that folder whole
 * @throws AppError `storage`; the old file then stands as it was
 */
export function replaceFile(path: string, bytes: Uint8Array | string, temporaryFolder = dirname(path)): void {
  putFile(path, bytes, temporaryFolder, true);
}

/**
 * As `replaceFile` for what can be made again, such as a report: whole or not at all too, but after a power cut it may be the old
 * one. Spares a wait for the disk.
 */
export function replaceReport(path: string, bytes: Uint8Array | string): void {
  putFile(path, bytes, dirname(path), false);
}

function putFile(path: string, bytes: Uint8Array | string, temporaryFolder: string, isDurable: boolean): void {
  const folder = dirname(path);
  const temporary = temporaryPath(path, temporaryFolder);
  try {
    mkdirSync(folder, { recursive: true });
    writeSynced(temporary, bytes);
    renameSync(temporary, path);
    if (isDurable) syncFolder(folder);
  } catch (error) {
    discard(temporary);
    throw storageError('write', path, error);
  }
}

/** A hidden name for what is to become `path`, which `removeLeftovers` knows. */
export const temporaryPath = (path: string, folder = dirname(path)): string =>
  join(folder, `.${basename(path)}.${process.pid}.tmp`);

/** Moves a file under another name of the same file system, durably. Missing folders are made. */
export function moveFile(from: string, to: string): void {
  try {
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
    syncFolder(dirname(to));
    syncFolder(dirname(from));
  } catch (error) {
    throw storageError('move', `${from} to ${to}`, error);
  }
}

/**
 * Removes the temporary files that killed runs left in a folder, if it exists. Those of living processes are not touched.
 * @param prefix how their names begin, in a folder that is not ours alone
 */
export function removeLeftovers(folder: string, prefix = '.'): void {
  for (const name of namesIn(folder)) {
    const pid = name.startsWith(prefix) ? LEFTOVER.exec(name)?.[1] : undefined;
    if (pid !== undefined && !isAnotherLivingProcess(Number(pid))) discard(join(folder, name));
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw storageError('read', folder, error);
  }
}

/** Writes a file to the disk before it returns. @param mode permissions of a new file, less what the umask takes away */
export function writeSynced(path: string, bytes: Uint8Array | string, mode = 0o666): void {
  const file = openSync(path, 'w', mode);
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A rename survives a power cut only once its folder is synced. Some file systems cannot sync folders, and say so. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR'].includes(errnoOf(error))) throw error;
  } finally {
    closeSync(handle);
  }
}

/** Removes a temporary file or folder. Best effort: what cannot be removed is hidden and does no harm. */
export function discard(path: string): void {
  try {
    rmSync(path, { force: true, recursive: true });
  } catch {
    return;
  }
}

/** Our own number on an old file is a number used again: this process leaves none behind. */
function isAnotherLivingProcess(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}
