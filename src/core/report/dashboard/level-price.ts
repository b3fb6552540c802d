import type { ZInputs } from '../../domain/decision-why.ts';

/** The price of y at which z would reach a level, x and the windows as they are. */
export interface LevelPrice {
  readonly z: number;
  readonly priceY: number;
  /** From the last close, as a fraction. */
  readonly change: number;
}

/**
 * log y = mean + z · std + alpha + beta · log x. A first reading: with a new bar beta, mean and std move a little too.
 * @param inputs of the last decided bar
 */
export function levelPrice({ mean, std, alpha, beta, logX, logY }: ZInputs, z: number): LevelPrice {
  const target = mean + z * std + alpha + beta * logX;
  return { z, priceY: Math.exp(target), change: Math.expm1(target - logY) };
}
