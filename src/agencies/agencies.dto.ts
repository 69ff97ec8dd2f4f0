import { Matches } from 'class-validator';
import { Code, CODE_MAX, CODE_PATTERN, EmailAddress } from '../http/coded-input.js';
import {
  CivilDate,
  type FaultContext,
  ListOf,
  Nullable,
  OneOf,
  Optional,
  Text,
  WholeNumber,
} from '../http/input.js';
import { AGENCY_LEVELS, type AgencyLevel } from '../domain/agency-level.js';

/** So many agencies may take over from one: a district’s communes with room to spare. */
const SUCCESSORS_AT_MOST = 100;

const EachIsCode = () =>
  Matches(CODE_PATTERN, {
    each: true,
    context: { code: 'not_a_code', params: { max: CODE_MAX }, longest: CODE_MAX } satisfies FaultContext,
  });

export class ListAgenciesQuery {
  @Optional() @OneOf(AGENCY_LEVELS) level?: AgencyLevel;
  @Optional() @Code() parent?: string;
  /** Words of the name or the code; marks and case do not count. */
  @Optional() @Text({ max: 300 }) q?: string;
  /** Only the agencies that existed on that day; left out: every agency ever known. */
  @Optional() @CivilDate() asOf?: string;
  @Optional() @WholeNumber({ min: 1, max: 500 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

export class AgencyPath {
  @Text({ max: 64 }) code: string;
}

export class NewAgencyBody {
  @Code() code: string;
  @Text({ max: 500 }) name: string;
  @Optional() @Nullable() @Text({ max: 500 }) nameEn?: string | null;
  @OneOf(AGENCY_LEVELS) level: AgencyLevel;
  @Optional() @Nullable() @Code() parentCode?: string | null;
  /** Such as `department`, `commune`, `ward`. */
  @Optional() @Nullable() @Text({ max: 60 }) kind?: string | null;
  /** Where the code comes from, such as `gso`. */
  @Optional() @Nullable() @Text({ max: 60 }) codeKind?: string | null;
  @Optional() @Nullable() @CivilDate() validFrom?: string | null;
  /** The last day. */
  @Optional() @Nullable() @CivilDate() validTo?: string | null;
  @Optional() @ListOf({ max: SUCCESSORS_AT_MOST }) @EachIsCode() successors?: string[];
  @Optional() @Nullable() @Text({ max: 500 }) source?: string | null;
}

export class ChangeAgencyBody {
  @Optional() @Text({ max: 500 }) name?: string;
  @Optional() @Nullable() @Text({ max: 500 }) nameEn?: string | null;
  @Optional() @OneOf(AGENCY_LEVELS) level?: AgencyLevel;
  @Optional() @Nullable() @Code() parentCode?: string | null;
  @Optional() @Nullable() @CivilDate() validFrom?: string | null;
  /** The last day. */
  @Optional() @Nullable() @CivilDate() validTo?: string | null;
  @Optional() @ListOf({ max: SUCCESSORS_AT_MOST }) @EachIsCode() successors?: string[];
  /** Where the agency is told of inspections by mail; never published. */
  @Optional() @Nullable() @EmailAddress() notifyEmail?: string | null;
}
