import type { SimulatedPairOptions } from './simulated-pair.ts';

export interface SimulatedMarket {
  /** Price at the world's beginning. */
  readonly price: number;
  /** Typical dollar volume of a bar. */
  readonly volumeUsd: number;
  readonly tickSize: number;
  readonly lotStep: number;
}

/** Two markets of which the second is made from the first; what is not said is as `simulatedPair` has it. */
export interface SimulatedTruth {
  /** Pairs of the same number share the path of x; each other number is a random walk of its own. */
  readonly walk: number;
  readonly x: string;
  readonly y: string;
  readonly truth: Partial<Omit<SimulatedPairOptions, 'seed' | 'burst'>>;
}

/** Of the same name on a real venue these share nothing but the size of their first price. A new one goes to the end. */
export const SIMULATED_MARKETS: Readonly<Record<string, SimulatedMarket>> = {
  'BTC/USDT': { price: 40_000, volumeUsd: 60_000_000, tickSize: 0.01, lotStep: 0.00001 },
  'ETH/USDT': { price: 2_500, volumeUsd: 30_000_000, tickSize: 0.01, lotStep: 0.0001 },
  'LTC/USDT': { price: 75, volumeUsd: 4_000_000, tickSize: 0.01, lotStep: 0.001 },
  'BCH/USDT': { price: 250, volumeUsd: 3_000_000, tickSize: 0.1, lotStep: 0.001 },
  'LINK/USDT': { price: 15, volumeUsd: 5_000_000, tickSize: 0.001, lotStep: 0.01 },
  'UNI/USDT': { price: 7, volumeUsd: 2_000_000, tickSize: 0.001, lotStep: 0.01 },
  'AVAX/USDT': { price: 40, volumeUsd: 6_000_000, tickSize: 0.01, lotStep: 0.01 },
  'NEAR/USDT': { price: 3.5, volumeUsd: 2_500_000, tickSize: 0.001, lotStep: 0.1 },
  'SOL/USDT': { price: 100, volumeUsd: 20_000_000, tickSize: 0.01, lotStep: 0.001 },
  'JUP/USDT': { price: 0.8, volumeUsd: 1_500_000, tickSize: 0.0001, lotStep: 0.1 },
  'ADA/USDT': { price: 0.6, volumeUsd: 5_500_000, tickSize: 0.0001, lotStep: 0.1 },
  'XRP/USDT': { price: 0.6, volumeUsd: 9_000_000, tickSize: 0.0001, lotStep: 0.1 },
  'DOGE/USDT': { price: 0.09, volumeUsd: 20_000, tickSize: 0.00001, lotStep: 1 },
  'USDC/USDT': { price: 1, volumeUsd: 25_000_000, tickSize: 0.0001, lotStep: 1 },
  'BTC3L/USDT': { price: 10, volumeUsd: 1_000_000, tickSize: 0.0001, lotStep: 0.01 },
};

/**
 * What is true of the simulated venue. Four pairs revert, with half-lives of 9, 24, 48 and 12 bars. SOL and JUP move together and
 * never come back to each other. ADA, XRP and DOGE belong to nobody; DOGE is hardly traded. USDC stays at its price, and BTC3L
 * moves three times as much as BTC.
 */
export const SIMULATED_TRUTHS: readonly SimulatedTruth[] = [
  { walk: 0, x: 'BTC/USDT', y: 'ETH/USDT', truth: {} },
  { walk: 1, x: 'LTC/USDT', y: 'BCH/USDT', truth: { beta: 0.9, halfLifeBars: 24 } },
  { walk: 2, x: 'LINK/USDT', y: 'UNI/USDT', truth: { beta: 1.1, halfLifeBars: 48 } },
  { walk: 3, x: 'AVAX/USDT', y: 'NEAR/USDT', truth: { beta: 1.05, halfLifeBars: 12 } },
  { walk: 4, x: 'SOL/USDT', y: 'JUP/USDT', truth: { beta: 0.9, halfLifeBars: Infinity } },
  { walk: 5, x: 'ADA/USDT', y: 'XRP/USDT', truth: { beta: 0, spreadShock: 0.006, halfLifeBars: Infinity } },
  { walk: 6, x: 'DOGE/USDT', y: 'USDC/USDT', truth: { beta: 0, spreadShock: 0.0002, halfLifeBars: 20 } },
  { walk: 0, x: 'BTC/USDT', y: 'BTC3L/USDT', truth: { beta: 3, spreadShock: 0.0003, halfLifeBars: 1 } },
];
