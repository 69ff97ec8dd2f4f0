import { describe, expect, it } from 'vitest';
import { spreadsheetCell } from './spreadsheet-cell.js';

describe('A cell of a spreadsheet', () => {
  it.each(['=1+1', '+84 20 3840 034', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'is no formula where the text begins as one: %j',
    (text) => {
      expect(spreadsheetCell(text)).toBe(`'${text}`);
    },
  );

  it('is left alone where it is plain', () => {
    expect(spreadsheetCell('Ủy ban nhân dân xã Tả Phời')).toBe('Ủy ban nhân dân xã Tả Phời');
    expect(spreadsheetCell('')).toBe('');
  });
});
