import { pairName, type Pair } from '../core/domain/pair.ts';
import { newBook, openPnl } from '../core/domain/position.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import type { BacktestVerdict, PairRecord } from '../core/domain/ticket.ts';
import { decidableAt, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import type { CycleStore, PairState } from '../ports/cycle-store.ts';
import { latestVerdict } from './latest-verdict.ts';
import type { ScanPorts } from './scan-options.ts';
import { marketName } from './trial-names.ts';

/** Where a pair stands, as every report tells it. */
export interface PairStanding {
  /** Null before the first cycle. */
  readonly state: PairState | null;
  /** When the bar after the last decided one is closed. */
  readonly nextDecisionAt: EpochMs | null;
  /** Mark of the open position at the closes of the last decided bar, after the costs of its entry, USD. */
  readonly openPnl: number | null;
  /** Cash plus the position at those closes, USD. */
  readonly equityUsd: number;
  /** Its closed trades. */
  readonly record: PairRecord;
  readonly verdict: BacktestVerdict | null;
}

export interface StandingPorts extends Pick<ScanPorts, 'verdictOf' | 'log'> {
  readonly store: Pick<CycleStore, 'pairState' | 'tradeTotals'>;
}

export interface StandingOptions {
  readonly venue: string;
  readonly timeframe: string;
  readonly closeGraceMs: number;
  readonly settings: StrategySettings;
}

/** Reads where a pair stands from what is stored; asks no venue and reads no candle. */
export async function pairStanding(ports: StandingPorts, pair: Pair, options: StandingOptions): Promise<PairStanding> {
  const { venue, timeframe, closeGraceMs, settings } = options;
  const name = pairName(pair);
  const barMs = timeframeMs(timeframe);
  const state = ports.store.pairState(name);
  const { cash, position } = state?.book ?? newBook(settings.risk.accountUsd);
  const last = state?.lastDecision ?? null;
  return {
    state,
    nextDecisionAt: last === null ? null : decidableAt(last.bar + barMs, barMs, closeGraceMs),
    openPnl: last === null || position === null ? null : openPnl(position, last.close),
    equityUsd:
      last === null || position === null
        ? cash
        : cash + position.fills.x.quantity * last.close.x + position.fills.y.quantity * last.close.y,
    record: ports.store.tradeTotals(name),
    verdict: await latestVerdict(ports, marketName(venue, pair, timeframe), settings),
  };
}
