import type { Environment, Variable } from './environment.ts';
import { setVariable } from './environment.ts';
import { KNOWN_KEYS } from './schema.ts';

/** The content of the file as sections, with what the environment sets in its place. */
export interface Overridden {
  readonly content: Readonly<Record<string, unknown>>;
  /** Where overridden keys come from. */
  readonly origins: ReadonlyMap<string, Variable['origin']>;
  /** `EXCHANGE` names another venue than the file: the options made for that one do not count. */
  readonly isOtherVenue: boolean;
}

const DEFAULT_EXCHANGE = 'binance';
/** Keys that have keys of their own. */
const SECTIONS = new Set(KNOWN_KEYS.filter((key) => key.includes('.')).map((key) => key.split('.')[0]));

/**
 * Brings the file's content into one form and lays the environment over it: an empty section counts as absent,
 * `exchange: id` as `exchange: {id}`; `EXCHANGE` sets the venue, `NOTIFY_SLACK_WEBHOOK` the webhook that the file does not
 * mention. What has the wrong type is left for the schema to report.
 */
export function withOverrides(file: Readonly<Record<string, unknown>>, environment: Environment): Overridden {
  const content = Object.fromEntries(
    Object.entries(file).filter(([key, value]) => !(value === null && SECTIONS.has(key))),
  );
  const origins = new Map<string, Variable['origin']>();

  if (typeof content.exchange === 'string') content.exchange = { id: content.exchange };
  const exchange = content.exchange ?? {};
  const venue = setVariable(environment, 'EXCHANGE');
  let isOtherVenue = false;
  if (venue !== null && isSection(exchange)) {
    isOtherVenue = (exchange.id ?? DEFAULT_EXCHANGE) !== venue.value;
    content.exchange = isOtherVenue ? { id: venue.value } : { ...exchange, id: venue.value };
    origins.set('exchange.id', venue.origin);
  }

  const notifications = content.notifications ?? {};
  const webhook = setVariable(environment, 'NOTIFY_SLACK_WEBHOOK');
  if (webhook !== null && isSection(notifications) && !('slack_webhook' in notifications)) {
    content.notifications = { ...notifications, slack_webhook: webhook.value };
    origins.set('notifications.slack_webhook', webhook.origin);
  }
  return { content, origins, isOtherVenue };
}

/** Whether a value has keys of its own. */
export const isSection = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
