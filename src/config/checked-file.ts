import { readFileSync } from 'node:fs';
import { AppError } from '../core/domain/app-error.ts';
import type { Pair } from '../core/domain/pair.ts';
import { brokenRules } from './cross-rules.ts';
import { describeIssue } from './describe-issue.ts';
import type { Environment } from './environment.ts';
import { setVariable } from './environment.ts';
import { originFinder } from './origin-of.ts';
import { isSection, withOverrides } from './overrides.ts';
import { shown } from './problem.ts';
import { readPairs } from './read-pairs.ts';
import { readYaml } from './read-yaml.ts';
import { redactor } from './redactor.ts';
import type { ResolvedSetting } from './resolved-settings.ts';
import type { ConfigFile } from './schema.ts';
import { configSchema } from './schema.ts';
import { secretsInOptions } from './secrets.ts';
import { settingsError } from './settings-error.ts';
import type { Substitution } from './substitute.ts';
import { substitute } from './substitute.ts';
import { timeZoneProblem } from './time-zone.ts';
import { emptyGridProblems, gridProblems } from './walk-forward.ts';

/** A settings file without a mistake, the environment laid over it. */
export interface CheckedFile {
  readonly settings: ConfigFile;
  readonly pairs: readonly Pair[];
  readonly timeZone: string | null;
  readonly originOf: (key: string) => ResolvedSetting['origin'];
  readonly substitutions: readonly Substitution[];
}

/**
 * Reads and checks the settings file.
 * @throws AppError `settings` when it is not there, is no YAML, or has mistakes: then with all of them
 */
export function checkedFile(file: string, environment: Environment): CheckedFile {
  const written = readSections(file);
  const { content: filledIn, substitutions, problems: notFilledIn } = substitute(written, environment);
  const { content, origins, isOtherVenue } = withOverrides(filledIn, environment);
  const baseQuote = setVariable(environment, 'BASE_QUOTE');
  const timeZone = setVariable(environment, 'TIMEZONE')?.value ?? null;

  const parsed = configSchema.safeParse(content);
  const { pairs, problems: pairProblems } = readPairs(content, baseQuote?.value ?? null);
  const unset = notFilledIn.filter(({ path }) => !(isOtherVenue && path.startsWith('exchange')));
  const { walk_forward: walkForward } = content;
  const grid = isSection(walkForward) ? walkForward.grid : undefined;
  const gridMistakes = isSection(grid) ? gridProblems(grid) : [];
  const wrong = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(issue, content))),
    ...brokenRules(content, origins.has('exchange.id') ? 'EXCHANGE' : 'exchange'),
    ...pairProblems,
    ...gridMistakes,
    ...(parsed.success && gridMistakes.length === 0 ? emptyGridProblems(parsed.data) : []),
  ];
  const problems = [
    ...unset,
    // What could not be filled in is wrong for that reason alone.
    ...wrong.filter(({ path }) => !unset.some((problem) => problem.path === path)),
    ...(timeZone === null ? [] : timeZoneProblem(timeZone)),
  ];
  if (!parsed.success || problems.length > 0) {
    const filledInValues = substitutions.flatMap(({ values }) => values);
    throw settingsError(file, problems, redactor([...filledInValues, ...secretsInOptions(content.exchange)]));
  }
  const originOf = originFinder({ written, substitutions, overridden: origins, environment });
  return { settings: parsed.data, pairs, timeZone, originOf, substitutions };
}

function readSections(file: string): Readonly<Record<string, unknown>> {
  const asWritten = (text: string): string => text;
  const { content, problems } = readYaml(readText(file));
  if (problems.length > 0) throw settingsError(file, problems, asWritten);
  if (content === null) return {};
  if (isSection(content)) return content;
  const message = `expected settings such as "timeframe: 1h", found ${Array.isArray(content) ? shown(content) : 'one value'}`;
  throw settingsError(file, [{ path: '', message }], asWritten);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      const message = `there is no settings file ${file}: copy the config.yaml that comes with statarb there, name another file with --config, or try "statarb demo", which needs none`;
      throw new AppError('settings', message, { cause: error });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('settings', `the settings file ${file} cannot be read: ${reason}`, { cause: error });
  }
}
