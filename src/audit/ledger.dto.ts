import { Sha256 } from '../http/coded-input.js';
import { CivilDate, Optional, Text, WholeNumber } from '../http/input.js';

const LAST_SEQ = Number.MAX_SAFE_INTEGER;

export class ListLedgerQuery {
  /** As the ledger names it: `service:STP~1.000688`. */
  @Optional() @Text({ max: 200 }) subject?: string;
  @Optional() @Text({ max: 100 }) actor?: string;
  @Optional() @Text({ max: 100 }) action?: string;
  /** First and last day, in Vietnam. */
  @Optional() @CivilDate() from?: string;
  @Optional() @CivilDate() to?: string;
  @Optional() @WholeNumber({ min: 1, max: 200 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

export class LedgerEntryPath {
  @WholeNumber({ min: 1, max: LAST_SEQ }) seq: number;
}

/** A head that was noted earlier, of which today's chain has to be the continuation; both or neither. */
export class VerifyLedgerQuery {
  @Optional() @WholeNumber({ min: 1, max: LAST_SEQ }) seq?: number;
  @Optional() @Sha256() hash?: string;
  /** Older names of the two above. */
  @Optional() @WholeNumber({ min: 1, max: LAST_SEQ }) knownSeq?: number;
  @Optional() @Sha256() knownHash?: string;
}
