import { AppError } from '../../core/domain/app-error.ts';
import type { Machine } from '../../ports/machine.ts';
import { fail, ok, warn, type Check, type Finding } from './check-line.ts';

const MB = 1_000_000;
const GB = 1000 * MB;
const LOW_BYTES = GB;
const TOO_LOW_BYTES = 100 * MB;
const OTHERS = 0o007;
const GROUP = 0o070;

export interface StoragePlaces {
  /** Folders that are written to, by what they are for. */
  readonly folders: Readonly<Record<string, string>>;
  /** Files that are written to, by what they are. */
  readonly files: Readonly<Record<string, string>>;
  /** The file of secrets; it need not be there. */
  readonly dotEnv: string;
  /** Whether secrets are in use, as far as is known. */
  readonly hasSecrets: boolean;
}

/** Whether every place can be written to, has room, and keeps its secrets. */
export const storageChecks = (machine: Machine, places: StoragePlaces): readonly Check[] => [
  { check: 'write access', look: () => accessFindings(machine, places) },
  { check: 'disk space', look: () => spaceFindings(machine, places) },
  { check: 'secrets', look: () => [secretsFinding(machine, places)] },
];

function accessFindings(machine: Machine, { folders, files }: StoragePlaces): readonly Finding[] {
  const failed = [
    ...Object.values(folders).flatMap((path) => failureOf(() => machine.probeFolder(path))),
    ...Object.values(files).flatMap((path) => failureOf(() => machine.probeFile(path))),
  ];
  return failed.length > 0 ? failed : [ok(`${Object.keys(folders).join(', ')} can be written`)];
}

function failureOf(probe: () => void): readonly Finding[] {
  try {
    probe();
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ status: 'fail', message: error.message, fix: null }];
  }
}

/** One line a file system. */
function spaceFindings(machine: Machine, { folders }: StoragePlaces): readonly Finding[] {
  const disks = new Map<string, { readonly freeBytes: number; readonly names: string[] }>();
  for (const [name, path] of Object.entries(folders)) {
    const { freeBytes, fileSystem } = machine.space(path);
    const disk = disks.get(fileSystem) ?? { freeBytes, names: [] };
    disk.names.push(name);
    disks.set(fileSystem, disk);
  }
  return [...disks.values()].map(({ freeBytes, names }) => {
    const text = `${sizeText(freeBytes)} free for ${names.join(', ')}`;
    const fix = 'free some space; `retention` in config.yaml and deploy/statarb.logrotate keep things small';
    if (freeBytes < TOO_LOW_BYTES) return fail(text, fix);
    return freeBytes < LOW_BYTES ? warn(text, fix) : ok(text);
  });
}

const sizeText = (bytes: number): string =>
  bytes < GB ? `${(bytes / MB).toFixed(0)} MB` : `${(bytes / GB).toFixed(1)} GB`;

function secretsFinding(machine: Machine, { dotEnv, hasSecrets }: StoragePlaces): Finding {
  const mode = machine.fileMode(dotEnv);
  if (mode === null) return ok(`there is no ${dotEnv}: secrets, if any, come from the environment`);
  const text = `${dotEnv} has mode ${mode.toString(8).padStart(3, '0')}`;
  const fix = `chmod 600 ${dotEnv}`;
  if ((mode & OTHERS) !== 0) {
    const told = `${text}: every user of this machine can get at it`;
    return hasSecrets ? fail(told, fix) : warn(`${told}, though it holds no secret yet`, fix);
  }
  if ((mode & GROUP) !== 0) return warn(`${text}: its group can get at it`, fix);
  return ok(text);
}
