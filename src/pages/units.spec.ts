import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { messagesOf } from './messages.js';
import { unitIn } from './units.js';

const SEEDED = new URL('../../seeds/reference/indicators-2012.csv', import.meta.url);

describe('Units of indicators', () => {
  const { vi, en } = messagesOf();

  it('are English on English pages, all that the report of 2012 counts in', () => {
    const rows: { unit: string; value: string }[] = parse(readFileSync(SEEDED), { columns: true });
    const units = rows.filter(({ unit }) => unit !== '');
    expect(units.length).toBeGreaterThan(10);
    for (const { unit, value } of units) {
      expect(unitIn(vi)(unit, value)).toBe(unit);
      expect(unitIn(en)(unit, value), unit).toMatch(/^[%a-z()]+$/);
    }
    expect([unitIn(en)('văn bản', '1'), unitIn(en)('văn bản', '4'), unitIn(en)('văn bản')]).toEqual([
      'document',
      'documents',
      'documents',
    ]);
  });

  it('are left as they were written where no message file knows them', () => {
    for (const unit of ['tỷ đồng', 'a:b', 'văn bản.x']) expect(unitIn(en)(unit, '2')).toBeUndefined();
  });
});
