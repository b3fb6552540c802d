import { constants, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { SetupFile, SetupRequest, SetupResult } from '../../ports/setup.ts';
import { discard, removeLeftovers, syncFolder, writeSynced } from '../atomic-file.ts';
import { errnoOf, storageError } from '../storage-error.ts';

const PREFIX = '.statarb-init.';
const SECRET_MODE = 0o600;
const PLAIN_MODE = 0o666;

/** Places files as `ports/setup.ts` describes it: all at once into a new folder, one by one into one that is there. */
export function placeFiles(request: SetupRequest): SetupResult {
  const folder = resolve(request.folder);
  const isNew = !existsSync(folder);
  const parent = isNew ? dirname(folder) : folder;
  const staged = join(parent, `${PREFIX}${basename(folder)}.${process.pid}.tmp`);
  const kept = request.isForced ? [] : request.files.filter(({ path }) => existsSync(join(folder, path)));
  const files = request.files.filter((file) => !kept.includes(file));
  try {
    mkdirSync(parent, { recursive: true });
    removeLeftovers(parent, PREFIX);
    stage(staged, request.folders, files);
    request.check(staged);
    const written = isNew ? appear(staged, folder, files) : move(staged, folder, request, files);
    const keptPaths = request.files.map(({ path }) => path).filter((path) => !written.includes(path));
    return { written, kept: keptPaths };
  } catch (error) {
    throw errnoOf(error) === '' ? error : storageError('set up', folder, error);
  } finally {
    discard(staged);
  }
}

function stage(staged: string, folders: readonly string[], files: readonly SetupFile[]): void {
  mkdirSync(staged, { recursive: true });
  for (const name of folders) mkdirSync(join(staged, name), { recursive: true });
  for (const { path, content, isSecret } of files) {
    mkdirSync(dirname(join(staged, path)), { recursive: true });
    writeSynced(join(staged, path), content, isSecret ? SECRET_MODE : PLAIN_MODE);
  }
  for (const name of new Set(files.map(({ path }) => dirname(path)))) syncFolder(join(staged, name));
}

/** The new folder is there with everything, or not at all. */
function appear(staged: string, folder: string, files: readonly SetupFile[]): readonly string[] {
  renameSync(staged, folder);
  syncFolder(dirname(folder));
  return files.map(({ path }) => path);
}

function move(staged: string, folder: string, request: SetupRequest, files: readonly SetupFile[]): readonly string[] {
  for (const name of request.folders) mkdirSync(join(folder, name), { recursive: true });
  const written = files.filter(({ path }) => {
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    if (request.isForced && existsSync(to)) replaceOne(join(staged, path), to);
    else if (!addOne(join(staged, path), to)) return false;
    syncFolder(dirname(to));
    return true;
  });
  return written.map(({ path }) => path);
}

/** The file that is there gets another name before the new one takes its own. */
function replaceOne(from: string, to: string): void {
  rmSync(`${to}.old`, { force: true });
  link(to, `${to}.old`);
  renameSync(from, to);
}

/** @returns false when somebody else has made it meanwhile: theirs stays */
function addOne(from: string, to: string): boolean {
  try {
    link(from, to);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Gives a file a second name that is free; some file systems know none, and get a copy. */
function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'].includes(errnoOf(error))) throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}
