import { AGENCY_LEVELS, type AgencyLevel } from '../domain/agency-level.js';
import { Code } from '../http/coded-input.js';
import { CivilDate, Flag, Instant, OneOf, Optional, Text, WholeNumber } from '../http/input.js';
import { LEVEL_BASES, type LevelBasis, type ServiceFilter, SERVICE_STATES } from './service-filter.js';
import { SORTS, type ServiceSort } from './service-order.js';

/** The filters of the list of services, wherever it is asked for. */
export class ServiceFilterQuery implements ServiceFilter {
  @Optional() @Code() agency?: string;
  @Optional() @OneOf(['own', 'subtree']) scope?: 'own' | 'subtree';
  /** Level of government of the agency. */
  @Optional() @OneOf(AGENCY_LEVELS) agencyLevel?: AgencyLevel;
  /** A district with its bodies and communes; with the code of the province: what belongs to no district. */
  @Optional() @Code() district?: string;
  @Optional() @Code() field?: string;
  @Optional() @Code() procedure?: string;
  @Optional() @OneOf(['1', '2', '3', 'none']) level?: string;
  @Optional() @WholeNumber({ min: 1, max: 3 }) minLevel?: number;
  /** Which level `level` and `minLevel` are about; left out: the published one. */
  @Optional() @OneOf(LEVEL_BASES) levelOf?: LevelBasis;
  @Optional() @OneOf(['none', 'declared', 'verified', 'verified_stale']) basis?: string;
  @Optional() @OneOf(SERVICE_STATES) state?: ServiceFilter['state'];
  @Optional() @Flag() demonstration?: boolean;
  @Optional() @Text({ max: 300 }) q?: string;
  @Optional() @CivilDate() asOf?: string;
  /** As the catalogue knew it at that moment. */
  @Optional() @Instant() knownAt?: string;
  @Optional() @Instant() updatedSince?: string;
}

export class ListServicesQuery extends ServiceFilterQuery {
  @Optional() @OneOf(SORTS) sort?: ServiceSort;
  @Optional() @WholeNumber({ min: 1, max: 500 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
  /** Names of members to answer with, divided by commas; `id` always is. */
  @Optional() @Text({ max: 300 }) fields?: string;
}

export class ServicePath {
  @Text({ max: 129 }) id: string;
}
