import { AGENCY_LEVELS, type AgencyLevel } from '../domain/agency-level.js';
import { CONFIDENCES, type Confidence } from '../domain/sampling/sample-size.js';
import { Code, SeedText } from '../http/coded-input.js';
import {
  CivilDate,
  Flag,
  JsonInteger,
  JsonNumber,
  ObjectOf,
  OneOf,
  Optional,
  Text,
  WholeNumber,
} from '../http/input.js';
import { Words } from '../http/words.js';
import {
  LEVEL_BASES,
  type LevelBasis,
  SERVICE_STATES,
  type ServiceFilter,
} from '../publication/service-filter.js';
import { STRATA, type StrataBy } from './campaign.table.js';
import { DRAWN_STATES, type DrawnState, OUTCOMES, type Outcome } from './drawn-service.js';

/** The filter of the list of services, but for its day. */
export class PopulationFilter implements Omit<ServiceFilter, 'asOf' | 'knownAt' | 'updatedSince'> {
  @Optional() @Code() agency?: string;
  @Optional() @OneOf(['own', 'subtree']) scope?: 'own' | 'subtree';
  @Optional() @OneOf(AGENCY_LEVELS) agencyLevel?: AgencyLevel;
  @Optional() @Code() district?: string;
  @Optional() @Code() field?: string;
  @Optional() @Code() procedure?: string;
  @Optional() @OneOf(['1', '2', '3', 'none']) level?: string;
  @Optional() @JsonInteger({ min: 1, max: 3 }) minLevel?: number;
  @Optional() @OneOf(LEVEL_BASES) levelOf?: LevelBasis;
  @Optional() @OneOf(['declared', 'verified', 'verified_stale']) basis?: string;
  @Optional() @OneOf(SERVICE_STATES) state?: ServiceFilter['state'];
  @Optional() @Flag() demonstration?: boolean;
  @Optional() @Text({ max: 300 }) q?: string;
}

/** What has to be said to know how many would be drawn. */
export class DesignCampaign {
  /** Left out: every declared service. */
  @Optional() @ObjectOf(() => PopulationFilter) population?: PopulationFilter;
  /** The day of the list; left out: today. */
  @Optional() @CivilDate() asOf?: string;
  /** By what the population is divided; left out: not at all. `level` is the declared one. */
  @Optional() @OneOf(STRATA) strata?: StrataBy;
  /** Half the width of the interval wanted: 0.05 is ± 5 percentage points. */
  @JsonNumber({ min: 0.01, max: 0.5 }) marginOfError: number;
  /** Left out: 95. */
  @Optional() @OneOf(CONFIDENCES) confidence?: Confidence;
  /** The share expected; left out: 0.5, which asks for the most. */
  @Optional() @JsonNumber({ min: 0.01, max: 0.99 }) expectedRate?: number;
}

export class DrawCampaign extends DesignCampaign {
  @Words({ max: 300 }) name: string;
  @Optional() @Text({ max: 2000 }) purpose?: string;
  /** Left out: a random one. */
  @Optional() @SeedText() seed?: string;
  @Optional() @CivilDate() dueDate?: string;
}

export class CampaignPath {
  @Text({ max: 20 }) id: string;
}

export class DrawnFilter {
  @Optional() @Code() agency?: string;
  @Optional() @Text({ max: 64 }) stratum?: string;
  @Optional() @OneOf(DRAWN_STATES) state?: DrawnState;
  @Optional() @OneOf(OUTCOMES) outcome?: Outcome;
}

export class ListDrawnQuery extends DrawnFilter {
  @Optional() @WholeNumber({ min: 1, max: 200 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}
