import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeFiles } from '../../../src/adapters/setup/place-files.ts';
import { AppError } from '../../../src/core/domain/app-error.ts';
import type { SetupFile, SetupRequest } from '../../../src/ports/setup.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const file = (path: string, content: string, isSecret = false): SetupFile => ({ path, content, isSecret });

const request = (folder: string, changes: Partial<SetupRequest> = {}): SetupRequest => ({
  folder,
  folders: ['data'],
  files: [file('units/a.service', 'unit\n'), file('.env', 'KEY=1\n', true), file('config.yaml', 'exchange: x\n')],
  isForced: false,
  check: () => undefined,
  ...changes,
});

const PATHS = ['units/a.service', '.env', 'config.yaml'];
const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('placing files', () => {
  it('makes a new folder with everything in it, the secrets for its owner alone', () => {
    const folder = join(tempFolder(), 'deep', 'new');
    expect(placeFiles(request(folder))).toEqual({ written: PATHS, kept: [] });
    expect(readdirSync(folder).sort()).toEqual(['.env', 'config.yaml', 'data', 'units']);
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('KEY=1\n');
    expect(modeOf(join(folder, '.env'))).toBe(0o600);
    expect(readdirSync(join(folder, '..'))).toEqual(['new']);
  });

  it('fills a folder that is there and changes no file in it', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'config.yaml'), 'mine');
    chmodSync(join(folder, 'config.yaml'), 0o640);
    expect(placeFiles(request(folder))).toEqual({ written: ['units/a.service', '.env'], kept: ['config.yaml'] });
    expect(readFileSync(join(folder, 'config.yaml'), 'utf8')).toBe('mine');
    expect(modeOf(join(folder, 'config.yaml'))).toBe(0o640);
    expect(modeOf(join(folder, '.env'))).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['.env', 'config.yaml', 'data', 'units']);
    expect(statSync(join(folder, '.env')).nlink).toBe(1);
    expect(placeFiles(request(folder))).toEqual({ written: [], kept: PATHS });
  });

  it('replaces them when forced, and keeps what was there beside them', () => {
    const folder = tempFolder();
    placeFiles(request(folder));
    writeFileSync(join(folder, '.env'), 'KEY=precious\n');
    const files = [file('.env', 'KEY=2\n', true), file('config.yaml', 'exchange: y\n')];
    expect(placeFiles(request(folder, { files, isForced: true }))).toEqual({
      written: ['.env', 'config.yaml'],
      kept: [],
    });
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('KEY=2\n');
    expect(readFileSync(join(folder, '.env.old'), 'utf8')).toBe('KEY=precious\n');
    expect([modeOf(join(folder, '.env')), modeOf(join(folder, '.env.old'))]).toEqual([0o600, 0o600]);
    expect(readFileSync(join(folder, 'config.yaml.old'), 'utf8')).toBe('exchange: x\n');
  });

  it.each([true, false])('places nothing when the check refuses; the folder is there already: %s', (isThere) => {
    const parent = tempFolder();
    const folder = join(parent, 'place');
    if (isThere) mkdirSync(folder);
    const check = (staged: string): void => {
      expect(readFileSync(join(staged, 'config.yaml'), 'utf8')).toBe('exchange: x\n');
      throw new AppError('settings', 'no good');
    };
    expect(() => placeFiles(request(folder, { check }))).toThrow('no good');
    expect(existsSync(folder)).toBe(isThere);
    if (isThere) expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(parent)).toEqual(isThere ? ['place'] : []);
  });

  it('says when a file stands where the folder should be', () => {
    const folder = join(tempFolder(), 'file');
    writeFileSync(folder, '');
    expect(() => placeFiles(request(folder))).toThrow(/cannot set up .*file: a file stands where a folder is needed/);
    expect(() => placeFiles(request(join(folder, 'below')))).toThrow(/a file stands where a folder is needed/);
  });

  it('clears away what a killed one has left, and nothing else', () => {
    const folder = tempFolder();
    const left = join(folder, '.statarb-init.x.999999999.tmp');
    mkdirSync(left);
    writeFileSync(join(left, '.env'), 'KEY=1\n');
    writeFileSync(join(folder, '.other.999999999.tmp'), '');
    placeFiles(request(folder));
    expect(existsSync(left)).toBe(false);
    expect(existsSync(join(folder, '.other.999999999.tmp'))).toBe(true);
  });

  it('does not take a fault of ours for one of the disk', () => {
    const check = (): void => {
      throw new RangeError('ours');
    };
    expect(() => placeFiles(request(tempFolder(), { check }))).toThrow(RangeError);
  });
});
