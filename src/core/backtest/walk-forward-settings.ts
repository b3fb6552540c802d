import type { Grid } from './settings-grid.ts';

/** How history is cut into folds, and what is tried on each. */
export interface WalkForwardSettings {
  /** `anchored`: one fold, its in-sample part first. `rolling`: folds of fixed lengths, each one out-of-sample length later. */
  readonly scheme: 'anchored' | 'rolling';
  /** Share of the bars that an anchored fold chooses on. */
  readonly inSampleShare: number;
  /** Bars that a rolling fold chooses on, and bars it is judged on. */
  readonly inSampleBars: number;
  readonly outOfSampleBars: number;
  readonly grid: Grid;
}
