/** A 95 % interval by the stationary block bootstrap; NaN where there is too little to resample. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
