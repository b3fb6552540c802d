import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from '../../../src/core/tickets/csv-cell.ts';
import { HOSTILE } from '../../support/hostile-texts.ts';

/** As a spreadsheet reads it: formulas begin so. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

describe('a CSV cell', () => {
  it.each([
    ['BTC/USDT', 'BTC/USDT'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['＝1', "'＝1"],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['', ''],
  ])('of the text %j is %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it('of a number is the number, below zero too', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(csvCell(value)).toBe(String(value));
      }),
    );
    expect(csvCell(-12.5)).toBe('-12.5');
  });

  it('never starts a formula, and is read back as the text, but for the apostrophe', () => {
    // Half a surrogate pair cannot be written as UTF-8.
    const texts = fc
      .oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE))
      .filter((t) => !/\p{Surrogate}/u.test(t));
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 4 }), (cells) => {
        const [row] = parse(`${csvLine(['first', ...cells])}\n`, { relax_column_count: true });
        expect(row.slice(1).map((cell, i) => (cell === cells[i] ? cell : cell.slice(1)))).toEqual(cells);
        for (const cell of row) expect(cell).not.toMatch(FORMULA);
      }),
    );
  });
});
