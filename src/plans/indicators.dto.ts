import { Code, DecimalText, Period } from '../http/coded-input.js';
import { JsonInteger, Nullable, OneOf, Optional, Text } from '../http/input.js';
import { Words } from '../http/words.js';
import { COMPARATORS, type Comparator } from './measurement-rules.js';
import { FIRST_YEAR, LAST_YEAR } from './plans.dto.js';

export class IndicatorPath {
  @Code() id: string;
}

export class CreateIndicator {
  @Code() id: string;
  /** Key of the group in which the report puts it. */
  @Words({ max: 100 }) group: string;
  @Words({ max: 500 }) name: string;
  @Optional() @Nullable() @Text({ max: 500 }) nameEn?: string | null;
  @Optional() @Nullable() @Text({ max: 100 }) unit?: string | null;
}

export class AddMeasurement {
  /** The plan year in whose report it stands. */
  @JsonInteger({ min: FIRST_YEAR, max: LAST_YEAR }) planYear: number;
  /** What it is about: `2012`, `2012-Q4`, `2012-11` or `2010-2011`. */
  @Period() period: string;
  @OneOf(COMPARATORS) comparator: Comparator;
  /** A decimal number as text, so that no digit is lost. */
  @Optional() @Nullable() @DecimalText() value?: string | null;
  @Optional() @Nullable() @Text({ max: 4000 }) quote?: string | null;
  @Optional() @Nullable() @Text({ max: 500 }) source?: string | null;
}
