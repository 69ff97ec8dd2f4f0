import type { Language } from '../http/language.js';
import type { ServiceFilter } from '../publication/service-filter.js';

export const EXPORT_FORMATS = ['csv', 'xlsx', 'jsonl', 'jsonld', 'ttl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/x-ndjson; charset=utf-8',
  jsonld: 'application/ld+json; charset=utf-8',
  ttl: 'text/turtle; charset=utf-8',
};

/** What somebody wants to have as a file. */
export interface ExportRequest {
  format: ExportFormat;
  filter: ServiceFilter;
  /** Language of the header row of tables; left out: the names of the import file's columns. */
  language?: Language | undefined;
}

/** What is known of an export before its first byte. */
export interface ExportOpening {
  /** The day that the list is about. */
  asOf: string;
  /** When the catalogue was last written to. */
  at: string;
  /** Tells two states of the catalogue apart wherever this export's bytes may differ. */
  state: string;
}

/**
 * The part of the catalogue's state that the bytes of an export depend on. Documents of the published list change with
 * the change feed alone; past days, the tree of agencies, names that a search looks through and the content of
 * procedures, which RDF shows, change with the ledger.
 */
export function stateOf(
  { format, filter }: ExportRequest,
  { seq, changeSeq, day }: { seq: number; changeSeq: number; day: string },
): string {
  const isListAlone =
    format !== 'ttl' &&
    format !== 'jsonld' &&
    filter.asOf === undefined &&
    filter.knownAt === undefined &&
    filter.scope !== 'subtree' &&
    filter.q === undefined;
  return isListAlone ? String(changeSeq) : `${seq}.${changeSeq}.${day}`;
}
