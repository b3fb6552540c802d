import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { signalsCsv, tradesCsv } from '../../../src/core/tickets/journal-csv.ts';
import { PAIR, sampleTrade } from '../../support/sample-commit.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const rowsOf = (csv: string) => parse<Record<string, string>>(csv, { columns: true });

describe('the journals', () => {
  it('keep every number as it is, signs included', () => {
    const [entry, exit] = rowsOf(signalsCsv([sampleTicket(), sampleExitTicket()]));
    expect(entry).toMatchObject({ z: '-2.36', qty_x: '-0.2591', qty_y: '2.953', net_pnl_usd: '' });
    expect(exit).toMatchObject({ qty_x: '0.2591', qty_y: '-2.953', net_pnl_usd: '311.75' });
    const [trade] = rowsOf(tradesCsv([{ pair: PAIR, trade: sampleTrade({ net: -313, zEntry: NaN }) }]));
    expect(trade).toMatchObject({ pair: PAIR, net: '-313', qty_x: '-0.2591', z_entry: 'NaN' });
  });

  it('hold no formula, whatever a pair is called', () => {
    const pair = '=cmd|"/c calc"!A1,x';
    const [trade] = rowsOf(tradesCsv([{ pair, trade: sampleTrade() }]));
    expect(trade).toMatchObject({ pair: `'${pair}`, side: 'long_spread' });
    const [signal] = rowsOf(signalsCsv([sampleTicket({ pair: { x: '@x', y: 'y' }, id: '-1' })]));
    expect(signal).toMatchObject({ ticket_id: "'-1", pair: "'@x~y" });
  });
});
