import { counted, groupedText } from '../domain/decimal-text.ts';
import type { EpochMs } from '../domain/time.ts';

/** TRADEABLE: every gate passed. NOT TRADEABLE: it lost money or the account. NOT PROVEN: anything in between. */
export type VerdictLevel = 'TRADEABLE' | 'NOT PROVEN' | 'NOT TRADEABLE';

/** One test of a backtest's worth. */
export interface Gate {
  /** Stable name: `net`, `win_rate`, `deflated_sharpe`, … */
  readonly id: string;
  /** What is asked, in words. */
  readonly label: string;
  /** NaN where it could not be computed; such a gate fails. */
  readonly value: number;
  /** The bound or bounds the value must keep, in words: `≥ 0.95`, `1 – 3`. */
  readonly threshold: string;
  readonly pass: boolean;
  /** The same figure of a random-walk spread traded by the same rules, where that says something; else null. */
  readonly randomWalk: number | null;
  /** How to print the values. */
  readonly unit: 'usd' | 'percent' | 'ratio' | 'count' | 'bps';
}

export interface Verdict {
  readonly level: VerdictLevel;
  /** The first thing a user reads: `NOT TRADEABLE: lost $40,045 of $40,000, ruined 2021-06-10`. */
  readonly sentence: string;
  readonly gates: readonly Gate[];
}

/** The figures a verdict rests on. Fractions, not percentages; USD; NaN where a figure could not be computed. */
export interface VerdictEvidence {
  readonly accountUsd: number;
  readonly trades: number;
  readonly net: number;
  readonly tradesPerWeek: number;
  readonly winRate: number;
  readonly maxDrawdown: number;
  readonly ruinedAt: EpochMs | null;
  /** Lower end of the 95 % interval of net. */
  readonly netLow: number;
  /** Null when no walk-forward was run. */
  readonly walkForwardNet: number | null;
  readonly deflatedSharpe: number;
  /** Distinct settings ever tried on this data. */
  readonly trials: number;
  /** Share of versions that do at least as well, the real one counted among them. */
  readonly betterWithRandomSigns: number;
  readonly betterWhenShuffled: number;
  readonly breakevenCostBps: number;
  readonly configuredCostBps: number;
  readonly netAtDoubleCost: number;
  readonly neighboursPositive: number;
  readonly thirdsPositive: number;
  /** The same figures on random-walk spreads. */
  readonly randomWalk: {
    readonly net: number;
    readonly winRate: number;
    readonly tradesPerWeek: number;
    readonly maxDrawdown: number;
    /** Null when no walk-forward was run. */
    readonly walkForwardNet: number | null;
  };
}

const SIGNIFICANCE = 0.05;
/** Fewer say nothing, whatever their figures look like. */
const MIN_TRADES = 30;

/** Weighs the evidence gate by gate and says the outcome in one sentence. A target missed is a target missed. */
export function judge(evidence: VerdictEvidence): Verdict {
  const gates = gatesOf(evidence);
  const failed = gates.filter(({ pass }) => !pass);
  const level: VerdictLevel =
    evidence.ruinedAt !== null || evidence.net < 0 ? 'NOT TRADEABLE' : failed.length === 0 ? 'TRADEABLE' : 'NOT PROVEN';
  return { level, sentence: `${level}: ${reason(evidence, level, failed, gates.length)}`, gates };
}

function gatesOf(e: VerdictEvidence): Gate[] {
  const gate = (
    id: string,
    label: string,
    value: number,
    threshold: string,
    pass: boolean,
    unit: Gate['unit'],
    randomWalk: number | null = null,
  ): Gate => ({ id, label, value, threshold, pass, randomWalk, unit });
  const { randomWalk } = e;
  const walkForward = e.walkForwardNet ?? NaN;
  return [
    gate('ruin', 'times the account was ruined', e.ruinedAt === null ? 0 : 1, '0', e.ruinedAt === null, 'count'),
    gate('enough_trades', 'closed trades', e.trades, `≥ ${String(MIN_TRADES)}`, e.trades >= MIN_TRADES, 'count'),
    gate('net', 'net P&L after costs', e.net, '> $0', e.net > 0, 'usd', randomWalk.net),
    gate('net_interval', 'lower end of its 95 % interval', e.netLow, '> $0', e.netLow > 0, 'usd'),
    gate(
      'walk_forward',
      'walk-forward net P&L',
      walkForward,
      '> $0',
      walkForward > 0,
      'usd',
      randomWalk.walkForwardNet,
    ),
    gate(
      'trades_per_week',
      'trades a week',
      e.tradesPerWeek,
      '1 – 3',
      e.tradesPerWeek >= 1 && e.tradesPerWeek <= 3,
      'ratio',
      randomWalk.tradesPerWeek,
    ),
    gate(
      'win_rate',
      'win rate',
      e.winRate,
      '55 – 65 %',
      e.winRate >= 0.55 && e.winRate <= 0.65,
      'percent',
      randomWalk.winRate,
    ),
    gate(
      'max_drawdown',
      'largest drawdown',
      e.maxDrawdown,
      '< 10 %',
      e.maxDrawdown < 0.1,
      'percent',
      randomWalk.maxDrawdown,
    ),
    gate(
      'deflated_sharpe',
      `deflated Sharpe ratio (${counted(e.trials, 'trial')} on this data)`,
      e.deflatedSharpe,
      '≥ 0.95',
      e.deflatedSharpe >= 0.95,
      'ratio',
    ),
    gate(
      'random_signs',
      'share of random-sign versions that do as well',
      e.betterWithRandomSigns,
      '≤ 5 %',
      e.betterWithRandomSigns <= SIGNIFICANCE,
      'percent',
    ),
    gate(
      'shuffled_days',
      'share of day-shuffled histories that do as well',
      e.betterWhenShuffled,
      '≤ 5 %',
      e.betterWhenShuffled <= SIGNIFICANCE,
      'percent',
    ),
    gate(
      'breakeven_cost',
      'break-even cost per leg and side',
      e.breakevenCostBps,
      `> ${String(e.configuredCostBps)} bps`,
      e.breakevenCostBps > e.configuredCostBps,
      'bps',
    ),
    gate('double_cost', 'net P&L at twice the costs', e.netAtDoubleCost, '> $0', e.netAtDoubleCost > 0, 'usd'),
    gate(
      'neighbours',
      'share of neighbouring settings that earn',
      e.neighboursPositive,
      '≥ 80 %',
      e.neighboursPositive >= 0.8,
      'percent',
    ),
    gate('thirds', 'thirds of the sample that earn', e.thirdsPositive, '3', e.thirdsPositive === 3, 'count'),
  ];
}

function reason(e: VerdictEvidence, level: VerdictLevel, failed: readonly Gate[], all: number): string {
  const money = `$${groupedText(Math.round(Math.abs(e.net)), 0)}`;
  const account = `$${groupedText(Math.round(e.accountUsd), 0)}`;
  const ruin = e.ruinedAt === null ? '' : `, ruined ${new Date(e.ruinedAt).toISOString().slice(0, 10)}`;
  if (level === 'NOT TRADEABLE') return `${e.net < 0 ? 'lost' : 'made'} ${money} of ${account}${ruin}`;
  if (e.trades === 0) return 'no trade was made';
  const earned = `made ${money} on ${account} after costs`;
  if (level === 'TRADEABLE') return `${earned}, and passed all ${String(all)} gates`;
  const names = failed.map(({ id }) =>
    id === 'walk_forward' && e.walkForwardNet === null ? 'walk_forward (not run)' : id,
  );
  return `${earned}, but ${String(failed.length)} of ${String(all)} gates failed: ${names.join(', ')}`;
}
