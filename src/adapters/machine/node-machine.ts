import { closeSync, existsSync, openSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { AppError } from '../../core/domain/app-error.ts';
import type { Machine } from '../../ports/machine.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { errnoOf, storageError } from '../storage-error.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** The machine as Node sees it. */
export const nodeMachine: Machine = {
  nodeVersion: process.versions.node,
  nodeRange: packageJson.engines.node,
  timeZone: localTimeZone(),
  utcOffsetMinutes: (at) => -new Date(at).getTimezoneOffset(),
  probeFolder: (path) => {
    const folder = existingFolder(path);
    const probe = join(folder, `.statarb-doctor.${process.pid}.tmp`);
    try {
      writeFileSync(probe, '');
      rmSync(probe);
    } catch (error) {
      throw storageError('write', path, error);
    }
  },
  probeFile: (path) => {
    try {
      closeSync(openSync(path, 'r+'));
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw storageError('write', path, error);
    }
  },
  space: (path) => {
    const folder = existingFolder(path);
    try {
      const { bavail, bsize } = statfsSync(folder);
      return { freeBytes: bavail * bsize, fileSystem: String(statSync(folder).dev) };
    } catch (error) {
      throw storageError('look at the disk of', path, error);
    }
  },
  fileMode: (path) => {
    if (process.platform === 'win32' || !existsSync(path)) return null;
    return statSync(path).mode & 0o777;
  },
  connect: (host, port) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
      const end = (error?: AppError): void => {
        socket.destroy();
        if (error === undefined) resolve();
        else reject(error);
      };
      socket.once('connect', () => {
        end();
      });
      socket.once('timeout', () => {
        end(unreachable(host, port, `no answer within ${CONNECT_TIMEOUT_MS / 1000} s`));
      });
      socket.once('error', (error) => {
        end(unreachable(host, port, errnoOf(error) || error.message));
      });
    }),
};

/** Some minimal systems name a zone that Node does not know. */
function localTimeZone(): string | null {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions() as { readonly timeZone?: string };
  return timeZone === undefined || timeZone === 'Etc/Unknown' ? null : timeZone;
}

/** The folder, or the nearest one above it that is there. */
function existingFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingFolder(dirname(path));
}

const unreachable = (host: string, port: number, reason: string): AppError =>
  new AppError('delivery', `${host}:${port} cannot be reached (${reason})`, {
    retryable: true,
    facts: { host, reason },
  });
