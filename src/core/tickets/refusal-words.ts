import type { Refusal } from '../domain/order.ts';
import { percent, shortUsd, signedZ, usd } from './format.ts';
import { pText } from './health-words.ts';

/** Why an entry was refused, with the number that decided it and its limit: `dollar volume $1.2M a bar, needs $5.0M`. */
export function refusalInWords(refusal: Refusal): string {
  const number = (fact: string): number => {
    const value = refusal[fact];
    return typeof value === 'number' ? value : NaN;
  };
  switch (refusal.code) {
    case 'beyond_stop':
      return `z ${signedZ(number('z'))} lies beyond the stop ${String(number('z_stop'))} already`;
    case 'adv':
      return `dollar volume ${shortUsd(number('adv_usd'))} a bar, needs ${shortUsd(number('min_adv_usd'))}`;
    case 'vol':
      return `volatility ${percent(number('realized_vol'))} a year, limit ${percent(number('max_realized_vol_annual'))}`;
    case 'stale':
      return `${percent(number('filled_share'), 1)} of the z window is forward-filled, limit ${percent(number('max_filled_share'))}`;
    case 'beta':
      return 'sigma' in refusal
        ? 'sigma is 0: the legs move as one, there is nothing to size'
        : `beta ${number('beta').toFixed(3)} is not above 0: no hedge`;
    case 'min_notional':
      return `the ${String(refusal['leg'])} leg would be ${usd(number('notional_usd'))}, needs ${usd(number('min_notional_usd'))}`;
    case 'lot_hedge':
      return `rounding to lots leaves a hedge error of ${hedgeError(number('hedge_error'))}, limit ${percent(number('max_hedge_error'))}; ${usd(number('smallest_notional_y_usd'))} of the y leg would do`;
    case 'funding':
      return `funding difference ${number('funding_diff_bps_8h').toFixed(2)} bps/8h, limit ${String(number('max_funding_diff_bps_8h'))}`;
    case 'regime':
      return `spread volatility at percentile ${number('spread_vol_percentile').toFixed(0)}, limit ${String(number('max_spread_vol_percentile'))}`;
    case 'health':
      return `health p ${pText(number('health_p'), number('max_health_p'))}, limit ${String(number('max_health_p'))}: the residual does not look stationary`;
  }
}

/** A leg that was rounded to nothing has no error that is a number. */
const hedgeError = (error: number): string => (Number.isNaN(error) ? 'a whole leg' : percent(error, 2));
