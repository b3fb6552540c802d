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
