import { gridValues, type Grid, type GridValues, type Range } from '../core/backtest/settings-grid.ts';
import type { Direction, SpreadModel } from '../core/domain/settings.ts';
import { describeIssue } from './describe-issue.ts';
import { didYouMean } from './did-you-mean.ts';
import { isSection } from './overrides.ts';
import { shown } from './problem.ts';
import { configSchema } from './schema.ts';

/** What a grid may turn, spelled as in config.yaml. */
const AXES: Readonly<Partial<Record<string, readonly string[]>>> = {
  windows: ['ols_beta', 'zscore', 'kalman'],
  thresholds: ['z_in', 'z_out', 'z_stop'],
  strategy: ['model', 'direction'],
};
const RANGE_KEYS = ['from', 'to', 'step'];
/** More numbers than this in one range is a slip of the step. */
const MOST_VALUES = 10_000;
const MOST_SETTINGS = 1_000_000;

type Report = (path: string, message: string) => void;

/**
 * A grid in the words of config.yaml, in those of the core.
 * @param report told every mistake: its path within the grid, and what is wrong
 * @returns what is good of it
 */
export function checkedGrid(content: unknown, report: Report): Grid {
  const found = new Map<string, GridValues | readonly string[]>();
  if (!isSection(content) || Object.keys(content).length === 0) {
    report('', `expected settings to try, such as "thresholds: {z_in: [1.5, 2]}", found ${shown(content)}`);
    return {};
  }
  for (const [section, axes] of Object.entries(content)) {
    const known = AXES[section];
    if (known === undefined) report(section, unknown(section, Object.keys(AXES)));
    else if (!isSection(axes)) report(section, `expected a section with keys of its own, found ${shown(axes)}`);
    else {
      for (const [axis, written] of Object.entries(axes)) {
        const path = `${section}.${axis}`;
        if (!known.includes(axis)) report(path, unknown(axis, known));
        else found.set(axis, checkedAxis(section, axis, written, report));
      }
    }
  }
  const combinations = [...found.values()].reduce((product, values) => product * countOf(values), 1);
  if (combinations > MOST_SETTINGS)
    report('', `makes ${combinations} combinations, more than ${MOST_SETTINGS}: take coarser steps`);
  // What is not of these types has been reported.
  const numbers = (axis: string): GridValues | undefined => found.get(axis) as GridValues | undefined;
  return {
    windows: { olsBeta: numbers('ols_beta'), zscore: numbers('zscore'), kalman: numbers('kalman') },
    thresholds: { zIn: numbers('z_in'), zOut: numbers('z_out'), zStop: numbers('z_stop') },
    strategy: {
      model: found.get('model') as readonly SpreadModel[] | undefined,
      direction: found.get('direction') as readonly Direction[] | undefined,
    },
  };
}

function checkedAxis(section: string, axis: string, written: unknown, report: Report): GridValues | readonly string[] {
  const path = `${section}.${axis}`;
  if (isSection(written)) {
    const range = section === 'strategy' ? null : checkedRange(path, written, report);
    if (section === 'strategy') report(path, 'expected a list of values, found a section');
    if (range === null) return [];
    // All of a range goes wrong the same way: once is enough.
    for (const value of gridValues(range, NaN)) {
      const problem = valueProblem(section, axis, value);
      if (problem === null) continue;
      report(path, problem);
      break;
    }
    return range;
  }
  const list: readonly unknown[] = Array.isArray(written) ? written : [written];
  if (list.length === 0) report(path, 'is an empty list: name at least one value, or leave it out');
  list.forEach((value, index) => {
    const problem = valueProblem(section, axis, value);
    if (problem !== null) report(Array.isArray(written) ? `${path}[${index}]` : path, problem);
  });
  return list as readonly number[];
}

function checkedRange(path: string, written: Readonly<Record<string, unknown>>, report: Report): Range | null {
  const before: string[] = [];
  const fail = (place: string, message: string): void => {
    before.push(place);
    report(place, message);
  };
  for (const key of Object.keys(written)) {
    if (!RANGE_KEYS.includes(key)) fail(`${path}.${key}`, unknown(key, RANGE_KEYS));
  }
  for (const key of RANGE_KEYS) {
    const value = written[key];
    if (typeof value !== 'number' || !Number.isFinite(value))
      fail(`${path}.${key}`, `expected a number, found ${shown(value)}`);
  }
  if (before.length > 0) return null;
  const { from, to, step } = written as unknown as Range;
  if (step <= 0) fail(`${path}.step`, `must be above 0, found ${step}`);
  else if (to < from) fail(`${path}.to`, `must not be below from (${from}), found ${to}`);
  else if ((to - from) / step >= MOST_VALUES) {
    fail(`${path}.step`, `makes more than ${MOST_VALUES} values`);
  }
  return before.length > 0 ? null : { from, to, step };
}

const countOf = (values: GridValues | readonly string[]): number =>
  'step' in values ? gridValues(values, NaN).length : values.length;

/** What config.yaml would say to one value, or null. */
function valueProblem(section: string, axis: string, value: unknown): string | null {
  const content = { [section]: { [axis]: value ?? null } };
  const parsed = configSchema.safeParse(content);
  if (parsed.success) return null;
  return parsed.error.issues.flatMap((issue) => describeIssue(issue, content)).map(({ message }) => message)[0] ?? null;
}

const unknown = (key: string, known: readonly string[]): string =>
  `is nothing a grid can turn; known are ${known.join(', ')}${didYouMean(key, known)}`;
