/** The content of a procedure as made public (Decree 63/2010 Art. 8.2); immutable inside a published version. */
export interface ProcedureContent {
  /** NFC, one line. */
  name: string;
  nameEn: string | null;
  fieldCode: string;
  /** `true`: the text exists at the source but is not held here; a string: the text itself; `null`: not known. */
  steps: string | true | null;
  requirements: string | true | null;
  subjects: string[];
  channels: Channel[];
  components: DossierComponent[];
  /** Number of dossier sets to hand in; `null` where not stated. */
  dossierSets: number | null;
  /** Numbers of the legal documents, such as `63/2010/NĐ-CP`. */
  legalBasis: string[];
  results: ProcedureResult[];
  competentAuthority: string | null;
  implementingAgency: string | null;
  receivingAddress: string | null;
  procedureType: string | null;
  levels: GovernmentLevel[];
  /** Where this content was taken from; `null` where it was registered here. */
  source: { text: string; url: string | null; asOf: string | null } | null;
  /** Why a conditional part does not apply; a part that is stated needs no entry. */
  notApplicable?: NotApplicable;
}

/** The parts that a procedure may do without (Decree 63/2010 Art. 8.2). */
export const CONDITIONAL_PARTS = ['forms', 'result', 'requirements', 'fees'] as const;
export type ConditionalPart = (typeof CONDITIONAL_PARTS)[number];
export type NotApplicable = { [Part in ConditionalPart]?: string };

export const GOVERNMENT_LEVELS = ['ministry', 'province', 'district', 'commune', 'other'] as const;
export const CHANNEL_KINDS = ['in_person', 'online', 'post'] as const;
export const TIME_UNITS = ['working_day', 'day', 'hour', 'month'] as const;
export const FEE_KINDS = ['free', 'amount', 'unstated', 'unparsed'] as const;
export type GovernmentLevel = (typeof GOVERNMENT_LEVELS)[number];
export type ChannelKind = (typeof CHANNEL_KINDS)[number];
export type TimeUnit = (typeof TIME_UNITS)[number];
export type FeeKind = (typeof FEE_KINDS)[number];

/** One manner of handing in (cách thức); time limit and fee differ by channel. */
export interface Channel {
  channel: ChannelKind;
  timeValue: number | null;
  timeUnit: TimeUnit | null;
  feeKind: FeeKind;
  /** In units of `currency`. */
  feeAmount: number | null;
  currency: string | null;
}

export interface DossierComponent {
  name: string;
  originals: number;
  copies: number;
  hasForm: boolean;
}

export interface ProcedureResult {
  name: string;
  code: string | null;
}

/** Content of which nothing is known but the name and the field. */
export function emptyContent(name: string, fieldCode: string): ProcedureContent {
  return {
    name,
    nameEn: null,
    fieldCode,
    steps: null,
    requirements: null,
    subjects: [],
    channels: [],
    components: [],
    dossierSets: null,
    legalBasis: [],
    results: [],
    competentAuthority: null,
    implementingAgency: null,
    receivingAddress: null,
    procedureType: null,
    levels: [],
    source: null,
  };
}

export function hasForms(content: ProcedureContent): boolean {
  return content.components.some((component) => component.hasForm);
}
