/** Where bars lie in time: what the rolling windows cut their blocks by. */
export interface BarGrid {
  /** Open times in ms, ascending, each a multiple of `barMs`; bars may be missing. */
  readonly ts: Float64Array;
  readonly barMs: number;
}

/**
 * Index after the last bar of the block that bar `start` lies in. Blocks are `window` bars long and lie at multiples of their
 * length since 1970, so that they are the same ones wherever a series begins.
 */
export function blockEnd({ ts, barMs }: BarGrid, start: number, window: number): number {
  const blockMs = window * barMs;
  const endTs = (Math.floor(ts[start] / blockMs) + 1) * blockMs;
  let end = Math.min(start + window, ts.length);
  while (ts[end - 1] >= endTs) end--;
  return end;
}
