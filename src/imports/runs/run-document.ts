import type { Language } from '../../http/language.js';
import { wording } from '../../http/wording.js';
import type { ImportColumn } from '../reading/import-column.js';
import type { Issue } from '../rows/issue.js';
import { issueText } from '../rows/issue-texts.js';
import type { RunAndProgress } from './imports.service.js';

/** A run as it is answered, but for its diff. */
export function runDocument({ run, progress }: RunAndProgress, language: Language): Record<string, unknown> {
  const { report, options, problem } = run;
  return {
    id: run.id,
    state: progress === null ? run.state : 'running',
    phase: progress?.phase ?? null,
    rowsDone: progress?.rowsDone ?? report?.rows ?? 0,
    fileName: run.fileName,
    size: run.size,
    sha256: run.sha256,
    sentBy: run.actor,
    createdAt: run.createdAt,
    finishedAt: run.finishedAt,
    committedAt: run.committedAt,
    committedBy: run.committedBy,
    options,
    problem: problem && { code: problem.code, message: wording(problem.code, language, problem.params) },
    kind: report?.kind ?? null,
    format: report?.format ?? null,
    sheet: report?.sheet ?? null,
    encoding: report === null ? null : overallEncoding(report.columns),
    delimiter: report?.delimiter ?? null,
    headerRow: report?.headerRow ?? null,
    columns: report?.columns.filter(({ field }) => field !== null).map(shown) ?? [],
    unknownColumns: headersOf(report?.columns.filter(({ field, ignored }) => field === null && !ignored)),
    ignoredColumns: headersOf(report?.columns.filter(({ ignored }) => ignored)),
    rows: report?.rows ?? progress?.rows ?? 0,
    emptyRows: report?.emptyRows ?? 0,
    create: report?.create ?? 0,
    update: report?.update ?? 0,
    unchanged: report?.unchanged ?? 0,
    refused: report?.refused ?? 0,
    repeated: report?.repeated ?? 0,
    errorCount: report?.errorCount ?? 0,
    errors: report?.errors.map((issue) => issueDocument(issue, language)) ?? [],
    warningCount: report?.warningCount ?? 0,
    warnings: report?.warnings.map((issue) => issueDocument(issue, language)) ?? [],
    toConfirm: report?.toConfirm ?? [],
  };
}

function shown({ header, field, encoding, confidence, samples, alternatives }: ImportColumn) {
  return { header, field, encoding, confidence, samples, alternatives };
}

export function issueDocument(issue: Issue, language: Language): Record<string, unknown> {
  const { row, column, code, params, value, needsConfirmation } = issue;
  return { row, column, code, message: issueText(code, params, language), value, needsConfirmation };
}

/** The encoding of the file where its columns agree, `mixed` where they do not. */
function overallEncoding(columns: readonly { encoding: string; field: unknown }[]): string {
  const found = new Set(
    columns
      .filter(({ encoding, field }) => field !== null && encoding !== 'ascii')
      .map(({ encoding }) => encoding),
  );
  if (found.size === 0) return 'ascii';
  return found.size === 1 ? [...found][0]! : 'mixed';
}

const headersOf = (columns: readonly { header: string }[] | undefined): string[] =>
  columns?.map(({ header }) => header).filter((header) => header !== '') ?? [];
