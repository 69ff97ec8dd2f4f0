import { OneOf, Optional } from '../http/input.js';
import type { Language } from '../http/problem-texts.js';
import { ServiceFilterQuery } from '../publication/services.dto.js';

export class TableExportQuery extends ServiceFilterQuery {
  /** Language of the header row; left out: the names of the import file's columns. */
  @Optional() @OneOf(['vi', 'en']) lang?: Language;
}
