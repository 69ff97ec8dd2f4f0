import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelSchemeOf } from '../../../test/support/schemes.js';
import { aFullyOnlineService } from '../../../test/support/service-facts.js';
import type { Fact, FactKey, ServiceFacts } from '../service-facts.js';
import { changedKeys, materialFacts, materialKeys } from './material-facts.js';

const full = aFullyOnlineService();
const keys = materialKeys(levelSchemeOf());

describe('the facts a verification rests on', () => {
  it('are those that the scheme reads', () => {
    expect(keys).toContain('formFiles');
    expect(keys).toHaveLength(20);
    expect(keys).not.toContain('onlinePayment');
  });

  it('leave out what says nothing, and evidence', () => {
    const facts: ServiceFacts = {
      name: { state: 'present', evidence: ['e1'] },
      steps: { state: 'unknown' },
      fees: { state: 'absent', urls: [], reason: '', receipt: '' },
      onlinePayment: { state: 'present' },
    };
    expect(materialFacts(facts, keys)).toEqual({ name: { state: 'present' }, fees: { state: 'absent' } });
  });
});

describe('the facts that changed', () => {
  const saying = (fact: Fact): ServiceFacts => ({ ...full, statusOnline: fact });
  const status = full.statusOnline!;

  it.each<[string, Fact]>([
    ['state', { ...status, state: 'absent' }],
    ['an address', { ...status, urls: ['https://example.gov.vn/khac'] }],
    ['one address more', { ...status, urls: [...status.urls!, 'https://example.gov.vn/khac'] }],
    ['reason', { ...status, reason: 'Vì' }],
    ['receipt', { ...status, receipt: 'R' }],
    ['count', { ...status, count: 1 }],
  ])('are named when the %s is another', (_, fact) => {
    expect(changedKeys(full, saying(fact))).toEqual(['statusOnline']);
  });

  it.each<[string, Fact]>([
    ['new evidence', { ...status, evidence: ['e2'] }],
    ['the same address twice', { ...status, urls: [...status.urls!, ...status.urls!] }],
  ])('do not include one with only %s', (_, fact) => {
    expect(changedKeys(full, saying(fact))).toEqual([]);
  });

  it('are named in one order, and only among the keys asked for', () => {
    const { name: _name, onlinePayment: _payment, ...rest } = full;
    expect(changedKeys(rest, full)).toEqual(['name', 'onlinePayment']);
    expect(changedKeys(full, rest, keys)).toEqual(['name']);
  });

  it('are none, and hash alike, whatever the order of facts, of their members and of addresses', () => {
    const order = fc.shuffledSubarray(Object.keys(full) as FactKey[], {
      minLength: Object.keys(full).length,
    });
    fc.assert(
      fc.property(order, (shuffled) => {
        const reordered = Object.fromEntries(
          shuffled.map((key) => {
            const fact = { ...full[key]! };
            if (fact.urls) fact.urls = [...fact.urls].toReversed();
            return [key, Object.fromEntries(Object.entries(fact).toReversed())];
          }),
        ) as ServiceFacts;
        expect(changedKeys(full, reordered)).toEqual([]);
        expect(canonicalize(materialFacts(reordered))).toBe(canonicalize(materialFacts(full)));
      }),
    );
  });
});
