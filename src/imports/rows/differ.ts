import type { Unit } from '../../database/unit.js';
import type { VolumeChannel } from '../../domain/case-volumes.js';
import type { ImportField } from '../reading/import-fields.js';
import type { TakenRow } from '../reading/taken-row.js';
import type { Issue } from './issue.js';

export interface Change {
  field: ImportField;
  before: unknown;
  after: unknown;
}

/** One line of a diff: what a row would change. */
export interface DiffLine {
  row: number;
  /** Of the service. */
  id: string;
  kind: 'create' | 'update' | 'unchanged';
  /** Where the row is about the figures of one. */
  period?: string;
  channel?: VolumeChannel;
  changes: Change[];
}

/** What some rows would change. */
export interface DiffSlice {
  /** Rows without errors, in the order of the file. */
  lines: readonly DiffLine[];
  issues: Issue[];
  refused: number;
  repeated: number;
  /** Rows of the file that are dealt with now. */
  rowsDone: number;
  /** Writes what the lines say. */
  write(unit: Unit): Promise<void>;
}

/** Holds the rows of one kind of file against the catalogue. */
export interface Differ {
  /** @param taken some hundred at once */
  slices(taken: AsyncIterable<readonly TakenRow[]>): AsyncIterable<DiffSlice>;
}
