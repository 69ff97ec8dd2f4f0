import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from './dates/civil-date.js';
import type { Level } from './level-scheme/scheme.js';
import {
  correction,
  OPEN_END,
  OPEN_START,
  type Segment,
  type ServiceRecords,
  timelineOf,
} from './service-timeline.js';

const ALWAYS = { from: OPEN_START, to: OPEN_END };
const VERSION = { no: 1, effectiveFrom: null, repeals: false, fieldCode: 'ho-tich', hasForms: true };

function records(some: Partial<ServiceRecords>): ServiceRecords {
  return { offered: ALWAYS, versions: [VERSION], declarations: [], verifications: [], ...some };
}

const at = (segments: Segment[], day: string) => segments.find(({ from, to }) => from <= day && day < to);

const dayOf2012 = fc.integer({ min: 0, max: 365 }).map((days) => addDays('2012-01-01', days));
const level = fc.constantFrom<Level>(1, 2, 3);
const declarations = fc
  .array(fc.record({ level, effectiveFrom: dayOf2012 }), { maxLength: 6 })
  .map((list) => list.map((declaration, i) => ({ ...declaration, no: i + 1 })));
const verifications = fc
  .array(fc.record({ level: fc.option(level), effectiveFrom: dayOf2012, staleFrom: fc.option(dayOf2012) }), {
    maxLength: 3,
  })
  .map((list) => list.map((verification, i) => ({ ...verification, no: i + 1 })));

describe('The history of a service', () => {
  it('is in force without a level before anything was declared', () => {
    expect(timelineOf(records({}))).toMatchObject([
      { ...ALWAYS, level: null, basis: 'none', levelSince: null },
    ]);
  });

  it('takes the declaration that began last, and of one day the later record', () => {
    const timeline = timelineOf(
      records({
        declarations: [
          { no: 1, level: 2, effectiveFrom: '2012-03-01' },
          { no: 2, level: 1, effectiveFrom: '2012-01-01' },
          { no: 3, level: 3, effectiveFrom: '2012-03-01' },
        ],
      }),
    );
    expect(at(timeline, '2011-12-31')!.level).toBeNull();
    expect(at(timeline, '2012-02-29')!.level).toBe(1);
    expect(at(timeline, '2012-03-01')!.level).toBe(3);
  });

  it('publishes the verified level where there is one, stale or not, and says which', () => {
    const timeline = timelineOf(
      records({
        declarations: [{ no: 1, level: 3, effectiveFrom: '2012-01-01' }],
        verifications: [{ no: 1, level: 2, effectiveFrom: '2012-06-01', staleFrom: '2012-09-01' }],
      }),
    );
    expect(at(timeline, '2012-05-31')).toMatchObject({ level: 3, basis: 'declared' });
    expect(at(timeline, '2012-06-01')).toMatchObject({ level: 2, basis: 'verified', declaredLevel: 3 });
    expect(at(timeline, '2012-09-01')).toMatchObject({
      level: 2,
      basis: 'verified_stale',
      levelSince: '2012-06-01',
    });
  });

  it('ends with the service and with a repeal, and goes on with a new version', () => {
    const timeline = timelineOf(
      records({
        offered: { from: '2012-01-01', to: '2013-01-01' },
        versions: [
          VERSION,
          { ...VERSION, no: 2, effectiveFrom: '2012-04-01', hasForms: false },
          { ...VERSION, no: 3, effectiveFrom: '2012-10-01', repeals: true },
        ],
      }),
    );
    expect(timeline.map(({ from, to, versionNo }) => [from, to, versionNo])).toEqual([
      ['2012-01-01', '2012-04-01', 1],
      ['2012-04-01', '2012-10-01', 2],
    ]);
  });

  it('covers the days of service once each, and says of each day what the records say', () => {
    fc.assert(
      fc.property(declarations, verifications, dayOf2012, (declared, verified, day) => {
        const timeline = timelineOf(records({ declarations: declared, verifications: verified }));
        expect(timeline[0]!.from).toBe(OPEN_START);
        expect(timeline.at(-1)!.to).toBe(OPEN_END);
        timeline.slice(1).forEach((segment, i) => expect(segment.from).toBe(timeline[i]!.to));
        const inEffect = <Item extends { effectiveFrom: string; no: number }>(items: Item[]) =>
          items
            .filter(({ effectiveFrom }) => effectiveFrom <= day)
            .sort((a, b) =>
              a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : a.no - b.no,
            )
            .at(-1);
        const segment = at(timeline, day)!;
        expect(segment.declaredLevel).toBe(inEffect(declared)?.level ?? null);
        const check = inEffect(verified);
        expect(segment.level).toBe(check ? check.level : (inEffect(declared)?.level ?? null));
      }),
    );
  });

  it('does not depend on the order in which the records come', () => {
    fc.assert(
      fc.property(declarations, (declared) => {
        const reversed = declared.toReversed();
        expect(timelineOf(records({ declarations: reversed }))).toEqual(
          timelineOf(records({ declarations: declared })),
        );
      }),
    );
  });

  it('is corrected by closing and adding alone, and a correction made is none', () => {
    fc.assert(
      fc.property(declarations, declarations, (before, after) => {
        const known = timelineOf(records({ declarations: before }));
        const fresh = timelineOf(records({ declarations: after }));
        const { close, add } = correction(known, fresh);
        const corrected = [...known.filter((segment) => !close.includes(segment)), ...add];
        expect(corrected.sort((a, b) => (a.from < b.from ? -1 : 1))).toEqual(fresh);
        expect(correction(fresh, fresh)).toEqual({ close: [], add: [] });
      }),
    );
  });
});
