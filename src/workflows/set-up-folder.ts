import { crontab } from '../core/deployment/crontab.ts';
import type { Installation } from '../core/deployment/installation.ts';
import { logrotate } from '../core/deployment/logrotate.ts';
import { systemdService } from '../core/deployment/systemd-service.ts';
import { systemdTimer } from '../core/deployment/systemd-timer.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { Setup, SetupResult } from '../ports/setup.ts';

/** Folders that a run writes to, as the shipped config.yaml names them. */
const FOLDERS = ['data', 'signals', 'reports'];

export interface FolderRequest {
  /** Absolute. */
  readonly folder: string;
  /** Where the units go, relative to the folder. */
  readonly units: string;
  readonly configYaml: string;
  readonly dotEnv: string;
  readonly timeframe: string;
  readonly utcOffsetMinutes: number;
  readonly isForced: boolean;
  /** Loads the new settings; what it throws stops it all. */
  readonly check: (configFile: string) => void;
}

/**
 * Makes a folder to run in: settings, secrets, folders, and the files that start a scan every hour. config.yaml comes last: a
 * folder that has one has everything.
 * @throws AppError `storage`, `usage` when a path cannot stand in a unit, or what `check` throws; nothing is placed then
 */
export function setUpFolder(setup: Setup, request: FolderRequest): SetupResult {
  const { folder, units } = request;
  const facts = setup.facts();
  const { timeframe, utcOffsetMinutes } = request;
  const installation: Installation = { ...facts, folder, units: `${folder}/${units}`, timeframe, utcOffsetMinutes };
  for (const path of [folder, units, ...facts.command]) requireOneLine(path);
  if (units.startsWith('/') || units.split('/').includes('..')) {
    throw new AppError('usage', `--units ${units} must lie in the folder: give a path relative to it`);
  }
  const file = (path: string, content: string, isSecret = false) => ({ path, content, isSecret });
  return setup.place({
    folder,
    folders: FOLDERS,
    isForced: request.isForced,
    files: [
      file(`${units}/statarb.service`, systemdService(installation)),
      file(`${units}/statarb.timer`, systemdTimer(installation)),
      file(`${units}/crontab`, crontab(installation)),
      file(`${units}/statarb.logrotate`, logrotate(installation)),
      file('.env', request.dotEnv, true),
      file('config.yaml', request.configYaml),
    ],
    check: (staged) => {
      const configFile = `${staged}/config.yaml`;
      if (setup.exists(configFile)) request.check(configFile);
    },
  });
}

/** A control character ends a line or a word in these files, and a backslash at the end of a line joins it to the next. */
function requireOneLine(path: string): void {
  if (!/\p{Control}|\\$/u.test(path)) return;
  throw new AppError('usage', `${JSON.stringify(path)} cannot stand in a unit or crontab: choose another folder`);
}
