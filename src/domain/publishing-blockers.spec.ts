import { describe, expect, it } from 'vitest';
import { emptyContent, type ProcedureContent } from './procedure-content.js';
import { publishingBlockers } from './publishing-blockers.js';

const decision = { number: '12/QĐ-UBND', date: '2026-02-20' };
const channel = {
  channel: 'in_person',
  timeValue: 5,
  timeUnit: 'working_day',
  feeKind: 'free',
  feeAmount: null,
  currency: null,
} as const;

const complete: ProcedureContent = {
  ...emptyContent('Cấp bản sao', 'ho-tich'),
  steps: 'Nộp hồ sơ',
  requirements: 'Không quá 30 ngày',
  subjects: ['Công dân Việt Nam'],
  channels: [channel],
  components: [{ name: 'Tờ khai', originals: 1, copies: 0, hasForm: true }],
  dossierSets: 1,
  legalBasis: ['123/2015/NĐ-CP'],
  results: [{ name: 'Bản sao', code: null }],
  implementingAgency: 'Sở Tư pháp',
};
const found = (changes: Partial<ProcedureContent>) =>
  publishingBlockers({ ...complete, ...changes }, decision).map(({ code, section }) => `${section} ${code}`);

describe('what keeps a procedure from being published', () => {
  it('is nothing where every part is stated', () => {
    expect(found({})).toEqual([]);
  });

  it('is a conditional part that is neither stated nor said not to apply', () => {
    expect(found({ results: [], requirements: null })).toEqual([
      '/results result_unknown',
      '/requirements requirements_unknown',
    ]);
    const notApplicable = { result: 'Không có', requirements: 'Không có' };
    expect(found({ results: [], requirements: null, notApplicable })).toEqual([]);
  });

  it('is each channel without a time limit or a fee, by its place', () => {
    const unknown = { ...channel, timeUnit: null, feeKind: 'unstated' } as const;
    const noAmount = { ...channel, feeKind: 'amount' } as const;
    expect(found({ channels: [] })).toEqual([
      '/channels manner_missing',
      '/channels time_limit_missing',
      '/channels fees_unknown',
    ]);
    expect(found({ channels: [channel, unknown, noAmount] })).toEqual([
      '/channels/1/timeValue time_limit_missing',
      '/channels/1/feeKind fees_unknown',
      '/channels/2/feeKind fees_unknown',
    ]);
    expect(
      found({ channels: [{ ...channel, feeKind: 'unstated' }], notApplicable: { fees: 'Miễn' } }),
    ).toEqual([]);
  });

  it('is a part that is stated and said not to apply', () => {
    expect(found({ notApplicable: { forms: 'Không có mẫu' } })).toEqual([
      '/notApplicable/forms part_contradictory',
    ]);
  });

  it('is a decision without number or date', () => {
    expect(publishingBlockers(complete, { number: null, date: null }).map(({ code }) => code)).toEqual([
      'decision_number_missing',
      'decision_date_missing',
    ]);
  });
});
