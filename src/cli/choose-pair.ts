import { AppError } from '../core/domain/app-error.ts';
import { pairName, type Pair } from '../core/domain/pair.ts';

/**
 * The configured pair of that name, or the first one.
 * @throws AppError `usage` when the pair is not configured
 */
export function choosePair(pairs: readonly Pair[], name: string | undefined): Pair {
  const pair = name === undefined ? pairs[0] : pairs.find((one) => pairName(one) === name);
  if (pair !== undefined) return pair;
  throw new AppError('usage', `--pair ${name ?? ''} is not configured: ${pairs.map(pairName).join(', ')}`);
}
