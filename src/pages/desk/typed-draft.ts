import type { ProcedureContent } from '../../domain/procedure-content.js';
import type { DraftView } from '../../procedures/procedure.presenter.js';

/** One manner of handing in, as typed. */
export interface TypedChannel {
  channel: string;
  timeValue: string;
  timeUnit: string;
  feeKind: string;
  feeAmount: string;
  currency: string;
}

export interface TypedComponent {
  name: string;
  originals: string;
  copies: string;
  hasForm: boolean;
}

/** A draft as it stands in the forms of its sections: lists of texts have a line for each. */
export interface TypedDraft {
  name: string;
  nameEn: string;
  fieldCode: string;
  steps: string;
  requirements: string;
  noRequirements: string;
  channels: TypedChannel[];
  noFees: string;
  components: TypedComponent[];
  dossierSets: string;
  noForms: string;
  subjects: string;
  implementingAgency: string;
  competentAuthority: string;
  receivingAddress: string;
  results: string;
  noResult: string;
  legalBasis: string;
  decisionNumber: string;
  decisionDate: string;
  signer: string;
  effectiveFrom: string;
}

type Decision = Pick<DraftView, 'decisionNumber' | 'decisionDate' | 'signer' | 'effectiveFrom'>;

export function typedDraft(content: ProcedureContent, decision: Decision | null): TypedDraft {
  const { notApplicable = {} } = content;
  return {
    name: content.name,
    nameEn: content.nameEn ?? '',
    fieldCode: content.fieldCode,
    steps: textOf(content.steps),
    requirements: textOf(content.requirements),
    noRequirements: notApplicable.requirements ?? '',
    channels: content.channels.map((one) => ({
      channel: one.channel,
      timeValue: textOf(one.timeValue),
      timeUnit: one.timeUnit ?? '',
      feeKind: one.feeKind,
      feeAmount: textOf(one.feeAmount),
      currency: one.currency ?? '',
    })),
    noFees: notApplicable.fees ?? '',
    components: content.components.map((one) => ({
      name: one.name,
      originals: textOf(one.originals),
      copies: textOf(one.copies),
      hasForm: one.hasForm,
    })),
    dossierSets: textOf(content.dossierSets),
    noForms: notApplicable.forms ?? '',
    subjects: content.subjects.join('\n'),
    implementingAgency: content.implementingAgency ?? '',
    competentAuthority: content.competentAuthority ?? '',
    receivingAddress: content.receivingAddress ?? '',
    results: content.results.map(({ name }) => name).join('\n'),
    noResult: notApplicable.result ?? '',
    legalBasis: content.legalBasis.join('\n'),
    decisionNumber: decision?.decisionNumber ?? '',
    decisionDate: decision?.decisionDate ?? '',
    signer: decision?.signer ?? '',
    effectiveFrom: decision?.effectiveFrom ?? '',
  };
}

/** `true` stands for a text that exists at the source and is not held here: there is nothing to show of it. */
function textOf(value: string | number | true | null): string {
  return value === null || value === true ? '' : String(value);
}
