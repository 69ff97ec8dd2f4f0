import { FACT_KEYS } from '../domain/service-facts.js';
import { Code } from '../http/coded-input.js';
import {
  CivilDate,
  JsonInteger,
  JsonObject,
  OneOf,
  Optional,
  Text,
  WebAddress,
  WholeNumber,
} from '../http/input.js';
import { Words } from '../http/words.js';
import { FACTS } from './public-services.schema.js';

export class OpenService {
  @Code() agencyCode: string;
  @Code() procedureCode: string;
  /** First day offered; left out: today. */
  @Optional() @CivilDate() validFrom?: string;
}

export class ReopenService {
  /** First day offered again. */
  @CivilDate() validFrom: string;
}

export class CloseService {
  /** Last day offered; left out: yesterday, so that it leaves the list at once. */
  @Optional() @CivilDate() validTo?: string;
  @Words({ max: 2000 }) reason: string;
}

export class SaveFacts {
  /** The whole set: what is left out is unknown. */
  @JsonObject(FACTS) facts: Record<string, unknown>;
}

export class DeclareLevel {
  @JsonInteger({ min: 1, max: 3 }) level: 1 | 2 | 3;
  @CivilDate() effectiveFrom: string;
  /** Saved first, as the whole set; left out: the facts as they are. */
  @Optional() @JsonObject(FACTS) facts?: Record<string, unknown>;
  @Optional() @Text({ max: 2000 }) note?: string;
}

export class EvidenceNotes {
  /** Key of the fact that it supports. */
  @Optional() @OneOf(FACT_KEYS) fact?: string;
  @Optional() @Text({ max: 2000 }) note?: string;
}

export class CaptureEvidence extends EvidenceNotes {
  @WebAddress() url: string;
}

export class EvidencePath {
  @Text({ max: 129 }) id: string;
  @WholeNumber({ min: 1, max: 1_000_000_000 }) no: number;
}
