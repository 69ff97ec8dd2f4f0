import { OneOf, Optional, Text } from '../http/input.js';
import type { Language } from '../http/language.js';
import { ServiceFilterQuery } from '../publication/services.dto.js';
import { IDENTIFIED_KINDS, type IdentifiedKind } from './identified.query.js';

export class TableExportQuery extends ServiceFilterQuery {
  /** Language of the header row; left out: the names of the import file's columns. */
  @Optional() @OneOf(['vi', 'en']) lang?: Language;
}

export class IdentifiedPath {
  @OneOf(IDENTIFIED_KINDS) kind: IdentifiedKind;
  @Text({ max: 200 }) id: string;
}

export class ConceptPath {
  @Text({ max: 64 }) id: string;
  @Text({ max: 100 }) concept: string;
}
