import { CivilDate, OneOf, Optional, Text, WholeNumber } from '../../http/input.js';
import { Words } from '../../http/words.js';
import { type DifferenceKind, DIFFERENCES } from './difference.query.js';

/** Highest number of an edition that can be asked for. */
export const EDITION_MAX = 999_999;

/** UTF-16 units. */
export const DECISION_MAX = 100;
export const TITLE_MAX = 300;

export class CreateEdition {
  @Words({ max: DECISION_MAX }) decisionNumber: string;
  @CivilDate() decisionDate: string;
  @Optional() @Words({ max: TITLE_MAX }) title?: string;
}

export class EditionPath {
  @WholeNumber({ min: 1, max: EDITION_MAX }) n: number;
}

export class TwoEditionsPath extends EditionPath {
  @WholeNumber({ min: 1, max: EDITION_MAX }) other: number;
}

export class ListEditionsQuery {
  @Optional() @WholeNumber({ min: 1, max: 500 }) limit?: number;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

export class DifferenceQuery extends ListEditionsQuery {
  @Optional() @OneOf(DIFFERENCES) kind?: DifferenceKind;
}
