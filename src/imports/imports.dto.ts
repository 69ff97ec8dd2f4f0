import { Code } from '../http/coded-input.js';
import { CivilDate, EachOneOf, ListOf, OneOf, Optional, Text, WholeNumber } from '../http/input.js';
import { ENCODINGS } from './encoding/encodings.js';
import { DELIMITER_NAMES, type DelimiterName } from './reading/raw-table.js';
import { ISSUE_CODES } from './rows/issue-texts.js';

/** What may be chosen with a file; in a form as its fields, else as parameters of the address. */
export class ImportChoices {
  /** Encoding of every column that is not plain ASCII, instead of the judged one; UTF-16 besides is how the file is laid out. */
  @Optional()
  @OneOf(ENCODINGS)
  encoding?: (typeof ENCODINGS)[number];

  /** What stands between the cells of a CSV file, instead of the judged one. */
  @Optional()
  @OneOf(DELIMITER_NAMES)
  delimiter?: DelimiterName;

  /** The day from which a level holds where its row names none. Left out: today. */
  @Optional()
  @CivilDate()
  effectiveFrom?: string;

  /** Another name of `effectiveFrom`. */
  @Optional()
  @CivilDate()
  asOf?: string;

  /** Agency of rows that name none. */
  @Optional()
  @Code()
  agency?: string;

  /** Name of a file that is sent as a bare body. */
  @Optional()
  @Text({ max: 255 })
  fileName?: string;
}

export class ImportPath {
  @Text({ max: 40 })
  id: string;
}

export class CommitImport {
  /** Codes of the warnings that a person has looked at and found right. */
  @Optional()
  @ListOf({ max: 100 })
  @EachOneOf(ISSUE_CODES)
  confirm?: string[];
}

export class ListImports {
  @Optional()
  @WholeNumber({ min: 1, max: 500 })
  limit?: number;

  @Optional()
  @Text({ max: 1000 })
  cursor?: string;
}

export class DiffOfImport extends ListImports {
  @Optional()
  @OneOf(['create', 'update', 'unchanged'])
  kind?: 'create' | 'update' | 'unchanged';
}
