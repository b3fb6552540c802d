import type { ZChange } from '../domain/decision-why.ts';
import { percent } from './format.ts';

/** `Δz -0.89 = price -0.84, beta -0.03, mean -0.01, sigma -0.01`. */
export function changeInWords(change: ZChange): string {
  const { price, beta, mean, sigma } = change;
  const parts = Object.entries({ price, beta, mean, sigma }).map(([name, part]) => `${name} ${signed(part)}`);
  return `Δz ${signed(price + beta + mean + sigma)} = ${parts.join(', ')}`;
}

/** How much of z's variance over its window was beta's doing, or nothing where it is not known. */
export const betaShareInWords = (share: number | null, window: number): string | null =>
  share === null ? null : `${percent(share)} of z's variance over ${window} bars came from beta`;

function signed(value: number): string {
  const text = value.toFixed(2);
  return value < 0 ? (text === '-0.00' ? '0.00' : text) : `+${text}`;
}
