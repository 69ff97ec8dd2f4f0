import type { JsonSchema } from '../http/describe.js';
import {
  code,
  count,
  foreignText,
  sha256,
  cursor,
  day,
  flag,
  instant,
  list,
  object,
  oneOf,
  orNull,
  serviceId,
  share,
  text,
} from '../http/schemas.js';
import { ENCODINGS } from './encoding/encodings.js';
import { VOLUME_CHANNELS } from '../domain/case-volumes.js';
import { FILE_KINDS } from './reading/file-kind.js';
import { IMPORT_FIELDS } from './reading/import-fields.js';
import { COLUMN_LIMIT, DELIMITER_NAMES, FILE_LIMIT, FORMATS } from './reading/raw-table.js';
import { RUN_STATES } from './runs/import-run.table.js';
import { ISSUE_CODES } from './rows/issue-texts.js';

const encoding = oneOf(ENCODINGS);
const delimiter = oneOf(DELIMITER_NAMES);
const confidence = share;
const cell = foreignText(400);

const ISSUE = object({
  row: orNull(count),
  column: orNull(foreignText(200)),
  code: oneOf(ISSUE_CODES),
  message: foreignText(20_000),
  value: orNull(cell),
  needsConfirmation: flag,
});

const COLUMN = object({
  header: foreignText(200),
  field: oneOf(IMPORT_FIELDS),
  encoding,
  confidence,
  samples: list(object({ raw: foreignText(10_000), decoded: foreignText(10_000) }), 5),
  alternatives: list(object({ encoding, confidence, sample: foreignText(10_000) }), 3),
});

/** `period` and `channel` in the diff of case volumes alone. */
const DIFF_LINE = object(
  {
    row: count,
    id: serviceId,
    kind: oneOf(['create', 'update', 'unchanged']),
    period: text(7),
    channel: oneOf(VOLUME_CHANNELS),
    changes: list(object({ field: oneOf(IMPORT_FIELDS), before: {}, after: {} }), IMPORT_FIELDS.length),
  },
  ['period', 'channel'],
);

const RUN_MEMBERS = {
  id: text(40),
  state: oneOf(RUN_STATES),
  phase: orNull(oneOf(['reading', 'comparing', 'committing'])),
  rowsDone: count,
  fileName: foreignText(255),
  size: count,
  sha256,
  sentBy: text(200),
  createdAt: instant,
  finishedAt: orNull(instant),
  committedAt: orNull(instant),
  committedBy: orNull(text(200)),
  options: object({
    encoding: orNull(encoding),
    columnEncodings: list(object({ header: foreignText(200), encoding }), COLUMN_LIMIT),
    delimiter: orNull(delimiter),
    effectiveFrom: day,
    agency: orNull(code),
  }),
  problem: orNull(object({ code: text(60), message: foreignText(2000) })),
  kind: orNull(oneOf(FILE_KINDS)),
  format: orNull(oneOf(FORMATS)),
  sheet: orNull(foreignText(200)),
  encoding: orNull(oneOf([...ENCODINGS, 'mixed'])),
  delimiter: orNull(text(1)),
  headerRow: orNull(count),
  columns: list(COLUMN, IMPORT_FIELDS.length),
  unknownColumns: list(foreignText(200), 1000),
  ignoredColumns: list(foreignText(200), 1000),
  rows: count,
  emptyRows: count,
  create: count,
  update: count,
  unchanged: count,
  refused: count,
  repeated: count,
  errorCount: count,
  errors: list(ISSUE, 500),
  warningCount: count,
  warnings: list(ISSUE, 500),
  toConfirm: list(oneOf(ISSUE_CODES), 100),
};

/** A run with all that its dry run found, and the beginning of its diff. */
export const IMPORT_RUN: JsonSchema = {
  title: 'ImportRun',
  ...object({ ...RUN_MEMBERS, diff: list(DIFF_LINE, 500), diffNext: orNull(cursor) }),
};

/** Runs in a list are without their columns, issues and diffs. */
const LISTED = ['columns', 'unknownColumns', 'ignoredColumns', 'errors', 'warnings'];
export const LISTED_MEMBERS = Object.keys(RUN_MEMBERS).filter((member) => !LISTED.includes(member));

export const IMPORT_RUNS: JsonSchema = {
  title: 'ImportRuns',
  ...object({
    items: list(
      object(Object.fromEntries(Object.entries(RUN_MEMBERS).filter(([member]) => !LISTED.includes(member)))),
      500,
    ),
    next: orNull(cursor),
  }),
};

export const IMPORT_DIFF: JsonSchema = {
  title: 'ImportDiff',
  ...object({ items: list(DIFF_LINE, 500), next: orNull(cursor) }),
};

/** The form in which a file is sent. */
export const IMPORT_FORM: JsonSchema = {
  title: 'ImportForm',
  ...object(
    {
      file: { type: 'string', maxLength: FILE_LIMIT, contentMediaType: 'application/octet-stream' },
      encoding,
      delimiter,
      effectiveFrom: day,
      asOf: day,
      agency: code,
    },
    ['encoding', 'delimiter', 'effectiveFrom', 'asOf', 'agency'],
  ),
};

export const BARE_FILE: JsonSchema = {
  title: 'ImportFile',
  type: 'string',
  minLength: 1,
  maxLength: FILE_LIMIT,
};
