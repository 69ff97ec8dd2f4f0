import type { Queries } from '../../../database/reader.js';
import { inList } from '../../../database/sql.js';
import { SHEET_COLUMNS } from '../../../exports/sheet-template.js';
import type { Language } from '../../../http/language.js';
import type { ImportField, ServiceField, VolumeField } from '../../../imports/reading/import-fields.js';
import type { DiffLine } from '../../../imports/rows/differ.js';
import type { RunReport } from '../../../imports/runs/import-run.js';
import type { Issue } from '../../../imports/rows/issue.js';
import { issueText } from '../../../imports/rows/issue-texts.js';

export interface NamedLine extends Omit<DiffLine, 'changes'> {
  procedure: { code: string; name: string };
  agency: { code: string; name: string };
  changes: { title: string; field: string; before: string | null; after: string | null }[];
}

/** Lines of a diff with the names that people know. */
export async function namedLines(
  queries: Queries,
  lines: readonly DiffLine[],
  language: Language,
): Promise<NamedLine[]> {
  const ids = lines.map(({ id }) => {
    const [agencyCode = '', procedureCode = ''] = id.split('~');
    return { agencyCode, procedureCode };
  });
  const namesOf = async (table: 'procedure' | 'agency', codes: readonly string[]) => {
    const rows = await queries.all<{ code: string; name: string }>(
      `SELECT code, name FROM ${table} WHERE code IN ${inList(queries.engine, 'codes')}`,
      { codes: JSON.stringify([...new Set(codes)]) },
    );
    return new Map(rows.map(({ code, name }) => [code, name]));
  };
  const procedures = await namesOf(
    'procedure',
    ids.map(({ procedureCode }) => procedureCode),
  );
  const agencies = await namesOf(
    'agency',
    ids.map(({ agencyCode }) => agencyCode),
  );
  return lines.map(({ changes, ...line }, at) => {
    const { agencyCode, procedureCode } = ids[at]!;
    return {
      ...line,
      procedure: { code: procedureCode, name: procedures.get(procedureCode) ?? procedureCode },
      agency: { code: agencyCode, name: agencies.get(agencyCode) ?? agencyCode },
      changes: changes.map(({ field, before, after }) => ({
        field,
        title: columnTitle(field, language),
        before: shown(before),
        after: shown(after),
      })),
    };
  });
}

/** Columns of a list of case volumes besides those of a list of services. */
const VOLUME_TITLES: Record<Exclude<VolumeField, ServiceField>, Record<Language, string>> = {
  service_id: { vi: 'Mã dịch vụ', en: 'Service id' },
  period: { vi: 'Kỳ', en: 'Period' },
  channel: { vi: 'Kênh tiếp nhận', en: 'Channel' },
  received: { vi: 'Tiếp nhận', en: 'Received' },
  resolved: { vi: 'Đã giải quyết', en: 'Resolved' },
  on_time: { vi: 'Đúng hạn', en: 'On time' },
};

/** What a column is called in the files that the catalogue itself gives. */
export function columnTitle(field: ImportField, language: Language): string {
  if (field in VOLUME_TITLES) return VOLUME_TITLES[field as keyof typeof VOLUME_TITLES][language];
  return SHEET_COLUMNS.find(({ name }) => name === field)?.title[language] ?? field;
}

export interface ShownIssue {
  row: number | null;
  column: string | null;
  value: string | null;
  text: string;
}

export function shownIssue({ row, column, value, code, params }: Issue, language: Language): ShownIssue {
  return { row, column, value, text: issueText(code, params, language) };
}

/** Guesses of one kind, which a person confirms together. */
export interface Guesses {
  code: string;
  /** As many as the report holds; the rest are in the list of all. */
  issues: ShownIssue[];
}

const GUESSES_SHOWN = 10;

export function guessesOf({ toConfirm, warnings }: RunReport, language: Language): Guesses[] {
  return toConfirm.map((code) => ({
    code,
    issues: warnings
      .filter((issue) => issue.needsConfirmation && issue.code === code)
      .slice(0, GUESSES_SHOWN)
      .map((issue) => shownIssue(issue, language)),
  }));
}

function shown(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.join('\n');
  return String(value);
}
