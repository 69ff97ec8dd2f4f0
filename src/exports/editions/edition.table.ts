import { SEALED, table } from '../../database/table.js';

/** One edition; its files are rows of `edition_part`, written and read as bytes without TypeORM. */
export interface EditionRow {
  no: number;
  /** Canonical JSON of the manifest: the very text that is served. */
  manifest: string;
  manifestSha256: string;
  createdBy: string;
  createdAt: string;
}

export const EditionTable = table<EditionRow>('edition', SEALED, {
  no: 'int pk',
  manifest: 'text',
  manifestSha256: 'text',
  createdBy: 'text',
  createdAt: 'text',
});
