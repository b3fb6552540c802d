import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CalibrationCache } from '../../ports/calibration-cache.ts';
import type { Logger } from '../../ports/logger.ts';
import { removeLeftovers, replaceReport } from '../atomic-file.ts';

/**
 * Calibrations as `<folder>/<name>.json`, each replaced whole or not at all; what killed runs left half-written goes first. A file that is damaged (also one whose content no longer
 * fits its checksum) is passed over with a warning, and written anew by whoever asked.
 */
export function folderCalibrations(folder: string, log: Logger): CalibrationCache {
  const pathOf = (name: string): string => {
    if (!/^\w+$/.test(name)) throw new RangeError(`no name of a calibration: ${name}`);
    return join(folder, `${name}.json`);
  };
  return {
    read: (name) => {
      const path = pathOf(name);
      const text = textOf(path);
      if (text === null) return null;
      const value = soundValue(text);
      if (value === null) log.warn('a stored calibration is damaged and is worked out again', { path });
      return value;
    },
    write: (name, value) => {
      const json = JSON.stringify(value);
      try {
        removeLeftovers(folder);
        replaceReport(pathOf(name), `{"checksum":"${sha256(json)}","value":${json}}\n`);
      } catch (error) {
        log.warn('a calibration could not be stored', { reason: error instanceof Error ? error.message : '' });
      }
    },
  };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function soundValue(text: string): unknown {
  try {
    const { checksum, value } = JSON.parse(text) as { readonly checksum?: unknown; readonly value?: unknown };
    return sha256(JSON.stringify(value)) === checksum ? value : null;
  } catch {
    return null;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
