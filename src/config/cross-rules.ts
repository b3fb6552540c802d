import { timeframeMs } from '../core/domain/time.ts';
import { notificationProblems } from './notification-rules.ts';
import { isSection } from './overrides.ts';
import type { Problem } from './problem.ts';
import type { ConfigFile } from './schema.ts';
import { configSchema } from './schema.ts';

const DAY_MS = 86_400_000;

/**
 * Rules that need more than one key, or more than a type. They read the file's content as it is written, with the
 * defaults for what is absent, so that they speak up even when other keys are wrong; a value of the wrong type is passed
 * over here, since the schema reports it.
 */
export function brokenRules(content: Readonly<Record<string, unknown>>, exchangePath: string): readonly Problem[] {
  const defaults = configSchema.parse({});
  const problems: Problem[] = [];
  const report = (path: string, message: string): void => void problems.push({ path, message });

  const given = (section: keyof ConfigFile, key: string): unknown => {
    const written = content[section];
    return isSection(written) ? written[key] : undefined;
  };
  const numberOf = <S extends 'thresholds' | 'risk'>(section: S, key: string & keyof ConfigFile[S]): number => {
    const value = given(section, key) ?? defaults[section][key];
    return typeof value === 'number' ? value : NaN;
  };

  const id = given('exchange', 'id');
  if (typeof id === 'string' && !/^[a-z0-9]+$/.test(id)) {
    const isOnlyCase = /^[a-z0-9]+$/i.test(id);
    const hint = isOnlyCase ? `; did you mean "${id.toLowerCase()}"?` : ', such as binance or kraken';
    report(exchangePath, `"${id}" is not an exchange id of small letters and digits${hint}`);
  }

  const timeframe = content.timeframe ?? defaults.timeframe;
  if (typeof timeframe === 'string') {
    const barMs = lengthOf(timeframe);
    const grace = content.close_grace_seconds ?? defaults.close_grace_seconds;
    if (Number.isNaN(barMs)) report('timeframe', `"${timeframe}" is not a timeframe; write it like 15m, 1h or 1d`);
    else if (barMs > DAY_MS) report('timeframe', `"${timeframe}" is longer than a day, the longest that is supported`);
    else if (typeof grace === 'number' && grace * 1000 >= barMs) {
      report('close_grace_seconds', `must be shorter than a bar of ${timeframe}, found ${grace}`);
    }
  }

  const [zOut, zIn, zStop] = [
    numberOf('thresholds', 'z_out'),
    numberOf('thresholds', 'z_in'),
    numberOf('thresholds', 'z_stop'),
  ];
  if (zOut >= zIn) report('thresholds.z_out', `must be below z_in (${zIn}), found ${zOut}`);
  // A strategy that follows has no stop.
  if (zStop <= zIn && given('strategy', 'direction') !== 'follow') {
    report('thresholds.z_stop', `must be above z_in (${zIn}), found ${zStop}`);
  }

  if (given('windows', 'ols_beta') === 2 && given('strategy', 'model') === 'residual') {
    report('windows.ols_beta', 'must be at least 3 with model residual, found 2: two bars leave no residual');
  }

  const [sigmaUsd, sigmaFrac] = [given('risk', 'target_sigma_usd'), given('risk', 'target_sigma_frac')];
  if (typeof sigmaUsd === 'number' && typeof sigmaFrac === 'number') {
    report('risk.target_sigma_frac', 'give either target_sigma_usd or target_sigma_frac, not both');
  } else if (sigmaUsd === null && typeof sigmaFrac !== 'number') {
    report('risk.target_sigma_usd', 'is empty, and so is target_sigma_frac; give one of them');
  }
  const [least, most] = [numberOf('risk', 'min_notional_usd_per_leg'), numberOf('risk', 'max_notional_usd_per_leg')];
  if (least > most)
    report('risk.min_notional_usd_per_leg', `must not be above max_notional_usd_per_leg (${most}), found ${least}`);

  const halfLife = given('discovery', 'half_life');
  if (isSection(halfLife)) {
    const { min = defaults.discovery.half_life.min, max = defaults.discovery.half_life.max } = halfLife;
    if (typeof min === 'number' && typeof max === 'number' && min > max) {
      report('discovery.half_life.min', `must not be above max (${max}), found ${min}`);
    }
  }

  problems.push(...notificationProblems(content.notifications));
  return problems;
}

function lengthOf(timeframe: string): number {
  try {
    return timeframeMs(timeframe);
  } catch {
    return NaN;
  }
}
