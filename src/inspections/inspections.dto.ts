import { Code, ServiceId } from '../http/coded-input.js';
import {
  CivilDate,
  Flag,
  ListOf,
  ObjectOf,
  OneOf,
  Optional,
  Text,
  Texts,
  WholeNumber,
} from '../http/input.js';
import { Words } from '../http/words.js';
import {
  FINDING_STATES,
  INSPECTED_OUTCOMES,
  type InspectedOutcome,
  METHODS,
  type Method,
} from './inspection.table.js';
import { QUEUE_REASONS } from './queue-reasons.js';

export class OpenInspection {
  @ServiceId() serviceId: string;
  @OneOf(METHODS) method: Method;
  @Optional() @Text({ max: 2000 }) note?: string;
}

export class OutcomeInput {
  @Text({ max: 60 }) criterion: string;
  @OneOf(INSPECTED_OUTCOMES) outcome: InspectedOutcome;
  /** Needed with `not_applicable`. */
  @Optional() @Text({ max: 2000 }) reason?: string;
  @Optional() @Text({ max: 2000 }) note?: string;
  /** Numbers of the service's evidence, as text. */
  @Optional() @Texts({ max: 100, length: 20 }) evidence?: string[];
}

export class RecordOutcomes {
  /** Each replaces what was said of its criterion before; the others stay. */
  @ListOf({ max: 100 }) @ObjectOf(() => OutcomeInput) outcomes: OutcomeInput[];
  /** How it is really being made, where that turned out otherwise than when it was opened. */
  @Optional() @OneOf(METHODS) method?: Method;
}

export class FindingInput {
  @Optional() @Text({ max: 60 }) criterion?: string;
  @Words({ max: 4000 }) text: string;
  /** Last day to mend it or to reply. */
  @CivilDate() dueDate: string;
}

export class CloseInspection {
  /** First day on which the verified level holds; left out: today. */
  @Optional() @CivilDate() effectiveFrom?: string;
  /** Left out: one for each criterion up to the declared level that was not met, due in 30 days; an empty list: none. */
  @Optional() @ListOf({ max: 100 }) @ObjectOf(() => FindingInput) findings?: FindingInput[];
}

class PageQuery {
  @Optional() @WholeNumber({ min: 1, max: 200 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

export class ListInspectionsQuery extends PageQuery {
  /** An agency with those under it. */
  @Optional() @Code() agency?: string;
  @Optional() @ServiceId() service?: string;
  @Optional() @OneOf(['open', 'closed']) state?: 'open' | 'closed';
  /** Name of the account or the key that opened it. */
  @Optional() @Text({ max: 200 }) inspector?: string;
}

export class QueueQuery extends PageQuery {
  /** An agency with those under it. */
  @Optional() @Code() agency?: string;
  @Optional() @Code() field?: string;
  /** Services for which this reason holds, whatever else does. */
  @Optional() @OneOf(QUEUE_REASONS.map(({ code }) => code)) reason?: string;
}

export class ListFindingsQuery extends PageQuery {
  /** An agency with those under it. */
  @Optional() @Code() agency?: string;
  @Optional() @ServiceId() service?: string;
  @Optional() @OneOf(FINDING_STATES) state?: string;
  /** Those not closed after their due date. */
  @Optional() @Flag() overdue?: boolean;
}

export class ListNotificationsQuery extends PageQuery {
  @Optional() @Flag() unread?: boolean;
}

/** Of an inspection, a finding or a notification. */
export class RecordPath {
  @Text({ max: 160 }) id: string;
}

export class FindingText {
  @Words({ max: 4000 }) text: string;
}

export class CloseFinding {
  @Optional() @Words({ max: 4000 }) text?: string;
}

export class DecideAppeal {
  /** `upheld`: the agency is right and the finding ends; `rejected`: the finding is open again. */
  @OneOf(['upheld', 'rejected']) decision: 'upheld' | 'rejected';
  @Words({ max: 4000 }) text: string;
}
