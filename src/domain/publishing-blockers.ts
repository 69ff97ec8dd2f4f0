import { factsOfProcedure, type PublishingDecision } from './facts-of-procedure.js';
import {
  CONDITIONAL_PARTS,
  type ConditionalPart,
  hasForms,
  type ProcedureContent,
} from './procedure-content.js';
import type { FactKey } from './service-facts.js';

/** Each gap that keeps a procedure from being made public: the rule that asks for it (document, provision), and how to mend it. */
export const BLOCKERS = {
  name_missing: {
    rule: '63/2010/NĐ-CP, 8.2.a',
    vi: 'Chưa có tên thủ tục. Hãy ghi name. ({rule})',
    en: 'The name is missing. State it in name. ({rule})',
  },
  steps_missing: {
    rule: '63/2010/NĐ-CP, 8.2.b',
    vi: 'Chưa có trình tự thực hiện. Hãy ghi steps. ({rule})',
    en: 'The steps are missing. State them in steps. ({rule})',
  },
  manner_missing: {
    rule: '63/2010/NĐ-CP, 8.2.c',
    vi: 'Chưa có cách thức thực hiện. Hãy thêm ít nhất một cách nộp (trực tiếp, trực tuyến, bưu chính) vào channels. ({rule})',
    en: 'The manner is missing. Add at least one way to hand in (in person, online, by post) to channels. ({rule})',
  },
  dossier_missing: {
    rule: '63/2010/NĐ-CP, 8.2.d',
    vi: 'Chưa có thành phần hồ sơ. Hãy liệt kê giấy tờ phải nộp trong components. ({rule})',
    en: 'The dossier is missing. List the papers to hand in under components. ({rule})',
  },
  dossier_sets_missing: {
    rule: '63/2010/NĐ-CP, 8.2.d',
    vi: 'Chưa có số lượng bộ hồ sơ. Hãy ghi dossierSets (từ 1 trở lên). ({rule})',
    en: 'The number of dossier sets is missing. State it in dossierSets (1 or more). ({rule})',
  },
  time_limit_missing: {
    rule: '63/2010/NĐ-CP, 8.2.đ',
    vi: 'Cách nộp này chưa có thời hạn giải quyết. Hãy ghi timeValue và timeUnit. ({rule})',
    en: 'This channel has no time limit. State timeValue and timeUnit. ({rule})',
  },
  subjects_missing: {
    rule: '63/2010/NĐ-CP, 8.2.e',
    vi: 'Chưa có đối tượng thực hiện. Hãy ghi subjects. ({rule})',
    en: 'Who it is for is missing. State it in subjects. ({rule})',
  },
  agency_missing: {
    rule: '63/2010/NĐ-CP, 8.2.g',
    vi: 'Chưa có cơ quan thực hiện. Hãy ghi implementingAgency. ({rule})',
    en: 'The agency that carries it out is missing. State it in implementingAgency. ({rule})',
  },
  forms_unknown: {
    rule: '63/2010/NĐ-CP, 8.2',
    vi: 'Chưa rõ có mẫu đơn, mẫu tờ khai hay không. Hãy đánh dấu hasForm ở thành phần có mẫu, hoặc ghi lý do không có vào notApplicable.forms. ({rule})',
    en: 'Whether there are forms is not known. Mark hasForm on each component that has one, or say why there is none in notApplicable.forms. ({rule})',
  },
  result_unknown: {
    rule: '63/2010/NĐ-CP, 8.2',
    vi: 'Chưa rõ kết quả thực hiện. Hãy ghi results, hoặc lý do không có vào notApplicable.result. ({rule})',
    en: 'The result is not known. State results, or say why there is none in notApplicable.result. ({rule})',
  },
  requirements_unknown: {
    rule: '63/2010/NĐ-CP, 8.2',
    vi: 'Chưa rõ yêu cầu, điều kiện. Hãy ghi requirements, hoặc lý do không có vào notApplicable.requirements. ({rule})',
    en: 'The requirements are not known. State requirements, or say why there are none in notApplicable.requirements. ({rule})',
  },
  fees_unknown: {
    rule: '63/2010/NĐ-CP, 8.2',
    vi: 'Chưa rõ phí, lệ phí của cách nộp này. Hãy ghi feeKind (free, hoặc amount cùng feeAmount), hoặc lý do không có vào notApplicable.fees. ({rule})',
    en: 'The fee of this channel is not known. State feeKind (free, or amount with feeAmount), or say why there is none in notApplicable.fees. ({rule})',
  },
  part_contradictory: {
    rule: '63/2010/NĐ-CP, 8.2',
    vi: 'Phần này vừa có nội dung, vừa được ghi là không áp dụng. Hãy bỏ một trong hai. ({rule})',
    en: 'This part is stated and is also said not to apply. Take one of the two away. ({rule})',
  },
  legal_basis_missing: {
    rule: '43/2011/NĐ-CP, 3.4',
    vi: 'Chưa có căn cứ pháp lý. Hãy ghi số văn bản vào legalBasis. ({rule})',
    en: 'The legal basis is missing. State the numbers of the documents in legalBasis. ({rule})',
  },
  decision_number_missing: {
    rule: '43/2011/NĐ-CP, 3.4',
    vi: 'Chưa có số quyết định công bố. Hãy ghi decisionNumber. ({rule})',
    en: 'The number of the publishing decision is missing. State it in decisionNumber. ({rule})',
  },
  decision_date_missing: {
    rule: '43/2011/NĐ-CP, 3.4',
    vi: 'Chưa có ngày quyết định công bố. Hãy ghi decisionDate. ({rule})',
    en: 'The date of the publishing decision is missing. State it in decisionDate. ({rule})',
  },
  effective_before_former: {
    rule: 'effectiveFrom',
    vi: 'Ngày hiệu lực trước ngày hiệu lực của lần công bố đang có. Hãy chọn effectiveFrom từ ngày đó trở đi. ({rule})',
    en: 'It would take effect before the version that it replaces. Choose effectiveFrom on that day or later. ({rule})',
  },
} as const satisfies Record<string, { rule: string; vi: string; en: string }>;

export type BlockerCode = keyof typeof BLOCKERS;

/** One gap. `section` is a JSON pointer into the draft as PATCH takes it. */
export interface Blocker {
  code: BlockerCode;
  section: string;
}

const WHOLE_PARTS: readonly [FactKey, BlockerCode, string][] = [
  ['name', 'name_missing', '/name'],
  ['steps', 'steps_missing', '/steps'],
  ['manner', 'manner_missing', '/channels'],
  ['subjects', 'subjects_missing', '/subjects'],
  ['agency', 'agency_missing', '/implementingAgency'],
  ['forms', 'forms_unknown', '/components'],
  ['result', 'result_unknown', '/results'],
  ['requirements', 'requirements_unknown', '/requirements'],
  ['legalBasis', 'legal_basis_missing', '/legalBasis'],
];

/** Everything that the content and the decision lack for being made public, all at once. */
export function publishingBlockers(content: ProcedureContent, decision: PublishingDecision): Blocker[] {
  const facts = factsOfProcedure(content, decision);
  const blockers: Blocker[] = [];
  const block = (holds: boolean, code: BlockerCode, section: string) => {
    if (holds) blockers.push({ code, section });
  };
  for (const [fact, code, section] of WHOLE_PARTS) block(facts[fact] === undefined, code, section);
  block(content.components.length === 0, 'dossier_missing', '/components');
  block((content.dossierSets ?? 0) < 1, 'dossier_sets_missing', '/dossierSets');
  const noFees = facts.fees?.state === 'not_applicable';
  // Time limit and fee stand with each way to hand in: without one, both are missing too.
  block(content.channels.length === 0, 'time_limit_missing', '/channels');
  block(content.channels.length === 0 && !noFees, 'fees_unknown', '/channels');
  for (const [i, { timeValue, timeUnit, feeKind, feeAmount }] of content.channels.entries()) {
    block(timeValue === null || timeUnit === null, 'time_limit_missing', `/channels/${i}/timeValue`);
    const isStated = feeKind === 'free' || (feeKind === 'amount' && feeAmount !== null);
    block(!isStated && !noFees, 'fees_unknown', `/channels/${i}/feeKind`);
  }
  for (const part of CONDITIONAL_PARTS) {
    const isContradictory = content.notApplicable?.[part] !== undefined && isPartStated(content, part);
    block(isContradictory, 'part_contradictory', `/notApplicable/${part}`);
  }
  block(decision.number === null, 'decision_number_missing', '/decisionNumber');
  block(decision.date === null, 'decision_date_missing', '/decisionDate');
  return blockers;
}

function isPartStated(content: ProcedureContent, part: ConditionalPart): boolean {
  switch (part) {
    case 'forms':
      return hasForms(content);
    case 'result':
      return content.results.length > 0;
    case 'requirements':
      return content.requirements !== null;
    case 'fees':
      return content.channels.some((channel) => channel.feeKind === 'amount');
  }
}
