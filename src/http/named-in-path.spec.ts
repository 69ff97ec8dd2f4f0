import { describe, expect, it } from 'vitest';
import { namedInPath } from './named-in-path.js';

describe('What an address names', () => {
  it.each([
    ['/api/v1/services/:id/history', { id: 'STP~1.000688' }, 'dịch vụ STP~1.000688', 'service STP~1.000688'],
    [
      '/api/v1/plans/:year/lines/:no/withdraw',
      { year: '2013', no: '9' },
      'dòng 9 của kế hoạch năm 2013',
      'line 9 of plan of the year 2013',
    ],
    [
      '/api/v1/procedures/:code/draft',
      { code: '1.000688' },
      'bản thảo của thủ tục 1.000688',
      'draft of procedure 1.000688',
    ],
    ['/api/v1/services', {}, undefined, undefined],
    ['/api/v1/wonders/:id', { id: '7' }, undefined, undefined],
  ])('is told of %s in both languages', (route, params, vi, en) => {
    expect(namedInPath(route, params as Record<string, string>, 'vi')).toBe(vi);
    expect(namedInPath(route, params as Record<string, string>, 'en')).toBe(en);
  });

  it('is told as the address has it, and cut where it is long', () => {
    const told = (code: string) => namedInPath('/agencies/:code', { code }, 'en');
    expect(told('<b>\u202ea')).toBe('agency %3Cb%3E%E2%80%AEa');
    expect(told('x'.repeat(5000))).toBe(`agency ${'x'.repeat(130)}…`);
  });
});
