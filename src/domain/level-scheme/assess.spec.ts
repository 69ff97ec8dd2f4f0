import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelSchemeOf } from '../../../test/support/schemes.js';
import { aLevelThreeService } from '../../../test/support/service-facts.js';
import type { Fact, FactKey, ServiceFacts } from '../service-facts.js';
import { assess, levelOfOutcomes, type Outcome } from './assess.js';

const nd43 = levelSchemeOf();

const aServiceWith = (changes: ServiceFacts): ServiceFacts => ({ ...aLevelThreeService(), ...changes });
const resultOf = (facts: ServiceFacts, id: string) => assess(nd43, facts).criteria.find((c) => c.id === id);
const rank = (level: number | null) => level ?? 0;
const idsOfLevel = (level: number) => nd43.criteria.filter((c) => c.level === level).map((c) => c.id);

describe('the level that the facts of a service support', () => {
  it('is 3 when every criterion is met, and then nothing holds it back', () => {
    const { supportedLevel, heldBackBy, criteria } = assess(nd43, aLevelThreeService());
    expect(supportedLevel).toBe(3);
    expect(heldBackBy).toEqual([]);
    expect(criteria.map((c) => c.id)).toEqual(nd43.criteria.map((c) => c.id));
    expect(criteria.find((c) => c.id === 'publicPage')).toEqual({
      id: 'publicPage',
      level: 1,
      outcome: 'met',
      reason: null,
      evidence: ['evidence-1'],
    });
  });

  it('is null, never 0, when nothing is known, and all of level 1 holds it back', () => {
    const { supportedLevel, heldBackBy, criteria } = assess(nd43, {});
    expect(supportedLevel).toBeNull();
    expect(heldBackBy).toEqual(idsOfLevel(1));
    expect(new Set(criteria.map((c) => `${c.outcome} ${c.reason}`))).toEqual(new Set(['unknown unknown']));
  });

  it.each([
    ['name', null],
    ['fees', null],
    ['decision', null],
    ['publicPage', null],
    ['formFiles', 1],
    ['printAccepted', 1],
    ['onlineForm', 2],
    ['onlineSubmission', 2],
    ['statusOnline', 2],
    ['authentication', 2],
  ] as const)('without %s is %s, however much is there above', (key, level) => {
    const { supportedLevel, heldBackBy } = assess(nd43, aServiceWith({ [key]: { state: 'absent' } }));
    expect({ supportedLevel, heldBackBy }).toEqual({ supportedLevel: level, heldBackBy: [key] });
  });

  it('names only what holds back the next level, not what is missing above it', () => {
    const facts = aServiceWith({ printAccepted: { state: 'absent' }, statusOnline: { state: 'absent' } });
    expect(assess(nd43, facts).heldBackBy).toEqual(['printAccepted']);
  });
});

describe('one criterion', () => {
  const url = ['https://example.gov.vn/1'];
  it.each<[string, FactKey, Fact | undefined, Outcome, string | null]>([
    ['that nobody spoke of', 'steps', undefined, 'unknown', 'unknown'],
    ['stated as unknown', 'steps', { state: 'unknown' }, 'unknown', 'unknown'],
    ['stated as absent', 'steps', { state: 'absent' }, 'not_met', 'absent'],
    [
      'not applicable with a reason',
      'fees',
      { state: 'not_applicable', reason: 'Không thu' },
      'not_applicable',
      null,
    ],
    ['not applicable without a reason', 'fees', { state: 'not_applicable' }, 'unknown', 'reason_missing'],
    [
      'not applicable for a blank reason',
      'fees',
      { state: 'not_applicable', reason: ' ' },
      'unknown',
      'reason_missing',
    ],
    [
      'always mandatory',
      'steps',
      { state: 'not_applicable', reason: 'x' },
      'not_met',
      'not_applicable_not_allowed',
    ],
    ['with no address', 'statusOnline', { state: 'present' }, 'not_met', 'url_missing'],
    ['with no address in its list', 'statusOnline', { state: 'present', urls: [] }, 'not_met', 'url_missing'],
    ['with a relative address', 'statusOnline', { state: 'present', urls: ['/a'] }, 'not_met', 'url_invalid'],
    [
      'with one bad address of two',
      'onlineForm',
      { state: 'present', urls: [...url, 'x'] },
      'not_met',
      'url_invalid',
    ],
    [
      'with an address and no receipt',
      'onlineSubmission',
      { state: 'present', urls: url },
      'not_met',
      'receipt_missing',
    ],
    [
      'with a receipt and no address',
      'onlineSubmission',
      { state: 'present', receipt: '1' },
      'not_met',
      'url_missing',
    ],
    [
      'with an address but no evidence yet',
      'publicPage',
      { state: 'present', urls: url },
      'met',
      'evidence_missing',
    ],
    [
      'with one file for two forms',
      'formFiles',
      { state: 'present', urls: url },
      'not_met',
      'forms_missing_files',
    ],
    [
      'with one file given twice',
      'formFiles',
      { state: 'present', urls: [...url, ...url] },
      'not_met',
      'forms_missing_files',
    ],
    [
      'of files, where the procedure has forms',
      'formFiles',
      { state: 'not_applicable', reason: 'x' },
      'not_met',
      'not_applicable_not_allowed',
    ],
  ])('%s: %s', (_, key, fact, outcome, reason) => {
    expect(resultOf(aServiceWith({ [key]: fact }), key)).toMatchObject({ outcome, reason });
  });

  it('of files to download does not apply exactly where the procedure properly has no form', () => {
    const noForm = aServiceWith({
      forms: { state: 'not_applicable', reason: 'Không có mẫu' },
      formFiles: undefined,
    });
    expect(resultOf(noForm, 'formFiles')).toMatchObject({ outcome: 'not_applicable', reason: null });
    expect(assess(nd43, noForm).supportedLevel).toBe(3);
    const noReason = aServiceWith({ forms: { state: 'not_applicable' }, formFiles: undefined });
    expect(resultOf(noReason, 'formFiles')).toMatchObject({ outcome: 'unknown' });
  });

  it('of files asks for one file where the number of forms is not known', () => {
    const facts = aServiceWith({ forms: { state: 'present' }, formFiles: { state: 'present', urls: url } });
    expect(resultOf(facts, 'formFiles')).toMatchObject({ outcome: 'met', reason: null });
  });
});

describe('whatever the facts are', () => {
  const full = aLevelThreeService();
  const anyFact = fc.record(
    {
      state: fc.constantFrom('present', 'absent', 'not_applicable', 'unknown'),
      reason: fc.constantFrom('', 'Có lý do'),
      urls: fc.array(fc.constantFrom('https://a.vn/1', 'https://a.vn/2', 'a.vn'), { maxLength: 3 }),
      receipt: fc.constantFrom('', 'R-1'),
      count: fc.nat({ max: 3 }),
      evidence: fc.constantFrom([], ['e1']),
    },
    { requiredKeys: ['state'] },
  ) as fc.Arbitrary<Fact>;
  // Mostly whole services with a few facts broken: facts made wholly at random hardly ever leave level null.
  const anyFacts = fc
    .record(
      Object.fromEntries(nd43.criteria.map((c) => [c.fact, fc.option(anyFact, { freq: 2, nil: undefined })])),
    )
    .chain((broken) =>
      fc.subarray(nd43.criteria.map((c) => c.fact)).chain((keys) =>
        fc.constantFrom(keys, keys.slice(0, 2), keys.slice(-2)).map((some): ServiceFacts => {
          const changes = some.map((key) => [key, (broken as ServiceFacts)[key]]);
          return { ...full, ...Object.fromEntries(changes) };
        }),
      ),
    );

  it('adding a met fact never lowers the level', () => {
    const seen = new Set<number | null>();
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...nd43.criteria), (facts, criterion) => {
        const before = assess(nd43, facts);
        seen.add(before.supportedLevel);
        fc.pre(['not_met', 'unknown'].includes(before.criteria.find((c) => c.id === criterion.id)!.outcome));
        const after = assess(nd43, { ...facts, [criterion.fact]: full[criterion.fact] });
        expect(rank(after.supportedLevel)).toBeGreaterThanOrEqual(rank(before.supportedLevel));
      }),
      { numRuns: 500 },
    );
    expect(seen).toEqual(new Set([null, 1, 2, 3]));
  });

  it('the level is one below the lowest unmet criterion, and that level’s unmet criteria hold it back', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { supportedLevel, criteria, heldBackBy } = assess(nd43, facts);
        const unmet = criteria.filter((c) => c.outcome === 'not_met' || c.outcome === 'unknown');
        const lowest = Math.min(...unmet.map((c) => c.level), 4);
        expect(supportedLevel).toBe(lowest === 1 ? null : lowest - 1);
        expect(heldBackBy).toEqual(unmet.filter((c) => c.level === lowest).map((c) => c.id));
        expect(heldBackBy.length === 0).toBe(supportedLevel === 3);
      }),
      { numRuns: 500 },
    );
  });

  it('the order of facts and of criteria does not matter', () => {
    const shuffled = fc.shuffledSubarray(nd43.criteria, { minLength: nd43.criteria.length });
    fc.assert(
      fc.property(anyFacts, shuffled, (facts, criteria) => {
        const reordered = Object.fromEntries(Object.entries(facts).toReversed());
        const one = assess(nd43, facts);
        const other = assess({ ...nd43, criteria }, reordered);
        expect(other.supportedLevel).toBe(one.supportedLevel);
        expect(new Set(other.heldBackBy)).toEqual(new Set(one.heldBackBy));
        expect(new Set(other.criteria)).toEqual(new Set(one.criteria));
      }),
    );
  });

  it('an inspector who agrees with every outcome comes to the same level', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { criteria, supportedLevel, heldBackBy } = assess(nd43, facts);
        const outcomes = criteria.map((c) => ({ criterionId: c.id, outcome: c.outcome }));
        expect(levelOfOutcomes(nd43, outcomes)).toEqual({ supportedLevel, heldBackBy, notInScheme: [] });
      }),
    );
  });
});

describe('the level that an inspector’s outcomes support', () => {
  const allMet = nd43.criteria.map((c) => ({ criterionId: c.id, outcome: 'met' as Outcome }));
  const but = (id: string, outcome: Outcome) =>
    allMet.map((o) => (o.criterionId === id ? { ...o, outcome } : o));

  it('is the top when all is met, and null when nothing was looked at', () => {
    expect(levelOfOutcomes(nd43, allMet).supportedLevel).toBe(3);
    expect(levelOfOutcomes(nd43, []).supportedLevel).toBeNull();
  });

  it('fails a criterion that was not looked at', () => {
    const outcomes = allMet.filter((o) => o.criterionId !== 'statusOnline');
    expect(levelOfOutcomes(nd43, outcomes)).toMatchObject({
      supportedLevel: 2,
      heldBackBy: ['statusOnline'],
    });
  });

  it('takes “not applicable” only where the scheme allows it', () => {
    expect(levelOfOutcomes(nd43, but('fees', 'not_applicable')).supportedLevel).toBe(3);
    expect(levelOfOutcomes(nd43, but('steps', 'not_applicable')).heldBackBy).toEqual(['steps']);
    expect(levelOfOutcomes(nd43, but('formFiles', 'not_applicable')).heldBackBy).toEqual(['formFiles']);
    const noForm = but('formFiles', 'not_applicable').map((o) =>
      o.criterionId === 'forms' ? { ...o, outcome: 'not_applicable' as const } : o,
    );
    expect(levelOfOutcomes(nd43, noForm).supportedLevel).toBe(3);
  });

  it.each([
    ['met', 'not_met'],
    ['not_met', 'met'],
  ] as const)('lets the failing one of two outcomes count: %s, %s', (first, second) => {
    const twice = [...but('statusOnline', first), { criterionId: 'statusOnline', outcome: second }];
    expect(levelOfOutcomes(nd43, twice).heldBackBy).toEqual(['statusOnline']);
  });

  it('names ids that the scheme does not have', () => {
    expect(levelOfOutcomes(nd43, [...allMet, { criterionId: 'colour', outcome: 'not_met' }])).toEqual({
      supportedLevel: 3,
      heldBackBy: [],
      notInScheme: ['colour'],
    });
  });
});
