import { CivilDate, OneOf, Optional, Text, WholeNumber } from '../../http/input.js';
import { type DifferenceKind, DIFFERENCES } from './difference.query.js';

/** Highest number of an edition that can be asked for. */
export const EDITION_MAX = 999_999;

export class CreateEdition {
  @Text({ max: 100 }) decisionNumber: string;
  @CivilDate() decisionDate: string;
  @Optional() @Text({ max: 300 }) title?: string;
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
