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
}

export type GovernmentLevel = 'ministry' | 'province' | 'district' | 'commune' | 'other';
export type ChannelKind = 'in_person' | 'online' | 'post';
export type TimeUnit = 'working_day' | 'day' | 'hour' | 'month';
export type FeeKind = 'free' | 'amount' | 'unstated' | 'unparsed';

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
