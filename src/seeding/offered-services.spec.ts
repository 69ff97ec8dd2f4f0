import { describe, expect, it } from 'vitest';
import { offeredServices } from './offered-services.js';
import { readAgencies, readProcedures } from './seed-files.js';

const procedures = readProcedures();
const agencies = readAgencies();
const countBy = (scope: 'demo' | 'province') => {
  const counts = { province: 0, commune: 0 };
  for (const service of offeredServices(procedures, agencies, scope).services)
    counts[service.governmentLevel]++;
  return counts;
};

describe('services that agencies offer', () => {
  it('are 1,277 provincial and 11,135 communal ones in the demonstration', () => {
    expect(countBy('demo')).toEqual({ province: 1277, commune: 655 * 17 });
  });

  it('are 1,277 provincial and 107,420 communal ones in the whole province', () => {
    expect(countBy('province')).toEqual({ province: 1277, commune: 655 * 164 });
  });

  it('leave out, and name, the provincial procedures that no known agency offers', () => {
    expect(offeredServices(procedures, agencies, 'demo').notOffered).toEqual([
      { procedureCode: '3.000163', offeredBy: null },
      { procedureCode: '3.000164', offeredBy: null },
      { procedureCode: '3.000165', offeredBy: null },
    ]);
    const withoutCustoms = agencies.filter((a) => a.code !== 'CHQ');
    const { notOffered } = offeredServices(procedures, withoutCustoms, 'demo');
    expect(notOffered.filter((n) => n.offeredBy === 'CHQ')).toHaveLength(37);
  });

  it('name agencies and procedures that exist, each pair once', () => {
    const codes = new Set(agencies.map((a) => a.code));
    const known = new Set(procedures.map((p) => p.code));
    const pairs = new Set<string>();
    let count = 0;
    for (const { agencyCode, procedureCode } of offeredServices(procedures, agencies, 'province').services) {
      if (!codes.has(agencyCode) || !known.has(procedureCode))
        throw new Error(`${agencyCode} ${procedureCode}`);
      pairs.add(`${agencyCode}~${procedureCode}`);
      count++;
    }
    expect(pairs.size).toBe(count);
  });

  it('lie in the demonstration in communes of Lào Cai city alone', () => {
    const parents = new Map(agencies.map((a) => [a.code, a.parentCode]));
    const { services } = offeredServices(procedures, agencies, 'demo');
    const communal = [...services].filter((s) => s.governmentLevel === 'commune');
    expect(new Set(communal.map((s) => s.agencyCode)).size).toBe(17);
    expect(new Set(communal.map((s) => parents.get(s.agencyCode)))).toEqual(new Set(['080']));
  });
});
