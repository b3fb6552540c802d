import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1, 'must not be empty'));
const bars = (least: number): z.ZodMiniNumber => z.int().check(z.gte(least));
/** Days or things to keep; null for all. */
const kept = z.nullable(z.int().check(z.gte(1)));
const positive = z.number().check(z.gt(0));
const notNegative = z.number().check(z.gte(0));
/** Between 0 and 1, both left out. */
const probability = z.number().check(z.gt(0), z.lt(1));
const fraction = z.number().check(z.gt(0), z.lte(1));
/** A p-value as a limit; null is off. */
const chance = z._default(z.nullable(z.number().check(z.gt(0), z.lt(1))), null);
/** Basis points of a price: 10,000 would take the whole of it. */
const bps = z.number().check(z.gte(0), z.lt(10_000));
const pair = z.tuple([text, text], 'expected two symbols: [x, y]');

const optionalText = z._default(z.nullable(z.string()), null);
/** A chat's number is a number for YAML. */
const numberOrText = z._default(z.nullable(z.union([z.string(), z.number()])), null);
const TELEGRAM_API = 'https://api.telegram.org';

/** Variances a bar. */
const kalmanNoise = z.strictObject(
  { alpha: notNegative, beta: notNegative, observation: positive },
  'expected null, or {alpha, beta, observation}',
);

/** Small on purpose: every setting tried makes it easier for chance to look like skill. */
const DEFAULT_GRID = {
  windows: { zscore: [100, 200] },
  thresholds: { z_in: [2, 2.5], z_out: [0, 0.5] },
  strategy: { model: ['fixed-beta', 'residual'], direction: ['revert', 'follow'] },
};

/**
 * config.yaml, key by key, with every default. Where a rule spans several keys it stands in `cross-rules.ts`; symbols are
 * read in `read-pairs.ts`. `zod/mini` because the whole of zod costs a third of a scan's start-up time.
 */
export const configSchema = z.strictObject({
  exchange: z.prefault(
    z.strictObject(
      {
        id: z._default(z.string(), 'binance'),
        options: z._default(z.record(z.string(), z.unknown()), {}),
      },
      'expected a ccxt id such as binance, or {id, options}',
    ),
    {},
  ),
  symbols: z.optional(z.strictObject({ base: pair }, 'expected {base: [x, y]}')),
  pairs: z.optional(z.array(pair, 'expected a list of pairs: [[x, y], ...]').check(z.minLength(1, 'must name a pair'))),
  timeframe: z._default(z.string(), '1h'),
  windows: z.prefault(
    z.strictObject({
      ols_beta: z._default(bars(2), 200),
      zscore: z._default(bars(2), 100),
      adv: z._default(bars(2), 30),
      realized_vol: z._default(bars(2), 168),
      spread_vol: z._default(bars(2), 720),
      kalman: z._default(bars(4), 500),
      health: z._default(bars(20), 720),
    }),
    {},
  ),
  thresholds: z.prefault(
    z.strictObject({
      z_in: z._default(positive, 2),
      z_out: z._default(notNegative, 0.5),
      z_stop: z._default(positive, 3.5),
    }),
    {},
  ),
  strategy: z.prefault(
    z.strictObject({
      direction: z._default(z.enum(['revert', 'follow']), 'revert'),
      model: z._default(z.enum(['fixed-beta', 'rolling-beta', 'residual', 'kalman']), 'fixed-beta'),
      kalman_noise: z._default(z.nullable(kalmanNoise), null),
    }),
    {},
  ),
  risk: z.prefault(
    z.strictObject({
      account_usd: z._default(positive, 40_000),
      // 200 USD when neither is given.
      target_sigma_usd: z.optional(z.nullable(positive)),
      target_sigma_frac: z.optional(z.nullable(fraction)),
      max_notional_usd_per_leg: z._default(positive, 25_000),
      min_notional_usd_per_leg: z._default(notNegative, 10),
      max_adv_frac: z._default(fraction, 0.05),
    }),
    {},
  ),
  costs: z.prefault(z.strictObject({ fee_bps: z._default(bps, 10), slippage_bps: z._default(bps, 5) }), {}),
  filters: z.prefault(
    z.strictObject({
      min_adv_usd: z._default(notNegative, 5_000_000),
      max_realized_vol_annual: z._default(positive, 2),
      max_funding_diff_bps_8h: z._default(z.nullable(notNegative), null),
      max_spread_vol_percentile: z._default(z.nullable(z.number().check(z.gt(0), z.lte(100))), null),
      max_health_p: chance,
    }),
    {},
  ),
  exits: z.prefault(z.strictObject({ max_health_p: chance }), {}),
  walk_forward: z.prefault(
    z.strictObject({
      scheme: z._default(z.enum(['anchored', 'rolling']), 'anchored'),
      in_sample_share: z._default(z.number().check(z.gt(0), z.lt(1)), 0.7),
      in_sample_bars: z._default(bars(2), 8760),
      out_of_sample_bars: z._default(bars(2), 2190),
      // Checked like a grid file, in `checked-grid.ts`.
      grid: z._default(z.record(z.string(), z.unknown()), DEFAULT_GRID),
    }),
    {},
  ),
  discovery: z.prefault(
    z.strictObject({
      symbols: z._default(z.nullable(z.array(text).check(z.minLength(2, 'needs two symbols at least'))), null),
      quote: z._default(text, 'USDT'),
      exclude: z._default(z.array(text), []),
      max_symbols: z._default(bars(2), 100),
      min_volume_usdt: z._default(notNegative, 1_000_000),
      lookback_days: z._default(positive, 365),
      holdout_days: z._default(positive, 90),
      adf_pvalue_threshold: z._default(probability, 0.05),
      max_q: z._default(probability, 0.05),
      min_correlation: z._default(z.number().check(z.gte(-1), z.lte(1)), 0.5),
      half_life: z.prefault(z.strictObject({ min: z._default(notNegative, 2), max: z._default(positive, 240) }), {}),
      min_adv_usd: z._default(notNegative, 1_000_000),
      top_n_pairs: z._default(bars(1), 10),
    }),
    {},
  ),
  history_bars: z._default(bars(2), 1000),
  close_grace_seconds: z._default(notNegative, 10),
  paths: z.prefault(
    z.strictObject({
      cache: z._default(text, 'data/cache'),
      state: z._default(text, 'data/statarb.db'),
      signals: z._default(text, 'signals'),
      reports: z._default(text, 'reports'),
      metrics: z._default(text, 'data/metrics'),
    }),
    {},
  ),
  retention: z.prefault(z.strictObject({ runs_days: z._default(kept, 400), backups: z._default(kept, 10) }), {}),
  // Every text may be empty, which is off: what belongs together is checked in `notification-rules.ts`.
  notifications: z.prefault(
    z.strictObject({
      slack_webhook: optionalText,
      telegram: z.prefault(
        z.strictObject({ bot_token: optionalText, chat_id: numberOrText, api_url: z._default(text, TELEGRAM_API) }),
        {},
      ),
      email: z.prefault(z.strictObject({ smtp_url: optionalText, from: optionalText, to: optionalText }), {}),
      webhook_url: optionalText,
      heartbeat_url: optionalText,
      daily_digest: optionalText,
    }),
    {},
  ),
  outputs: z.prefault(
    z.strictObject({ dashboard: z._default(z.boolean(), true), metrics: z._default(z.boolean(), true) }),
    {},
  ),
});

/** The content of config.yaml, checked and complete, in its own words. */
export type ConfigFile = z.infer<typeof configSchema>;

/** USD per 1.0 z when the file says neither `target_sigma_usd` nor `target_sigma_frac`. */
export const DEFAULT_TARGET_SIGMA_USD = 200;

/** Every key that the file may have, dotted, sections included: `windows`, `windows.ols_beta`. */
export const KNOWN_KEYS: readonly string[] = keysOf(configSchema, '');

function keysOf(schema: unknown, prefix: string): string[] {
  const shape = shapeOf(schema);
  if (shape === null) return [];
  return Object.entries(shape).flatMap(([key, inner]) => [`${prefix}${key}`, ...keysOf(inner, `${prefix}${key}.`)]);
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> | null {
  let inner = schema;
  while (inner instanceof z.ZodMiniPrefault || inner instanceof z.ZodMiniOptional) inner = inner.def.innerType;
  return inner instanceof z.ZodMiniObject ? inner.def.shape : null;
}
