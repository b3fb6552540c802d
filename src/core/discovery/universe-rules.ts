/** Prices that never leave this band around their first are tied to something. */
const PEG_BAND = 0.03;

/** Whether a price stays as near to its first value as a coin that is tied to its quote currency does. */
export const isPegged = (close: Float64Array): boolean =>
  close.every((price) => Math.abs(price / close[0] - 1) <= PEG_BAND);
