import { readFileSync } from 'node:fs';
import type { Grid } from '../core/backtest/settings-grid.ts';
import { AppError } from '../core/domain/app-error.ts';
import { checkedGrid } from './checked-grid.ts';
import type { Problem } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { settingsError } from './settings-error.ts';

/**
 * Reads a grid of settings: YAML or JSON with keys of config.yaml, each of them a list of values, one value, or for a number
 * a range `{from, to, step}` with its end included.
 * @throws AppError `settings` when it is not there, is no YAML, or has mistakes: then with all of them
 */
export function readGridFile(file: string): Grid {
  const { content, problems: syntax } = readYaml(readText(file));
  if (syntax.length > 0) throw settingsError(file, syntax, asWritten);
  const problems: Problem[] = [];
  const grid = checkedGrid(content, (path, message) => void problems.push({ path, message }));
  if (problems.length > 0) throw settingsError(file, problems, asWritten);
  return grid;
}

const asWritten = (text: string): string => text;

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const message = isMissing
      ? `there is no grid file ${file}: copy the grid.example.yaml that comes with statarb there, or name another with --grid`
      : `the grid file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new AppError('settings', message, { cause: error });
  }
}
