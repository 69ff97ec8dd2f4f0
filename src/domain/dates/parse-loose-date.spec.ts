import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from './civil-date.js';
import { parseLooseDate } from './parse-loose-date.js';

describe('parseLooseDate', () => {
  it.each([
    ['31/12/2012', '2012-12-31'],
    ['1/2/2012', '2012-02-01'],
    ['01/02/2012', '2012-02-01'],
    ['29.02.2012', '2012-02-29'],
    ['31-12-2012', '2012-12-31'],
    ['31 / 12 / 2012', '2012-12-31'],
    [' 31/12/2012\u00a0', '2012-12-31'],
    ['31/12/2012.', '2012-12-31'],
    ['2012-12-31', '2012-12-31'],
    ['2012-1-2', '2012-01-02'],
    ['2012/12/31', '2012-12-31'],
    ['20121231', '2012-12-31'],
    ['2012-12-31T00:00:00', '2012-12-31'],
    ['2012-12-31 08:30', '2012-12-31'],
    ['31/12/2012 12:00:00 AM', '2012-12-31'],
    ['ngày 31 tháng 12 năm 2012', '2012-12-31'],
    ['Ngày 01 tháng 7 năm 2025'.normalize('NFD'), '2025-07-01'],
  ])('reads %j as %s without a guess', (text, date) => expect(parseLooseDate(text)).toEqual({ date }));

  it('reads an instant as the day of Vietnam', () => {
    expect(parseLooseDate('2012-12-31T23:30:00Z')).toEqual({ date: '2013-01-01' });
    expect(parseLooseDate('2012-12-31T23:30:00+07:00')).toEqual({ date: '2012-12-31' });
  });

  it.each([
    ['31-12-12', '2012-12-31'],
    ['1/1/00', '2000-01-01'],
    ['31/12/49', '2049-12-31'],
    ['01/01/50', '1950-01-01'],
    ['29/2/99', null],
    ['29/2/96', '1996-02-29'],
  ])('guesses the century of %s', (text, date) =>
    expect(parseLooseDate(text)).toEqual(date ? { date, guess: 'two_digit_year' } : { error: 'no_such_day' }),
  );

  it.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [41274, '2012-12-31'],
    [40968, '2012-02-29'],
    [41274.999, '2012-12-31'],
    ['41274', '2012-12-31'],
    ['41274,5', '2012-12-31'],
    [401768, '2999-12-31'],
  ])('reads the serial number %j as %s', (serial, date) =>
    expect(parseLooseDate(serial)).toEqual({ date, guess: 'excel_serial' }),
  );

  it.each([
    ['', 'empty'],
    [' \u00a0 ', 'empty'],
    [60, 'no_such_day'],
    ['60', 'no_such_day'],
    [0, 'year_out_of_range'],
    [-5, 'year_out_of_range'],
    [401769, 'year_out_of_range'],
    [Number.NaN, 'unknown_format'],
    ['2012', 'year_only'],
    ['29/02/2013', 'no_such_day'],
    ['12/31/2012', 'no_such_day'],
    ['00/01/2012', 'no_such_day'],
    ['31/12/1812', 'year_out_of_range'],
    ['30/02/1812', 'no_such_day'],
    ['20121331', 'no_such_day'],
    ['2012-12-31T25:00:00Z', 'no_such_day'],
    ['31/12-2012', 'unknown_format'],
    ['12/2012', 'unknown_format'],
    ['31/12/212', 'unknown_format'],
    ['quý IV', 'unknown_format'],
    ['1.2.3', 'unknown_format'],
  ])('refuses %j: %s', (value, error) => expect(parseLooseDate(value)).toEqual({ error }));

  it('reads every day however it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 401_768 }), (serial) => {
        const date = addDays('1900-03-01', serial - 61);
        const [year, month, day] = date.split('-');
        expect(parseLooseDate(serial)).toEqual({ date, guess: 'excel_serial' });
        expect(parseLooseDate(`${day}/${month}/${year}`)).toEqual({ date });
        expect(parseLooseDate(`${Number(day)}.${Number(month)}.${year}`)).toEqual({ date });
        expect(parseLooseDate(date)).toEqual({ date });
      }),
    );
  });

  it('never fails, whatever a cell holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.double()), (value) => {
        const result = parseLooseDate(value);
        expect('date' in result || 'error' in result).toBe(true);
      }),
    );
  });
});
