import { Code, ServiceId } from '../http/coded-input.js';
import { CivilDate, ListOf, OneOf, Optional, Text, Texts, WholeNumber } from '../http/input.js';
import { CHECK_OUTCOMES, type CheckOutcome, LINK_STATES, type LinkState } from './link.table.js';

/** So many addresses may be asked for at once. */
export const ADDRESSES_AT_MOST = 100;

export class ListLinksQuery {
  @Optional() @ServiceId() service?: string;
  /** With those under it. */
  @Optional() @Code() agency?: string;
  @Optional() @OneOf(LINK_STATES) state?: LinkState;
  /** Host of the address, with its port where it is not the usual one. */
  @Optional() @Text({ max: 300 }) host?: string;
  @Optional() @WholeNumber({ min: 1, max: 500 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

export class LinkLogQuery extends ListLinksQuery {
  /** What the check found; `state` is that of the link after it. */
  @Optional() @OneOf(CHECK_OUTCOMES) outcome?: CheckOutcome;
  /** First day, in Vietnam. */
  @Optional() @CivilDate() from?: string;
  /** Last day, in Vietnam. */
  @Optional() @CivilDate() to?: string;
}

export class CheckLinksBody {
  /** All links of this service; either this or `urls`. */
  @Optional() @ServiceId() service?: string;
  /** Addresses that services publish. */
  @Optional()
  @ListOf({ max: ADDRESSES_AT_MOST })
  @Texts({ max: ADDRESSES_AT_MOST, length: 2000 })
  urls?: string[];
}
