import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueSchemeOf } from '../../../test/support/schemes.js';
import { aFullyOnlineService, aLevelThreeService } from '../../../test/support/service-facts.js';
import type { FactKey, ServiceFacts } from '../service-facts.js';
import { crosswalk } from './crosswalk.js';

const schemes = ['nd42-2022', 'ozg-1.1', 'egov-benchmark'].map(valueSchemeOf);
const page: ServiceFacts = { publicPage: { state: 'present', urls: ['https://example.gov.vn/1'] } };
const forms: ServiceFacts = {
  ...page,
  formFiles: { state: 'present', urls: ['https://example.gov.vn/m.doc'] },
};

const valuesOf = (facts: ServiceFacts) => Object.values(crosswalk(schemes, facts));
const without = (facts: ServiceFacts, ...keys: FactKey[]) =>
  Object.fromEntries(Object.entries(facts).filter(([key]) => !keys.includes(key as FactKey)));

describe('the same facts in other schemes', () => {
  it('are told by the id of each scheme', () => {
    expect(crosswalk(schemes, aFullyOnlineService())).toEqual({
      'nd42-2022': 'toan_trinh',
      'ozg-1.1': 4,
      'egov-benchmark': 'fully_online',
    });
  });

  it.each<[string, ServiceFacts, unknown[]]>([
    ['nothing known', {}, [null, 0, 'not_online']],
    ['a public page', page, ['thong_tin', 1, 'information']],
    ['a page without an address', { publicPage: { state: 'present' } }, [null, 0, 'not_online']],
    ['forms to download', forms, ['thong_tin', 2, 'information']],
    ['all of level 3', aLevelThreeService(), ['mot_phan', 3, 'part_online']],
    [
      'an in-person step',
      { ...aFullyOnlineService(), inPersonStep: { state: 'present' } },
      ['mot_phan', 3, 'part_online'],
    ],
    [
      'an in-person step nobody spoke of',
      without(aFullyOnlineService(), 'inPersonStep'),
      ['mot_phan', 3, 'part_online'],
    ],
    ['no payment online', without(aFullyOnlineService(), 'onlinePayment'), ['mot_phan', 3, 'part_online']],
    [
      'the result by post only',
      without(aFullyOnlineService(), 'resultOnline'),
      ['toan_trinh', 3, 'part_online'],
    ],
    [
      'no way to get the result',
      without(aFullyOnlineService(), 'resultOnline', 'resultByPost'),
      ['mot_phan', 3, 'part_online'],
    ],
    ['no authentication', without(aFullyOnlineService(), 'authentication'), ['toan_trinh', 2, 'part_online']],
    ['no submission', without(aFullyOnlineService(), 'onlineSubmission'), ['thong_tin', 2, 'part_online']],
  ])('%s', (_, facts, values) => {
    expect(valuesOf(facts)).toEqual(values);
  });

  it('do not ask for online payment where there is nothing to pay, but do ask why', () => {
    const free = {
      ...aFullyOnlineService(),
      onlinePayment: { state: 'not_applicable', reason: 'Không thu' } as const,
    };
    expect(valuesOf(free)).toEqual(['toan_trinh', 4, 'fully_online']);
    const noReason = { ...free, onlinePayment: { state: 'not_applicable' } as const };
    expect(valuesOf(noReason)).toEqual(['mot_phan', 3, 'part_online']);
  });

  it('never fall when a fact of a fully online service is added', () => {
    const full = aFullyOnlineService();
    const keys = Object.keys(full) as FactKey[];
    const rankOf = (facts: ServiceFacts) =>
      schemes.map((s) => s.values.findIndex((v) => v.value === crosswalk([s], facts)[s.id]));
    const reached = schemes.map(() => new Set<number>());
    fc.assert(
      fc.property(
        fc.subarray(keys, { minLength: keys.length - 6 }),
        fc.constantFrom(...keys),
        (some, added) => {
          const before = Object.fromEntries(some.map((key) => [key, full[key]]));
          const lower = rankOf(before);
          const higher = rankOf({ ...before, [added]: full[added] });
          lower.forEach((rank, i) => reached[i]!.add(rank));
          higher.forEach((rank, i) => expect(rank).toBeGreaterThanOrEqual(lower[i]!));
        },
      ),
      { numRuns: 1000 },
    );
    reached.forEach((ranks) => expect(ranks.size).toBeGreaterThan(2));
  });

  it('imply, at every value of the stepped schemes, the value below', () => {
    const full = aFullyOnlineService();
    const ozg = [valueSchemeOf('ozg-1.1')];
    fc.assert(
      fc.property(fc.subarray(Object.keys(full) as FactKey[]), (some) => {
        const facts = Object.fromEntries(some.map((key) => [key, full[key]]));
        const stage = crosswalk(ozg, facts)['ozg-1.1'] as number;
        const lowered = { ...ozg[0]!, values: ozg[0]!.values.slice(0, Math.max(stage - 1, 0)) };
        expect(crosswalk([lowered], facts)['ozg-1.1']).toBe(Math.max(stage - 1, 0));
      }),
    );
  });
});
