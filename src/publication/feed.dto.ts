import { CivilDate, Instant, Optional, Text, WholeNumber } from '../http/input.js';

export class ChangesQuery {
  /** `next` of the page before; left out: from the beginning. */
  @Optional() @Text({ max: 200 }) since?: string;
  @Optional() @WholeNumber({ min: 1, max: 1000 }) limit?: number;
  /** Seconds to wait for a change where there is none yet. */
  @Optional() @WholeNumber({ min: 0, max: 30 }) wait?: number;
}

export class ChecksumQuery {
  @Optional() @CivilDate() asOf?: string;
  /** As the catalogue knew it at that moment. */
  @Optional() @Instant() knownAt?: string;
}
