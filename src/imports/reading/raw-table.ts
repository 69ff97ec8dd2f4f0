import type { Container } from '../encoding/encodings.js';

export const FORMATS = ['csv', 'xlsx', 'jsonl'] as const;
export type ImportFormat = (typeof FORMATS)[number];

/** What may stand between the cells of a CSV file; a tab cannot be typed into a form. */
export const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const;
export type DelimiterName = keyof typeof DELIMITERS;
export const DELIMITER_NAMES = Object.keys(DELIMITERS) as DelimiterName[];

/** One row as its file shows it; `row` is the number that the person sees beside it. */
export interface RawRow {
  row: number;
  cells: string[];
  /** The row could not be read at all. */
  fault?: 'json_malformed' | 'json_not_flat';
}

export interface RawSheet {
  /** Null where the format has no sheets. */
  name: string | null;
  rows: AsyncIterable<RawRow[]>;
  /** The names of the columns where rows name them themselves (JSON Lines); it grows while rows are read. */
  keys?: readonly string[];
}

/** A file as tables of text, before anything is known of what its columns mean. */
export interface RawTable {
  format: ImportFormat;
  container: Container;
  delimiter: string | null;
  sheets(): AsyncIterable<RawSheet>;
}

/** Bytes of one file at most: the whole list of a province as JSON Lines has 100 MB. */
export const FILE_LIMIT = 150 * 1024 * 1024;
export const ROW_LIMIT = 200_000;
/** UTF-8 bytes of one row at most: the longest real name has 1,094 characters. */
export const ROW_SIZE_LIMIT = 1024 * 1024;
/** Columns of one sheet at most. */
export const COLUMN_LIMIT = 500;
