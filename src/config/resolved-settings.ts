import type { Pair } from '../core/domain/pair.ts';
import { pairName } from '../core/domain/pair.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import { filled } from './notifications.ts';
import { isSection } from './overrides.ts';
import type { ConfigFile } from './schema.ts';
import { isSecretName } from './secrets.ts';

/** One setting in use; secrets are hidden in `value`. */
export interface ResolvedSetting {
  readonly key: string;
  readonly value: string;
  readonly origin: 'default' | 'config.yaml' | '.env' | 'environment';
}

interface InUse {
  readonly written: ConfigFile;
  readonly pairs: readonly Pair[];
  readonly settings: StrategySettings;
  /** Absolute. */
  readonly paths: Readonly<Record<string, string>>;
  readonly timeZone: string | null;
  /** Where a dotted key, or a variable, got its value. */
  readonly originOf: (key: string) => ResolvedSetting['origin'];
  readonly redact: (text: string) => string;
}

const HIDDEN = '***';
/** Of the notifications, what is no secret. */
const SHOWN = new Set(['notifications.telegram.api_url', 'notifications.daily_digest']);

/** Every setting in use with where it came from, for a person to check. */
export function resolvedSettings(inUse: InUse): readonly ResolvedSetting[] {
  const { written, settings, originOf, redact } = inUse;
  const list: ResolvedSetting[] = [];
  const add = (key: string, value: string, origin = originOf(key)): void =>
    void list.push({ key, value: redact(value), origin });
  const addAll = (value: unknown, key: string, isSecret = false): void => {
    if (isSection(value)) {
      for (const [name, item] of Object.entries(value)) addAll(item, `${key}.${name}`, isSecret || isSecretName(name));
    } else add(key, isSecret ? HIDDEN : valueText(value));
  };

  const addChannels = (value: unknown, key: string): void => {
    if (isSection(value)) for (const [name, item] of Object.entries(value)) addChannels(item, `${key}.${name}`);
    else if (filled(value) === null) add(key, 'off');
    else add(key, SHOWN.has(key) ? String(value) : HIDDEN);
  };

  add('exchange.id', written.exchange.id);
  addAll(written.exchange.options, 'exchange.options');
  add('pairs', inUse.pairs.map(pairName).join(', '));
  add('timeframe', written.timeframe);
  addAll(written.windows, 'windows');
  addAll(written.thresholds, 'thresholds');
  addAll(written.strategy, 'strategy');
  for (const [name, value] of Object.entries(written.risk)) {
    if (!name.startsWith('target_sigma')) addAll(value, `risk.${name}`);
  }
  const sigmaKey = typeof written.risk.target_sigma_frac === 'number' ? 'target_sigma_frac' : 'target_sigma_usd';
  add('risk.target_sigma_usd', String(settings.risk.targetSigmaUsd), originOf(`risk.${sigmaKey}`));
  addAll(written.costs, 'costs');
  addAll(written.filters, 'filters');
  addAll(written.exits, 'exits');
  addAll(written.walk_forward, 'walk_forward');
  addAll(written.discovery, 'discovery');
  add('history_bars', String(written.history_bars));
  add('close_grace_seconds', String(written.close_grace_seconds));
  addAll(inUse.paths, 'paths');
  addAll(written.retention, 'retention');
  addChannels(written.notifications, 'notifications');
  addAll(written.outputs, 'outputs');
  add('TIMEZONE', inUse.timeZone ?? 'UTC only');
  for (const name of ['API_KEY', 'API_SECRET']) add(name, originOf(name) === 'default' ? 'not set' : HIDDEN);
  return list;
}

function valueText(value: unknown): string {
  if (value === null) return 'off';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
