import type { FundingRate } from '../../src/core/domain/funding.ts';
import type { MarketRules } from '../../src/core/domain/market-rules.ts';
import type { Legs } from '../../src/core/domain/pair.ts';
import type { StrategySettings } from '../../src/core/domain/settings.ts';
import type { DecisionContext } from '../../src/core/strategy/decision-context.ts';
import { FIRST_BAR, HOUR } from './simulated-frame.ts';
import { strategySettings } from './strategy-settings.ts';

type Column = number | readonly number[];

interface Handmade {
  /** z of each bar: as many bars as it has. */
  readonly z: readonly number[];
  /** Opens and closes; a single number stands for every bar. */
  readonly open?: Legs<Column>;
  readonly close?: Legs<Column>;
  readonly beta?: Column;
  readonly sigma?: Column;
  readonly advUsd?: Legs<Column>;
  readonly realizedVol?: Legs<Column>;
  readonly healthP?: Column;
  /** Numbers of the forward-filled bars. */
  readonly filled?: readonly number[];
  readonly funding?: Legs<readonly FundingRate[]>;
  readonly rules?: Legs<MarketRules | null>;
  readonly settings?: StrategySettings;
}

/** A decision's surroundings with every number set by hand: BTC at 50,000, ETH at 2,500, beta 1.25, sigma 0.02, liquid and calm. */
export function handmadeContext(made: Handmade): DecisionContext {
  const bars = made.z.length;
  const column = (value: Column): Float64Array =>
    Float64Array.from({ length: bars }, (_, i) => (typeof value === 'number' ? value : value[i]));
  const legs = (value: Legs<Column>): Legs<Float64Array> => ({ x: column(value.x), y: column(value.y) });
  const close = legs(made.close ?? { x: 50_000, y: 2_500 });
  const open = made.open === undefined ? close : legs(made.open);
  const ts = Float64Array.from({ length: bars }, (_, i) => FIRST_BAR + i * HOUR);
  const candles = (leg: 'x' | 'y') => ({
    ts,
    open: open[leg],
    high: close[leg],
    low: close[leg],
    close: close[leg],
    volume: column(1000),
  });
  const sigma = column(made.sigma ?? 0.02);
  return {
    candles: {
      barMs: HOUR,
      ts,
      x: candles('x'),
      y: candles('y'),
      filled: Uint8Array.from({ length: bars }, (_, i) => (made.filled?.includes(i) === true ? 1 : 0)),
      gaps: [],
    },
    features: {
      healthP: made.healthP === undefined ? null : column(made.healthP),
      beta: column(made.beta ?? 1.25),
      alpha: column(-5.7),
      spread: column(0),
      spreadMean: column(0),
      spreadStd: sigma,
      z: column(made.z),
      sigma,
      advUsd: legs(made.advUsd ?? { x: 80e6, y: 40e6 }),
      realizedVol: legs(made.realizedVol ?? { x: 0.5, y: 0.6 }),
    },
    funding: made.funding ?? { x: [], y: [] },
    rules: made.rules ?? { x: null, y: null },
    settings: made.settings ?? strategySettings(),
  };
}

/** A venue's rules for one symbol, unknown where not given. */
export const marketRules = (known: Partial<MarketRules> = {}): MarketRules => ({
  symbol: 'ETH/USDT',
  kind: 'spot',
  lotStep: null,
  minQuantity: null,
  tickSize: null,
  minNotional: null,
  ...known,
});
