/**
 * First bar from `from` on whose z is beyond ±zIn while that of the bar before was not: the only bars on which a flat book can
 * be called to enter, whatever the direction. `to` when there is none; a NaN crosses nothing.
 */
export function nextCross(z: Float64Array, from: number, to: number, zIn: number): number {
  if (to <= 1) return to;
  let i = Math.max(1, from);
  let before = z[i - 1];
  for (; i < to; i++) {
    const now = z[i];
    if (now > zIn ? before <= zIn : now < -zIn && before >= -zIn) return i;
    before = now;
  }
  return to;
}
