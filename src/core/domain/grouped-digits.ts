/** From here on a number's hundredths are no whole number of a double any more. */
const EXACT_BELOW = 1e12;

/**
 * A number in digits, thousands apart: 1234.5 → `1,234.50`. To the last digit what `Intl.NumberFormat('en-US')` prints, which costs a
 * process 10 ms to set up. Rounded as people round, half up, what the number itself prints as: 1.005 → `1.01`.
 *
 * @param value ≥ 0; NaN and Infinity are named as they are
 * @param decimals 0, 1 or 2
 */
export function groupedDigits(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return String(value);
  const scale = 10 ** decimals;
  const scaled = value * scale;
  const below = Math.floor(scaled);
  // Near a tie, what counts is the number as it prints.
  const isPlain = scaled < EXACT_BELOW && Math.abs(scaled - below - 0.5) > 1e-3;
  const digits = isPlain ? String(Math.round(scaled)) : roundedDigits(value, decimals);
  const padded = digits.padStart(decimals + 1, '0');
  const cut = padded.length - decimals;
  const whole = padded.slice(0, cut);
  const grouped = cut > 3 ? whole.replace(/\B(?=(?:\d{3})+$)/g, ',') : whole;
  return decimals === 0 ? grouped : `${grouped}.${padded.slice(cut)}`;
}

/** value · 10^decimals, rounded half up from its shortest decimal form. */
function roundedDigits(value: number, decimals: number): string {
  const [shortest, exponent = ''] = String(value).split('e+');
  const [whole, fraction = ''] = shortest.split('.');
  if (exponent !== '') return (whole + fraction).padEnd(Number(exponent) + 1 + decimals, '0');
  const kept = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return String(fraction.charAt(decimals) >= '5' ? kept + 1n : kept);
}
