import type { ProblemCode } from '../../http/wording.js';
import type { TextParams } from '../../http/problem.js';
import type { Encoding } from '../encoding/encodings.js';
import type { FileKind } from '../reading/file-kind.js';
import type { DelimiterName, ImportFormat } from '../reading/raw-table.js';
import type { ImportColumn } from '../reading/import-column.js';
import type { Issue } from '../rows/issue.js';
import type { RunState } from './import-run.table.js';

/** What the sender chose; kept, so that the commit reads the file as the dry run did. */
export interface RunOptions {
  /** Overrides what is judged, for every column that is not plain ASCII. */
  encoding: Encoding | null;
  /** Overrides the above for single columns, by their headers as they were shown. */
  columnEncodings: { header: string; encoding: Encoding }[];
  /** Between the cells of a CSV file, instead of the judged one. */
  delimiter: DelimiterName | null;
  /** The day from which a level holds where its row names none. */
  effectiveFrom: string;
  /** Agency of rows that name none. */
  agency: string | null;
}

/** What is given of them with a file; the rest is judged, or is today. */
export type ChosenOptions = { [Option in keyof RunOptions]?: RunOptions[Option] | null | undefined };

export interface RunCounts {
  rows: number;
  emptyRows: number;
  create: number;
  update: number;
  unchanged: number;
  /** Rows with an error. */
  refused: number;
  /** Rows that say what an earlier row said already. */
  repeated: number;
}

/** What a dry run found. */
export interface RunReport extends RunCounts {
  kind: FileKind;
  format: ImportFormat;
  sheet: string | null;
  delimiter: string | null;
  headerRow: number | null;
  columns: ImportColumn[];
  errorCount: number;
  warningCount: number;
  /** The first of each, by row. */
  errors: Issue[];
  warnings: Issue[];
  /** Codes of the warnings that a commit has to confirm. */
  toConfirm: string[];
  /** SHA-256 of the diff: a commit that would change anything else is refused. */
  diffSha256: string;
}

/** A run as it stands. */
export interface ImportRun {
  id: string;
  state: RunState;
  actor: string;
  fileName: string;
  sha256: string;
  size: number;
  options: RunOptions;
  report: RunReport | null;
  problem: { code: ProblemCode; params: TextParams } | null;
  createdAt: string;
  finishedAt: string | null;
  committedAt: string | null;
  committedBy: string | null;
}
