import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../core/domain/app-error.ts';
import type { Setup } from '../../ports/setup.ts';
import { storageError } from '../storage-error.ts';
import { placeFiles } from './place-files.ts';

/** Where the package's own folder lies, as seen from the build's chunks; undefined when running from the sources. */
declare const STATARB_PACKAGE: string | undefined;

const PACKAGE = new URL(typeof STATARB_PACKAGE === 'string' ? STATARB_PACKAGE : '../../../', import.meta.url);

/** Sets up folders on this machine. */
export const folderSetup: Setup = {
  shipped: () => ({ configYaml: shippedFile('config.yaml'), dotEnv: shippedFile('.env.example') }),
  facts: () => {
    const { username, gid } = userInfo();
    return {
      command: [process.execPath, ...process.execArgv, process.argv[1] ?? 'statarb'],
      user: username,
      group: groupName(gid) ?? username,
      hasFlock: ['/usr/bin/flock', '/bin/flock'].some((path) => existsSync(path)),
    };
  },
  exists: existsSync,
  readText: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw storageError('read', path, error);
    }
  },
  place: placeFiles,
};

function shippedFile(name: string): string {
  const path = fileURLToPath(new URL(name, PACKAGE));
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError('storage', `${path}, which comes with statarb, cannot be read: install statarb again`, {
      facts: { path },
      cause: error,
    });
  }
}

function groupName(gid: number): string | null {
  try {
    const entries = readFileSync('/etc/group', 'utf8').split('\n');
    return entries.map((entry) => entry.split(':')).find(([, , id]) => id === String(gid))?.[0] ?? null;
  } catch {
    return null;
  }
}
