import type { Calibrated, JudgedPair } from '../../discovery/discovery-result.ts';

/** One figure of a pair as it stands in the CSV. */
export interface DiscoveryColumn {
  readonly id: string;
  readonly value: (pair: JudgedPair) => number;
}

const calibrated = (id: string, of: (pair: JudgedPair) => Calibrated): readonly DiscoveryColumn[] => [
  { id, value: (pair) => of(pair).value },
  { id: `${id}_null_percentile`, value: (pair) => of(pair).nullPercentile },
];

/** Every number of a pair, under the names that CSV and JSON share, in the CSV's order. */
export const DISCOVERY_COLUMNS: readonly DiscoveryColumn[] = [
  { id: 'q', value: ({ q }) => q },
  { id: 'eg_y_on_x_statistic', value: ({ engleGranger: { yOnX } }) => yOnX.statistic },
  { id: 'eg_y_on_x_p', value: ({ engleGranger: { yOnX } }) => yOnX.pValue },
  { id: 'eg_y_on_x_lags', value: ({ engleGranger: { yOnX } }) => yOnX.lags },
  { id: 'eg_y_on_x_q', value: ({ engleGranger: { yOnX } }) => yOnX.q },
  { id: 'eg_x_on_y_statistic', value: ({ engleGranger: { xOnY } }) => xOnY.statistic },
  { id: 'eg_x_on_y_p', value: ({ engleGranger: { xOnY } }) => xOnY.pValue },
  { id: 'eg_x_on_y_lags', value: ({ engleGranger: { xOnY } }) => xOnY.lags },
  { id: 'eg_x_on_y_q', value: ({ engleGranger: { xOnY } }) => xOnY.q },
  ...calibrated('johansen_trace', ({ johansen }) => johansen.trace),
  { id: 'johansen_max_eigen', value: ({ johansen }) => johansen.maxEigen },
  { id: 'correlation', value: ({ correlation }) => correlation },
  { id: 'beta', value: ({ beta }) => beta },
  { id: 'beta_drift', value: ({ betaDrift }) => betaDrift },
  ...calibrated('half_life', ({ halfLife }) => halfLife),
  ...calibrated('hurst', ({ hurst }) => hurst),
  ...calibrated('crossings_per_1000', ({ crossings }) => crossings),
  ...calibrated('entries_per_week', ({ entriesPerWeek }) => entriesPerWeek),
  ...calibrated('win_rate', ({ winRate }) => winRate),
  { id: 'sigma', value: ({ sigma }) => sigma },
  { id: 'sigma_in_costs', value: ({ sigmaInCosts }) => sigmaInCosts },
  { id: 'adv_usd', value: ({ advUsd }) => advUsd },
  { id: 'sub_window_share', value: ({ subWindowShare }) => subWindowShare },
  { id: 'held_out_p', value: ({ heldOut }) => heldOut.pValue },
  { id: 'held_out_trades', value: ({ heldOut }) => heldOut.trades },
  { id: 'held_out_win_rate', value: ({ heldOut }) => heldOut.winRate },
  { id: 'held_out_net', value: ({ heldOut }) => heldOut.net },
  { id: 'held_out_net_low', value: ({ heldOut }) => heldOut.netInterval[0] },
  { id: 'held_out_net_high', value: ({ heldOut }) => heldOut.netInterval[1] },
];
