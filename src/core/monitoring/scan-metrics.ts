import type { Trouble } from '../domain/notice.ts';
import type { PositionSide } from '../domain/order.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Metric } from './metric-text.ts';

/** One pair after a run. Null where nothing was ever decided. */
export interface PairFigures {
  readonly pair: string;
  /** The run could decide it, or had decided it already. */
  readonly isUp: boolean;
  readonly lastBar: EpochMs | null;
  readonly z: number | null;
  readonly beta: number | null;
  readonly sigma: number | null;
  readonly healthP: number | null;
  readonly position: PositionSide;
  readonly isOrderPending: boolean;
  /** Paper account, USD: cash, and with the open position at the last decided close. */
  readonly cash: number | null;
  readonly equity: number | null;
  readonly trades: number;
  readonly netUsd: number;
  /** Decisions so far that were no hold. */
  readonly decisions: Readonly<Record<'trade' | 'refused' | 'missed', number>>;
}

export interface ChannelFigures {
  readonly channel: string;
  readonly delivered: number;
  readonly pending: number;
  readonly pendingSince: EpochMs | null;
}

/** What a run leaves for whoever watches it. */
export interface ScanFigures {
  readonly version: string;
  readonly runAt: EpochMs;
  /** Newest run that could decide every pair. */
  readonly succeededAt: EpochMs | null;
  readonly durationMs: number;
  readonly exitCode: number;
  readonly barMs: number;
  readonly pairs: readonly PairFigures[];
  readonly channels: readonly ChannelFigures[];
  readonly troubles: readonly Trouble[];
  readonly gaps: number;
  readonly revisions: number;
}

const SIDES: Readonly<Record<PositionSide, number>> = { long_spread: 1, flat: 0, short_spread: -1 };
const seconds = (ms: EpochMs | null): number | null => (ms === null ? null : ms / 1000);

/** Every metric of `statarb.prom`, in the order it is written. Times are Unix seconds, as Prometheus likes them. */
export function scanMetrics(figures: ScanFigures): readonly Metric[] {
  const { pairs, channels, troubles } = figures;
  const one = (value: number | null): Metric['samples'] => [{ value }];
  const ofPairs = (value: (pair: PairFigures) => number | null): Metric['samples'] =>
    pairs.map((pair) => ({ labels: { pair: pair.pair }, value: value(pair) }));
  const ofChannels = (value: (channel: ChannelFigures) => number | null): Metric['samples'] =>
    channels.map((channel) => ({ labels: { channel: channel.channel }, value: value(channel) }));
  const gauge = (name: string, help: string, samples: Metric['samples']): Metric => ({
    ...{ name: `statarb_${name}`, help, type: 'gauge', samples },
  });
  const counter = (name: string, help: string, samples: Metric['samples']): Metric => ({
    ...{ name: `statarb_${name}`, help, type: 'counter', samples },
  });
  const isDown = (channel: string): boolean => troubles.some(({ key }) => key === `channel ${channel}`);
  return [
    gauge('build_info', 'Version of statarb.', [{ labels: { version: figures.version }, value: 1 }]),
    gauge('bar_seconds', 'Length of a bar.', one(figures.barMs / 1000)),
    gauge('run_timestamp_seconds', 'When the last recorded run began.', one(seconds(figures.runAt))),
    gauge(
      'run_success_timestamp_seconds',
      'When the last run began that could decide every pair.',
      one(seconds(figures.succeededAt)),
    ),
    gauge('run_duration_seconds', 'How long the last run took.', one(figures.durationMs / 1000)),
    gauge(
      'run_exit_code',
      'Exit code of the last run: 0 done, 3 not decided, 4 something undelivered.',
      one(figures.exitCode),
    ),
    gauge(
      'pair_up',
      '1 when the last run could decide the pair.',
      ofPairs(({ isUp }) => Number(isUp)),
    ),
    gauge(
      'pair_bar_timestamp_seconds',
      'Open time of the newest decided bar.',
      ofPairs(({ lastBar }) => seconds(lastBar)),
    ),
    gauge(
      'z',
      'Standardised spread on that bar.',
      ofPairs(({ z }) => z),
    ),
    gauge(
      'beta',
      'Hedge ratio on that bar.',
      ofPairs(({ beta }) => beta),
    ),
    gauge(
      'sigma',
      'Standard deviation of the spread, log return.',
      ofPairs(({ sigma }) => sigma),
    ),
    gauge(
      'pair_health_p',
      'Engle-Granger p-value of the pair on that bar: small when its residual looks stationary.',
      ofPairs(({ healthP }) => healthP),
    ),
    gauge(
      'position',
      '1 long spread, -1 short spread, 0 flat.',
      ofPairs(({ position }) => SIDES[position]),
    ),
    gauge(
      'order_pending',
      '1 while an order waits for the next open.',
      ofPairs(({ isOrderPending }) => Number(isOrderPending)),
    ),
    gauge(
      'paper_cash_usd',
      'Cash of the paper account.',
      ofPairs(({ cash }) => cash),
    ),
    gauge(
      'paper_equity_usd',
      'Paper account with its open position at the last decided close.',
      ofPairs(({ equity }) => equity),
    ),
    gauge(
      'paper_net_usd',
      'Net P&L of closed paper trades.',
      ofPairs(({ netUsd }) => netUsd),
    ),
    counter(
      'paper_trades_total',
      'Closed paper trades.',
      ofPairs(({ trades }) => trades),
    ),
    counter(
      'decisions_total',
      'Decisions that were no hold, by kind.',
      pairs.flatMap(({ pair, decisions }) =>
        Object.entries(decisions).map(([kind, value]) => ({ labels: { pair, kind }, value })),
      ),
    ),
    gauge(
      'channel_up',
      '0 while a channel takes no messages.',
      ofChannels(({ channel }) => Number(!isDown(channel))),
    ),
    gauge(
      'channel_pending',
      'Messages that wait for a channel.',
      ofChannels(({ pending }) => pending),
    ),
    gauge(
      'channel_pending_timestamp_seconds',
      'When the oldest waiting message was made.',
      ofChannels(({ pendingSince }) => seconds(pendingSince)),
    ),
    counter(
      'channel_delivered_total',
      'Messages a channel has taken.',
      ofChannels(({ delivered }) => delivered),
    ),
    gauge('open_troubles', 'Troubles that go on.', one(troubles.length)),
    counter('candle_gaps_total', 'Hours confirmed missing at the venue.', one(figures.gaps)),
    counter('candle_revisions_total', 'Cached bars that the venue changed afterwards.', one(figures.revisions)),
  ];
}
