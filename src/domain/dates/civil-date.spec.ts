import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  addDays,
  civilDateOf,
  civilToday,
  daysBetween,
  isCivilDate,
  monthEnds,
  startOfDay,
  steps,
} from './civil-date.js';

const day = fc
  .date({ min: new Date('1901-01-01'), max: new Date('2998-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const machineZone = process.env.TZ;
afterEach(() => {
  if (machineZone === undefined) delete process.env.TZ;
  else process.env.TZ = machineZone;
});

describe('isCivilDate', () => {
  it.each(['2012-02-29', '2000-02-29', '1900-01-01', '2999-12-31', '2012-12-31'])('takes %s', (date) =>
    expect(isCivilDate(date)).toBe(true),
  );

  it.each([
    '2013-02-29',
    '1900-02-29',
    '2012-04-31',
    '2012-13-01',
    '2012-00-10',
    '2012-01-00',
    '1899-12-31',
    '3000-01-01',
    '2012-1-1',
    '2012-12-31 ',
    '2012-12-31\n',
    '2012-12-31T00:00:00Z',
    '31/12/2012',
    '٢٠١٢-١٢-٣١',
    '',
    20121231,
    null,
    undefined,
    ['2012-12-31'],
  ])('refuses %j', (value) => expect(isCivilDate(value)).toBe(false));

  it('takes every day that a calendar has', () => {
    fc.assert(fc.property(day, (date) => isCivilDate(date)));
  });

  it('refuses parts that make no day', () => {
    expect(civilDateOf(2012, 2, 30)).toBeNull();
    expect(civilDateOf(2012, 1.5, 1)).toBeNull();
    expect(civilDateOf(Number.NaN, 1, 1)).toBeNull();
  });
});

describe.each(['UTC', 'America/New_York', 'Asia/Ho_Chi_Minh', 'Pacific/Kiritimati'])(
  'on a machine in %s',
  (zone) => {
    it('it is the day of Vietnam', () => {
      process.env.TZ = zone;
      expect(civilToday(new Date('2012-12-31T23:30:00Z'))).toBe('2013-01-01');
      expect(civilToday(new Date('2012-12-31T17:00:00Z'))).toBe('2013-01-01');
      expect(civilToday(new Date('2012-12-31T16:59:59.999Z'))).toBe('2012-12-31');
      expect(civilToday(new Date('2012-02-28T20:00:00Z'))).toBe('2012-02-29');
    });

    it('days are counted over leap days, changes of year and summer time', () => {
      process.env.TZ = zone;
      expect(addDays('2012-02-28', 1)).toBe('2012-02-29');
      expect(addDays('2013-02-28', 1)).toBe('2013-03-01');
      expect(addDays('2012-12-31', 1)).toBe('2013-01-01');
      expect(addDays('2012-03-10', 2)).toBe('2012-03-12');
      expect(addDays('2012-11-05', -2)).toBe('2012-11-03');
      expect(daysBetween('2012-01-01', '2013-01-01')).toBe(366);
    });

    it('a day begins at midnight in Vietnam', () => {
      process.env.TZ = zone;
      expect(startOfDay('2013-01-01').toISOString()).toBe('2012-12-31T17:00:00.000Z');
    });
  },
);

describe('counting days', () => {
  it('goes there and back', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -300, max: 300 }), (date, n) => {
        const there = addDays(date, n);
        expect(addDays(there, -n)).toBe(date);
        expect(daysBetween(date, there)).toBe(n);
        expect(Math.sign(n)).toBe(there < date ? -1 : there > date ? 1 : 0);
      }),
    );
  });

  it('finds the day of the instant at which the day begins', () => {
    fc.assert(fc.property(day, (date) => civilToday(startOfDay(date)) === date));
  });

  it('refuses to leave the calendar, and text that is no day', () => {
    expect(() => addDays('2999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('1900-01-01', -1)).toThrow(RangeError);
    expect(() => addDays('2012-02-30', 1)).toThrow(RangeError);
    expect(() => civilToday(new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('steps of a time line', () => {
  it('are the last days of the months', () => {
    expect(monthEnds('2011-12-31', '2012-03-30')).toEqual(['2011-12-31', '2012-01-31', '2012-02-29']);
    expect(monthEnds('2012-02-01', '2012-02-28')).toEqual([]);
  });

  it('end with the day asked for', () => {
    expect(steps('2012-01-01', '2012-04-15', 'month')).toEqual([
      '2012-01-31',
      '2012-02-29',
      '2012-03-31',
      '2012-04-15',
    ]);
    expect(steps('2012-01-01', '2012-12-31', 'quarter')).toEqual([
      '2012-03-31',
      '2012-06-30',
      '2012-09-30',
      '2012-12-31',
    ]);
    expect(steps('2011-06-01', '2013-06-30', 'year')).toEqual(['2011-12-31', '2012-12-31', '2013-06-30']);
    expect(steps('2012-05-05', '2012-05-05', 'year')).toEqual(['2012-05-05']);
    expect(steps('2012-05-06', '2012-05-05', 'month')).toEqual([]);
  });

  it('rise strictly, stay within the two days, and are complete', () => {
    fc.assert(
      fc.property(day, fc.nat(4000), (from, length) => {
        fc.pre(from < '2980-01-01');
        const to = addDays(from, length);
        const all = steps(from, to, 'month');
        expect(all.at(-1)).toBe(to);
        expect([...new Set(all)].sort()).toEqual(all);
        expect(all[0]! >= from).toBe(true);
        for (const end of monthEnds(from, to)) expect(addDays(end, 1).slice(8)).toBe('01');
        expect(all.length).toBeGreaterThanOrEqual(Math.floor(length / 31));
      }),
    );
  });
});
