import { describe, expect, it } from 'vitest';
import { levelSchemeOf } from '../../test/support/schemes.js';
import { effectiveFacts, factsOfProcedure } from './facts-of-procedure.js';
import { assess } from './level-scheme/assess.js';
import type { Channel, ProcedureContent } from './procedure-content.js';
import type { FactKey } from './service-facts.js';

const decision = { number: '01/QĐ-UBND', date: '2012-01-05' };
const byHand: Channel = {
  channel: 'in_person',
  timeValue: 5,
  timeUnit: 'working_day',
  feeKind: 'amount',
  feeAmount: 10000,
  currency: 'VND',
};
const online: Channel = { ...byHand, channel: 'online', feeKind: 'free', feeAmount: null, currency: null };

const aProcedure = (changes: Partial<ProcedureContent> = {}): ProcedureContent => ({
  name: 'Cấp bản sao',
  nameEn: null,
  fieldCode: 'HT',
  steps: true,
  requirements: 'Không quá 30 ngày',
  subjects: ['Công dân Việt Nam'],
  channels: [byHand],
  components: [
    { name: 'Tờ khai', originals: 1, copies: 0, hasForm: true },
    { name: 'Đơn', originals: 1, copies: 0, hasForm: true },
    { name: 'Hộ chiếu', originals: 0, copies: 1, hasForm: false },
  ],
  dossierSets: 1,
  legalBasis: ['63/2010/NĐ-CP'],
  results: [{ name: 'Bản sao', code: null }],
  competentAuthority: null,
  implementingAgency: 'Ủy ban nhân dân cấp xã',
  receivingAddress: null,
  procedureType: null,
  levels: ['commune'],
  source: null,
  ...changes,
});

const payment = (...channels: Channel[]) =>
  factsOfProcedure(aProcedure({ channels }), decision).onlinePayment;

describe('what a procedure’s content already says', () => {
  it('is every fact about the procedure, and none about the service', () => {
    const facts = factsOfProcedure(aProcedure(), decision);
    expect(facts.forms).toEqual({ state: 'present', count: 2 });
    const { heldBackBy } = assess(levelSchemeOf(), facts);
    expect(heldBackBy).toEqual(['publicPage']);
  });

  it.each<[FactKey, Partial<ProcedureContent>]>([
    ['name', { name: ' ' }],
    ['steps', { steps: null }],
    ['manner', { channels: [] }],
    ['dossier', { dossierSets: null }],
    ['dossier', { components: [] }],
    ['timeLimit', { channels: [byHand, { ...online, timeValue: null }] }],
    ['timeLimit', { channels: [] }],
    ['subjects', { subjects: [] }],
    ['agency', { implementingAgency: null }],
    ['forms', { components: [] }],
    ['result', { results: [] }],
    ['requirements', { requirements: null }],
    ['fees', { channels: [byHand, { ...online, feeKind: 'unstated' }] }],
    ['fees', { channels: [{ ...byHand, feeKind: 'unparsed' }] }],
    ['legalBasis', { legalBasis: [] }],
  ])('leaves %s unknown for %j', (key, changes) => {
    expect(factsOfProcedure(aProcedure(), decision)[key]?.state).toBe('present');
    expect(factsOfProcedure(aProcedure(changes), decision)[key]).toBeUndefined();
  });

  it.each([
    { number: null, date: '2012-01-05' },
    { number: '01/QĐ-UBND', date: null },
  ])('leaves the decision unknown for %j', (half) => {
    expect(factsOfProcedure(aProcedure(), half).decision).toBeUndefined();
  });

  it('is that there is no form, with the reason, where no component of the dossier has one', () => {
    const components = aProcedure().components.map((c) => ({ ...c, hasForm: false }));
    const { forms } = factsOfProcedure(aProcedure({ components }), decision);
    expect(forms).toMatchObject({ state: 'not_applicable', reason: expect.stringMatching(/\S/) });
  });

  it.each([
    ['result', { results: [] }],
    ['requirements', { requirements: null }],
    ['fees', { channels: [{ ...byHand, feeKind: 'unstated' as const }] }],
    ['forms', { components: [] }],
  ] as const)('is that %s does not apply, for the reason given', (part, silent) => {
    const said = { notApplicable: { [part]: 'Pháp luật không quy định' } };
    const facts = (changes: object) => factsOfProcedure(aProcedure(changes), decision);
    expect(facts({ ...silent, ...said })[part]).toEqual({
      state: 'not_applicable',
      reason: 'Pháp luật không quy định',
    });
    expect(facts(said)[part]?.state).toBe('present');
  });

  it('is that there is nothing to pay online only where the way in is free', () => {
    expect(payment(byHand, online)?.state).toBe('not_applicable');
    expect(payment(online)?.reason).toMatch(/\S/);
    expect(payment({ ...online, channel: 'in_person' })?.state).toBe('not_applicable');
    expect(payment(byHand)).toBeUndefined();
    expect(payment()).toBeUndefined();
  });
});

describe('the facts that are assessed', () => {
  const prefill = factsOfProcedure(aProcedure(), decision);

  it('are the service’s own where it says something, else the procedure’s', () => {
    const facts = effectiveFacts(prefill, {
      steps: { state: 'absent' },
      printAccepted: { state: 'present' },
    });
    expect(facts).toEqual({ ...prefill, steps: { state: 'absent' }, printAccepted: { state: 'present' } });
  });

  it('keep the procedure’s word where the service says “unknown”', () => {
    expect(effectiveFacts(prefill, { steps: { state: 'unknown' } }).steps).toEqual({ state: 'present' });
  });

  it('keep the number of forms unless the service counts its own', () => {
    const countOf = (forms: object) =>
      effectiveFacts(prefill, { forms: { state: 'present', ...forms } }).forms?.count;
    expect(countOf({})).toBe(2);
    expect(countOf({ count: 3 })).toBe(3);
    expect(effectiveFacts(prefill, { forms: { state: 'absent' } }).forms).toEqual({ state: 'absent' });
  });

  it('leave what went in as it was', () => {
    const before = structuredClone(prefill);
    effectiveFacts(prefill, { name: { state: 'absent' } });
    expect(prefill).toEqual(before);
  });
});
