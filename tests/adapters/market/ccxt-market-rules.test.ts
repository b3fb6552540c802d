import { describe, expect, test } from 'vitest';
import { marketRulesOf } from '../../../src/adapters/market/ccxt-market-rules.ts';

const DECIMAL_PLACES = 2;
const SIGNIFICANT_DIGITS = 3;
const TICK_SIZE = 4;
const spot = { id: 'BTCUSDT', symbol: 'BTC/USDT', spot: true };
const perpetual = { id: 'BTC-USDT-SWAP', symbol: 'BTC/USDT:USDT', swap: true };

describe('trading rules from what a venue says', () => {
  test('precision may be said as steps', () => {
    const market = { ...spot, precision: { amount: 0.00001, price: 0.01 } };
    expect(marketRulesOf(market, TICK_SIZE)).toMatchObject({ kind: 'spot', lotStep: 0.00001, tickSize: 0.01 });
  });

  test('precision may be said as decimal places', () => {
    const market = { ...spot, precision: { amount: 5, price: 0 } };
    expect(marketRulesOf(market, DECIMAL_PLACES)).toMatchObject({ lotStep: 0.00001, tickSize: 1 });
  });

  test('significant digits depend on the price and give no step', () => {
    const market = { ...spot, precision: { amount: 8, price: 5 } };
    expect(marketRulesOf(market, SIGNIFICANT_DIGITS)).toMatchObject({ lotStep: null, tickSize: null });
  });

  test('contracts are turned into base units', () => {
    const market = {
      ...perpetual,
      contractSize: 0.01,
      precision: { amount: 0.1, price: 0.1 },
      limits: { amount: { min: 0.1 } },
    };
    expect(marketRulesOf(market, TICK_SIZE)).toMatchObject({ kind: 'perpetual', lotStep: 0.001, minQuantity: 0.001 });
  });

  test('inverse contracts are worth dollars, so no step in base units is claimed', () => {
    const market = { ...perpetual, inverse: true, contractSize: 100, precision: { amount: 1, price: 0.1 } };
    expect(marketRulesOf(market, TICK_SIZE)).toMatchObject({ lotStep: null, minQuantity: null, tickSize: 0.1 });
  });

  test('what the venue leaves out, or writes as zero, is null', () => {
    const market = { ...spot, precision: { amount: 0 }, limits: { amount: { min: 0 }, cost: {} } };
    expect(marketRulesOf(market, TICK_SIZE)).toEqual({
      symbol: 'BTC/USDT',
      kind: 'spot',
      lotStep: null,
      minQuantity: null,
      tickSize: null,
      minNotional: null,
    });
  });
});
