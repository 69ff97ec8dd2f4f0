import {
  CHANNEL_KINDS,
  FEE_KINDS,
  GOVERNMENT_LEVELS,
  type ChannelKind,
  type FeeKind,
  type GovernmentLevel,
  TIME_UNITS,
  type TimeUnit,
} from '../domain/procedure-content.js';
import { Code } from '../http/coded-input.js';
import {
  CivilDate,
  Flag,
  Instant,
  JsonInteger,
  ListOf,
  Nullable,
  ObjectOf,
  OneOf,
  Optional,
  SomeOf,
  Text,
  Texts,
  WebAddress,
  WholeNumber,
} from '../http/input.js';
import { Words } from '../http/words.js';
import { LEVEL_BASES, type LevelBasis } from '../publication/service-filter.js';
import type { ContentChanges } from './draft-content.js';
import { type ProcedureSort, PROCEDURE_SORTS, type ProcedureFilter } from './procedure-list.query.js';

const AMOUNT_MAX = 1_000_000_000_000;

export class ListProceduresQuery implements ProcedureFilter {
  @Optional() @Text({ max: 300 }) q?: string;
  @Optional() @Code() field?: string;
  @Optional() @Flag() hasForms?: boolean;
  @Optional() @OneOf(['draft', 'published', 'repealed']) status?: ProcedureFilter['status'];
  /** This and the following: only procedures with services counted so, as reports by procedure count them. */
  @Optional() @Code() agency?: string;
  @Optional() @OneOf(['own', 'subtree']) scope?: 'own' | 'subtree';
  /** The level that all its services reach, which is their lowest. */
  @Optional() @OneOf(['1', '2', '3', 'none']) level?: string;
  @Optional() @WholeNumber({ min: 1, max: 3 }) minLevel?: number;
  @Optional() @OneOf(LEVEL_BASES) levelOf?: LevelBasis;
  @Optional() @CivilDate() asOf?: string;
  @Optional() @Instant() knownAt?: string;
  @Optional() @OneOf(PROCEDURE_SORTS) sort?: ProcedureSort;
  @Optional() @WholeNumber({ min: 1, max: 500 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

export class ProcedurePath {
  @Text({ max: 64 }) code: string;
}

export class VersionPath extends ProcedurePath {
  @WholeNumber({ min: 1, max: 1_000_000 }) no: number;
}

export class ChannelInput {
  @OneOf(CHANNEL_KINDS) channel: ChannelKind;
  @Optional() @Nullable() @JsonInteger({ min: 1, max: 100_000 }) timeValue?: number | null;
  @Optional() @Nullable() @OneOf(TIME_UNITS) timeUnit?: TimeUnit | null;
  @Optional() @OneOf(FEE_KINDS) feeKind?: FeeKind;
  @Optional() @Nullable() @JsonInteger({ min: 0, max: AMOUNT_MAX }) feeAmount?: number | null;
  @Optional() @Nullable() @Text({ max: 10 }) currency?: string | null;
}

export class ComponentInput {
  @Text({ max: 2000 }) name: string;
  @Optional() @JsonInteger({ min: 0, max: 1000 }) originals?: number;
  @Optional() @JsonInteger({ min: 0, max: 1000 }) copies?: number;
  @Optional() @Flag() hasForm?: boolean;
}

export class ResultInput {
  @Text({ max: 2000 }) name: string;
  @Optional() @Nullable() @Text({ max: 100 }) code?: string | null;
}

export class SourceInput {
  @Text({ max: 500 }) text: string;
  @Optional() @Nullable() @WebAddress() url?: string | null;
  @Optional() @Nullable() @Text({ max: 40 }) asOf?: string | null;
}

/** Why a part does not apply; `null` takes the reason away. */
export class NotApplicableInput {
  @Optional() @Nullable() @Text({ max: 2000 }) forms?: string | null;
  @Optional() @Nullable() @Text({ max: 2000 }) result?: string | null;
  @Optional() @Nullable() @Text({ max: 2000 }) requirements?: string | null;
  @Optional() @Nullable() @Text({ max: 2000 }) fees?: string | null;
}

/** Sections of a draft: a section given replaces the one that was there, `null` empties it. */
class SectionsInput implements Omit<ContentChanges, 'name' | 'fieldCode'> {
  @Optional() @Nullable() @Text({ max: 2000 }) nameEn?: string | null;
  @Optional() @Nullable() @Text({ max: 50_000 }) steps?: string | null;
  @Optional() @Nullable() @Text({ max: 50_000 }) requirements?: string | null;
  @Optional() @Nullable() @Texts({ max: 50, length: 500 }) subjects?: string[] | null;
  @Optional() @Nullable() @ListOf({ max: 50 }) @ObjectOf(() => ChannelInput) channels?: ChannelInput[] | null;
  @Optional() @Nullable() @ListOf({ max: 200 }) @ObjectOf(() => ComponentInput) components?:
    ComponentInput[] | null;
  @Optional() @Nullable() @JsonInteger({ min: 1, max: 1000 }) dossierSets?: number | null;
  @Optional() @Nullable() @Texts({ max: 200, length: 500 }) legalBasis?: string[] | null;
  @Optional() @Nullable() @ListOf({ max: 50 }) @ObjectOf(() => ResultInput) results?: ResultInput[] | null;
  @Optional() @Nullable() @Text({ max: 2000 }) competentAuthority?: string | null;
  @Optional() @Nullable() @Text({ max: 2000 }) implementingAgency?: string | null;
  @Optional() @Nullable() @Text({ max: 2000 }) receivingAddress?: string | null;
  @Optional() @Nullable() @Text({ max: 500 }) procedureType?: string | null;
  @Optional() @Nullable() @SomeOf(GOVERNMENT_LEVELS) levels?: GovernmentLevel[] | null;
  @Optional() @Nullable() @ObjectOf(() => SourceInput) source?: SourceInput | null;
  @Optional() @Nullable() @ObjectOf(() => NotApplicableInput) notApplicable?: NotApplicableInput | null;
  @Optional() @Nullable() @Text({ max: 100 }) decisionNumber?: string | null;
  @Optional() @Nullable() @CivilDate() decisionDate?: string | null;
  @Optional() @Nullable() @Text({ max: 200 }) signer?: string | null;
  @Optional() @Nullable() @CivilDate() effectiveFrom?: string | null;
  @Optional() @OneOf(['new', 'amended']) kind?: 'new' | 'amended';
}

export class RegisterInput extends SectionsInput {
  /** Left out where the procedure has no code yet: it is given one that begins with `LOCAL-`. */
  @Optional() @Code() code?: string;
  /** Needed unless copied. */
  @Optional() @Text({ max: 2000 }) name?: string;
  @Optional() @Code() fieldCode?: string;
  /** Code of the procedure whose content is taken over. */
  @Optional() @Code() copyFrom?: string;
  /** Left out: the caller's own agency. */
  @Optional() @Code() ownerAgency?: string;
}

export class DraftInput extends SectionsInput {
  @Optional() @Text({ max: 2000 }) name?: string;
  @Optional() @Code() fieldCode?: string;
}

export class ReturnInput {
  @Words({ max: 2000 }) reason: string;
}

export class PublishInput {
  @Optional() @Text({ max: 100 }) decisionNumber?: string;
  @Optional() @CivilDate() decisionDate?: string;
  @Optional() @Text({ max: 200 }) signer?: string;
  /** First day in force; left out: as the draft says, else today. */
  @Optional() @CivilDate() effectiveFrom?: string;
}

export class RepealInput {
  @Words({ max: 100 }) decisionNumber: string;
  @CivilDate() decisionDate: string;
  /** First day no longer in force. */
  @CivilDate() effectiveFrom: string;
  @Words({ max: 2000 }) reason: string;
}
