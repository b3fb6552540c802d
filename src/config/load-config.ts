import { dirname, resolve } from 'node:path';
import type { Pair } from '../core/domain/pair.ts';
import { decisiveSettings } from '../core/domain/decisive-settings.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import type { WalkForwardSettings } from '../core/backtest/walk-forward-settings.ts';
import { checkedFile } from './checked-file.ts';
import { configHash } from './config-hash.ts';
import { discoveryConfig, type DiscoveryConfig } from './discovery-config.ts';
import { readEnvironment, setVariable } from './environment.ts';
import { notificationsOf, type Notifications } from './notifications.ts';
import { redactor } from './redactor.ts';
import type { ResolvedSetting } from './resolved-settings.ts';
import { resolvedSettings } from './resolved-settings.ts';
import { secretsInOptions, secretsOfToken, secretsOfWebhook } from './secrets.ts';
import { strategySettings } from './strategy-settings.ts';
import { walkForwardSettings } from './walk-forward.ts';

/** The settings of a run: config.yaml, .env and the environment in one. All paths are absolute. */
export interface Config {
  readonly file: string;
  readonly folder: string;
  readonly exchange: { readonly id: string; readonly options: Record<string, unknown> };
  readonly pairs: readonly Pair[];
  readonly timeframe: string;
  readonly settings: StrategySettings;
  /** How `backtest --walk-forward` cuts history, and what it chooses from. */
  readonly walkForward: WalkForwardSettings;
  /** Where `discover` looks, and what it chooses by. */
  readonly discovery: DiscoveryConfig;
  readonly historyBars: number;
  /** Bars that a pair's health is measured over. */
  readonly healthBars: number;
  readonly closeGraceSeconds: number;
  /** `state` is the SQLite file, the others are folders. */
  readonly paths: {
    readonly cache: string;
    readonly state: string;
    readonly signals: string;
    readonly reports: string;
    readonly metrics: string;
  };
  /** What is kept, and for how long; null for ever, or all. */
  readonly retention: { readonly runsDays: number | null; readonly backups: number | null };
  readonly notifications: Notifications;
  /** What a scan draws beside its tickets. */
  readonly outputs: { readonly dashboard: boolean; readonly metrics: boolean };
  /** IANA zone for a second, local rendering of times. */
  readonly timeZone: string | null;
  readonly credentials: { readonly apiKey: string; readonly apiSecret: string } | null;
  /** Every value that must never be printed. */
  readonly secrets: readonly string[];
  readonly resolved: readonly ResolvedSetting[];
  /** Changes with everything that can change a decision, and with nothing else. */
  readonly hash: string;
}

/**
 * Reads the settings file, the `.env` beside it and the given environment, which wins over `.env`. Changes none of them.
 * @throws AppError `settings` naming every mistake at once
 */
export function loadConfig(path: string, env: NodeJS.ProcessEnv): Config {
  const file = resolve(path);
  const folder = dirname(file);
  const environment = readEnvironment(folder, env);
  const { settings: written, pairs, timeZone, originOf, substitutions } = checkedFile(file, environment);
  const settings = strategySettings(written);
  const { exchange, timeframe } = written;
  const inFolder = (name: string): string => resolve(folder, name);
  const paths = {
    cache: inFolder(written.paths.cache),
    state: inFolder(written.paths.state),
    signals: inFolder(written.paths.signals),
    reports: inFolder(written.paths.reports),
    metrics: inFolder(written.paths.metrics),
  };
  const valueOf = (name: string): string => setVariable(environment, name)?.value ?? '';
  const [apiKey, apiSecret] = [valueOf('API_KEY'), valueOf('API_SECRET')];
  const channels = notificationsOf(written);
  const { slackWebhook, telegram, email, webhookUrl, heartbeatUrl } = channels;

  const secrets = [
    ...[apiKey, apiSecret, valueOf('NOTIFY_SLACK_WEBHOOK')],
    ...[slackWebhook, webhookUrl, heartbeatUrl, email?.smtpUrl ?? null, valueOf('NOTIFY_SLACK_WEBHOOK')].flatMap(
      (address) => (address === null ? [] : secretsOfWebhook(address)),
    ),
    ...(telegram === null ? [] : secretsOfToken(telegram.botToken)),
    ...secretsInOptions(exchange.options),
    // Symbols and paths are in every ticket and message; what is filled in elsewhere is nobody's business.
    ...substitutions.flatMap(({ path: key, values }) =>
      /^(exchange\.options|notifications)\b/.test(key) ? values : [],
    ),
  ].filter((secret) => secret !== '');

  return {
    file,
    folder,
    exchange,
    pairs,
    timeframe,
    settings,
    walkForward: walkForwardSettings(written),
    discovery: discoveryConfig(written.discovery),
    historyBars: written.history_bars,
    healthBars: written.windows.health,
    closeGraceSeconds: written.close_grace_seconds,
    paths,
    retention: { runsDays: written.retention.runs_days, backups: written.retention.backups },
    notifications: channels,
    outputs: written.outputs,
    timeZone,
    credentials: apiKey === '' || apiSecret === '' ? null : { apiKey, apiSecret },
    secrets: [...new Set(secrets)],
    resolved: resolvedSettings({ written, pairs, settings, paths, timeZone, originOf, redact: redactor(secrets) }),
    hash: configHash({ exchange: exchange.id, pairs, timeframe, settings: decisiveSettings(settings) }),
  };
}
