import { describe, expect, it } from 'vitest';
import { overlaps, periodSpan, volumeSums } from './case-volumes.js';

describe('Periods of case volumes', () => {
  it('are years, quarters and months, with their days', () => {
    expect(periodSpan('2012')).toEqual({ from: '2012-01-01', to: '2012-12-31', days: 366 });
    expect(periodSpan('2012-Q4')).toEqual({ from: '2012-10-01', to: '2012-12-31', days: 92 });
    expect(periodSpan('2011-02')).toEqual({ from: '2011-02-01', to: '2011-02-28', days: 28 });
  });

  it('are nothing else', () => {
    for (const text of ['2012-Q5', '2012-13', '12', '2012-1', '2010-2011', '1899', ''])
      expect(periodSpan(text)).toBeNull();
  });

  it('overlap where they share a day', () => {
    const year = periodSpan('2012')!;
    expect(overlaps(year, periodSpan('2012-11')!)).toBe(true);
    expect(overlaps(periodSpan('2012-Q3')!, periodSpan('2012-10')!)).toBe(false);
    expect(overlaps(year, periodSpan('2013')!)).toBe(false);
  });
});

describe('Sums of case volumes', () => {
  it('are unknown where a part is, and never 0 for nothing', () => {
    const online = { received: 5, resolved: 4, onTime: 4 };
    expect(volumeSums([online, { received: 0, resolved: 0, onTime: null }])).toEqual({
      received: 5,
      resolved: 4,
      onTime: null,
    });
    expect(volumeSums([])).toEqual({ received: null, resolved: null, onTime: null });
  });
});
