import { AGENCY_LEVELS, type AgencyLevel } from '../domain/agency-level.js';
import { type CountUnit, type Weight, WEIGHTS } from '../domain/coverage.js';
import type { Step } from '../domain/dates/civil-date.js';
import { Code, VolumePeriod } from '../http/coded-input.js';
import { CivilDate, Flag, Instant, OneOf, Optional, Text, WholeNumber } from '../http/input.js';
import {
  LEVEL_BASES,
  type LevelBasis,
  SERVICE_STATES,
  type ServiceFilter,
} from '../publication/service-filter.js';
import { MOVES, type Move } from './compare.query.js';
import { GROUPINGS, type Grouping, type ReportQuestion, type WeightQuestion } from './report-question.js';

const UNITS = ['service', 'procedure'] as const;
const SCOPES = ['own', 'subtree'] as const;
const PAGE_MAX = 500;

/** What every report can be asked to be about. */
class ReportQuery implements ReportQuestion {
  @Optional() @Code() agency?: string;
  /** `own`: what the agency itself handles; `subtree`: with all agencies under it. */
  @Optional() @OneOf(SCOPES) scope?: 'own' | 'subtree';
  @Optional() @Code() field?: string;
  /** What is counted: services, or procedures at the level that all their services within the scope reach. */
  @Optional() @OneOf(UNITS) unit?: CountUnit;
  /** Whose word on levels counts. */
  @Optional() @OneOf(LEVEL_BASES) basis?: LevelBasis;
}

export class CoverageQuery extends ReportQuery implements WeightQuestion {
  /** `volumes`: each service counts as many times as it received dossiers in `volumePeriod`. */
  @Optional() @OneOf(WEIGHTS) weight?: Weight;
  /** `2012`, `2012-Q4` or `2012-11`; left out: the newest full year that is known. */
  @Optional() @VolumePeriod() volumePeriod?: string;
  @Optional() @OneOf(GROUPINGS) by?: Grouping;
  @Optional() @CivilDate() asOf?: string;
  /** As the catalogue knew it at that moment. */
  @Optional() @Instant() knownAt?: string;
}

/** Counts services only: an inspection is of one service. */
export class VerificationQuery {
  @Optional() @OneOf(GROUPINGS) by?: Grouping;
  @Optional() @Code() agency?: string;
  @Optional() @OneOf(SCOPES) scope?: 'own' | 'subtree';
  @Optional() @Code() field?: string;
  @Optional() @CivilDate() asOf?: string;
  /** As the catalogue knew it at that moment. */
  @Optional() @Instant() knownAt?: string;
}

export class TimelineQuery extends ReportQuery {
  @CivilDate() from: string;
  @CivilDate() to: string;
  /** Counted on the last day of each, and on `to`; left out: months. */
  @Optional() @OneOf(['month', 'quarter', 'year']) step?: Step;
  @Optional() @Instant() knownAt?: string;
}

export class CompareFileQuery extends ReportQuery {
  @CivilDate() a: string;
  @CivilDate() b: string;
  @Optional() @Instant() knownAtA?: string;
  @Optional() @Instant() knownAtB?: string;
  /** Lists only the services that moved so. */
  @Optional() @OneOf(MOVES) move?: Move;
}

export class CompareQuery extends CompareFileQuery {
  @Optional() @WholeNumber({ min: 1, max: PAGE_MAX }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

/** Services in a state that somebody has to look at. */
export class FindingsFileQuery {
  @Optional() @Code() agency?: string;
  @Optional() @OneOf(SCOPES) scope?: 'own' | 'subtree';
  @Optional() @Code() field?: string;
  @Optional() @CivilDate() asOf?: string;
  @Optional() @Instant() knownAt?: string;
}

export class FindingsQuery extends FindingsFileQuery {
  @Optional() @WholeNumber({ min: 1, max: PAGE_MAX }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

/** The words of the list of services, as far as reports count by them. */
export class CountedProceduresQuery implements ServiceFilter {
  @Optional() @Code() agency?: string;
  @Optional() @OneOf(SCOPES) scope?: 'own' | 'subtree';
  @Optional() @OneOf(AGENCY_LEVELS) agencyLevel?: AgencyLevel;
  @Optional() @Code() district?: string;
  @Optional() @Code() field?: string;
  /** The level that all services of the procedure within the scope reach. */
  @Optional() @OneOf(['1', '2', '3', 'none']) level?: string;
  @Optional() @WholeNumber({ min: 1, max: 3 }) minLevel?: number;
  @Optional() @OneOf(LEVEL_BASES) levelOf?: LevelBasis;
  /** `verified`: of all its services; the others: of at least one. */
  @Optional() @OneOf(SERVICE_STATES) state?: ServiceFilter['state'];
  @Optional() @Flag() demonstration?: boolean;
  @Optional() @CivilDate() asOf?: string;
  @Optional() @Instant() knownAt?: string;
  @Optional() @WholeNumber({ min: 1, max: PAGE_MAX }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

/** The services behind a number that is weighted by dossiers. */
export class WeightedServicesQuery extends CountedProceduresQuery {
  @VolumePeriod() volumePeriod: string;
  /** `unknown`: the services that are left out. */
  @Optional() @OneOf(['known', 'unknown']) volumes?: 'known' | 'unknown';
}
