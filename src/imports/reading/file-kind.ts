import { type ColumnMeaning, type ImportField, SERVICE_FIELDS, VOLUME_FIELDS } from './import-fields.js';

/** What the rows of a file are about. */
export const FILE_KINDS = ['services', 'volumes'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

interface KindOfFile {
  /** Columns that are read; others that are understood are known, and left unread. */
  fields: readonly ImportField[];
  /** Columns without which no row can be right. */
  required: readonly ImportField[];
}

export const KINDS: Record<FileKind, KindOfFile> = {
  services: { fields: SERVICE_FIELDS, required: [] },
  volumes: { fields: VOLUME_FIELDS, required: ['channel', 'received'] },
};

/** The kind of file that columns make; null where they do not say which services are meant. */
export function kindOf(meanings: readonly (ColumnMeaning | null)[]): FileKind | null {
  const has = (...fields: ImportField[]) => fields.some((field) => meanings.includes(field));
  const namesProcedures = has('procedure_code', 'procedure_name');
  if (has('period') && has('received', 'resolved', 'on_time') && (namesProcedures || has('service_id')))
    return 'volumes';
  return namesProcedures ? 'services' : null;
}
