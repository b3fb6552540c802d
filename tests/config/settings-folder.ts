import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { AppError } from '../../src/core/domain/app-error.ts';
import type { Config } from '../../src/config/load-config.ts';
import { loadConfig } from '../../src/config/load-config.ts';

/** What a test gives: the files of the settings folder and the environment. */
export interface Given {
  readonly yaml: string;
  readonly dotEnv?: string;
  readonly env?: Record<string, string>;
}

/** A folder with a config.yaml (and .env) that is gone when the test ends. */
export function settingsFolder({ yaml, dotEnv }: Given): string {
  const folder = mkdtempSync(join(tmpdir(), 'statarb-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'config.yaml'), yaml);
  if (dotEnv !== undefined) writeFileSync(join(folder, '.env'), dotEnv);
  return folder;
}

export function load(given: Given): Config {
  return loadConfig(join(settingsFolder(given), 'config.yaml'), given.env ?? {});
}

/** The lines of the error that the settings lead to, without the first, which names the file. */
export function mistakes(given: Given): readonly string[] {
  const { message } = settingsErrorOf(() => load(given));
  const [head = '', ...lines] = message.split('\n');
  if (!head.includes('config.yaml has ')) throw new Error(`not a list of mistakes: ${message}`);
  return lines.map((line) => line.trim());
}

export function settingsErrorOf(action: () => unknown): AppError {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError && error.code === 'settings') return error;
    throw error;
  }
  throw new Error('no error was thrown');
}
