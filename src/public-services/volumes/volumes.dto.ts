import { CivilDate, Instant, Optional, Text } from '../../http/input.js';
import { ServicePath } from '../../publication/services.dto.js';
import type { VolumesQuestion } from './volumes.query.js';

export class VolumesPath extends ServicePath {
  /** `2012`, `2012-Q4` or `2012-11` */
  @Text({ max: 40 }) period: string;
}

export class VolumesQuery implements VolumesQuestion {
  /** Periods that had begun by this day. */
  @Optional() @CivilDate() asOf?: string;
  /** As the catalogue knew them at that moment. */
  @Optional() @Instant() knownAt?: string;
}
