import type { Encoding } from '../encoding/encodings.js';
import type { ImportField } from './import-fields.js';

/** A column by its header alone. */
export interface ColumnInFile {
  header: string;
  /** Null where the header is not understood or names what the catalogue works out itself. */
  field: ImportField | null;
  /** Known, and not read on purpose. */
  ignored: boolean;
}

export interface ImportColumn extends ColumnInFile {
  encoding: Encoding;
  /** 0 to 1. */
  confidence: number;
  samples: { raw: string; decoded: string }[];
  alternatives: { encoding: Encoding; confidence: number; sample: string }[];
}
