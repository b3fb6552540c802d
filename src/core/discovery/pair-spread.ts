import type { DiscoveryGround, PairEvidence } from './discovery-result.ts';

/**
 * log(y) − beta · log(x) of a pair over all bars of the ground, around its mean in the formation window: after that window's end
 * nothing of it is fitted.
 */
export function pairSpread(ground: DiscoveryGround, { pair, beta }: Pick<PairEvidence, 'pair' | 'beta'>): Float64Array {
  const close = (wanted: string): Float64Array => {
    const found = ground.symbols.find(({ symbol }) => symbol === wanted);
    if (found === undefined) throw new RangeError(`${wanted} is not on this ground`);
    return found.candles.close;
  };
  const [x, y] = [close(pair.x), close(pair.y)];
  const spread = y.map((price, t) => Math.log(price) - beta * Math.log(x[t]));
  let mean = 0;
  for (let t = 0; t < ground.formationBars; t++) mean += spread[t] / ground.formationBars;
  return spread.map((value) => value - mean);
}
