import { Code, ServiceId } from '../http/coded-input.js';
import { CivilDate, JsonInteger, Nullable, OneOf, Optional, Text, WholeNumber } from '../http/input.js';
import { Words } from '../http/words.js';
import { type LineChange, LINES_MAX, type ProposedLine } from './line-rules.js';

export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2099;
const COUNT_MAX = 1_000_000_000;
const TITLE_MAX = 500;
const NOTE_MAX = 2000;

export class PlanPath {
  @WholeNumber({ min: FIRST_YEAR, max: LAST_YEAR }) year: number;
}

export class PlanLinePath extends PlanPath {
  @WholeNumber({ min: 1, max: LINES_MAX }) no: number;
}

export class AddPlanLine implements ProposedLine {
  @OneOf(['count', 'service', 'strand']) kind: 'count' | 'service' | 'strand';
  @Words({ max: TITLE_MAX }) title: string;
  @Optional() @Nullable() @Text({ max: TITLE_MAX }) titleEn?: string | null;
  @Optional() @Nullable() @JsonInteger({ min: 1, max: 3 }) level?: number | null;
  @Optional() @Nullable() @JsonInteger({ min: 1, max: COUNT_MAX }) target?: number | null;
  /** What is counted; left out: services. */
  @Optional() @Nullable() @OneOf(['service', 'procedure']) unit?: 'service' | 'procedure' | null;
  @Optional() @Nullable() @ServiceId() serviceId?: string | null;
  /** Only services of this agency and of those under it count; left out: all of the province. */
  @Optional() @Nullable() @Code() agencyCode?: string | null;
  @Optional() @Nullable() @CivilDate() dueDate?: string | null;
  /** What the year's report states, not what the catalogue counts. */
  @Optional() @Nullable() @JsonInteger({ min: 0, max: COUNT_MAX }) statedActual?: number | null;
  @Optional() @Nullable() @JsonInteger({ min: 1, max: COUNT_MAX }) statedDenominator?: number | null;
  @Optional() @Nullable() @Code() sourceIndicator?: string | null;
  @Optional() @Nullable() @Text({ max: NOTE_MAX }) note?: string | null;
  @Optional() @Nullable() @Text({ max: NOTE_MAX }) noteEn?: string | null;
  /** Why the plan is changed; needed once it is approved. */
  @Optional() @Nullable() @Words({ max: NOTE_MAX }) reason?: string | null;
  /** Title of the plan, where this line begins it. */
  @Optional() @Words({ max: TITLE_MAX }) planTitle?: string;
  @Optional() @Nullable() @Text({ max: TITLE_MAX }) planTitleEn?: string | null;
}

/** Left out: as it is; null: nothing any more. Another kind or another service is another line. */
export class ChangePlanLine implements LineChange {
  @Optional() @Words({ max: TITLE_MAX }) title?: string;
  @Optional() @Nullable() @Text({ max: TITLE_MAX }) titleEn?: string | null;
  @Optional() @Nullable() @JsonInteger({ min: 1, max: 3 }) level?: number | null;
  @Optional() @Nullable() @JsonInteger({ min: 1, max: COUNT_MAX }) target?: number | null;
  @Optional() @Nullable() @OneOf(['service', 'procedure']) unit?: 'service' | 'procedure' | null;
  @Optional() @Nullable() @Code() agencyCode?: string | null;
  @Optional() @Nullable() @CivilDate() dueDate?: string | null;
  @Optional() @Nullable() @JsonInteger({ min: 0, max: COUNT_MAX }) statedActual?: number | null;
  @Optional() @Nullable() @JsonInteger({ min: 1, max: COUNT_MAX }) statedDenominator?: number | null;
  @Optional() @Nullable() @Code() sourceIndicator?: string | null;
  @Optional() @Nullable() @Text({ max: NOTE_MAX }) note?: string | null;
  @Optional() @Nullable() @Text({ max: NOTE_MAX }) noteEn?: string | null;
  /** Why the line is changed; needed once the plan is approved. */
  @Optional() @Nullable() @Words({ max: NOTE_MAX }) reason?: string | null;
}

export class WithdrawPlanLine {
  /** Why the line is withdrawn; it stays beside the line. */
  @Words({ max: NOTE_MAX }) reason: string;
}
