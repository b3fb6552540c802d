/**
 * Largest fall of an equity curve from its running peak, as a fraction of that peak; the peak starts at `accountUsd`. Above 1
 * when the account went below zero.
 */
export function maxDrawdown(equity: Float64Array, accountUsd: number): number {
  let peak = accountUsd;
  let worst = 0;
  for (let i = 0; i < equity.length; i++) {
    const now = equity[i];
    if (now > peak) peak = now;
    else if (peak - now > worst * peak) worst = (peak - now) / peak;
  }
  return worst;
}
