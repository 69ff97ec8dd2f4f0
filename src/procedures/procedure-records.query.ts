import type { Queries } from '../database/reader.js';
import { inList } from '../database/sql.js';
import { groupBy } from '../domain/group-by.js';
import type { ProcedureContent } from '../domain/procedure-content.js';
import { PUBLIC_STATES } from '../domain/version-moves.js';
import type { ProcedureRow, ProcedureVersionRow } from './procedure.table.js';

/** A procedure with the names of what it points at. */
export interface ProcedureRecord extends ProcedureRow {
  fieldName: string;
  ownerName: string | null;
}

/** A version with its content read. */
export type VersionRecord = Omit<ProcedureVersionRow, 'content'> & { content: ProcedureContent };

const PROCEDURE_COLUMNS = `p.code, p.field_code AS "fieldCode", p.name, p.name_sort AS "nameSort",
  p.name_folded AS "nameFolded", p.has_forms AS "hasForms", p.status, p.published_no AS "publishedNo",
  p.draft_no AS "draftNo", p.owner_agency AS "ownerAgency", p.demonstration, p.revision, p.updated_at AS "updatedAt",
  f.name AS "fieldName", a.name AS "ownerName"`;
const PROCEDURE_SOURCE = `procedure p JOIN field f ON f.code = p.field_code LEFT JOIN agency a ON a.code = p.owner_agency`;

const VERSION_COLUMNS = `procedure_code AS "procedureCode", no, kind, state, content, decision_number AS "decisionNumber",
  decision_date AS "decisionDate", signer, effective_from AS "effectiveFrom", effective_to AS "effectiveTo", reason,
  edited_by AS "editedBy", edited_by_agency AS "editedByAgency", recorded_at AS "recordedAt",
  published_at AS "publishedAt"`;

export async function procedureRecord(queries: Queries, code: string): Promise<ProcedureRecord | undefined> {
  return queries.get<ProcedureRecord>(
    `SELECT ${PROCEDURE_COLUMNS} FROM ${PROCEDURE_SOURCE} WHERE p.code = :code`,
    { code },
  );
}

/** The procedures named, by code. */
export async function procedureRecords(
  queries: Queries,
  codes: readonly string[],
): Promise<Map<string, ProcedureRecord>> {
  const rows = await queries.all<ProcedureRecord>(
    `SELECT ${PROCEDURE_COLUMNS} FROM ${PROCEDURE_SOURCE} WHERE p.code IN ${inList(queries.engine, 'codes')}`,
    { codes: JSON.stringify(codes) },
  );
  return new Map(rows.map((row) => [row.code, row]));
}

/** All versions of the procedures named, drafts too, by procedure and in their order. */
export async function versionsOf(
  queries: Queries,
  codes: readonly string[],
): Promise<Map<string, VersionRecord[]>> {
  const rows = await queries.all<ProcedureVersionRow>(
    `SELECT ${VERSION_COLUMNS} FROM procedure_version
     WHERE procedure_code IN ${inList(queries.engine, 'codes')} ORDER BY procedure_code, no`,
    { codes: JSON.stringify(codes) },
  );
  const versions = rows.map((row) => ({ ...row, content: JSON.parse(row.content) as ProcedureContent }));
  return groupBy(versions, (version) => version.procedureCode);
}

export function isPublic(version: Pick<VersionRecord, 'state'>): boolean {
  return PUBLIC_STATES.includes(version.state);
}

/**
 * The version that speaks for the procedure on a day: the one in force, else the first to come, else the draft.
 * @param versions in the order of their numbers
 */
export function speakingVersion(versions: readonly VersionRecord[], day: string): VersionRecord {
  const published = versions.filter(isPublic);
  const begun = published.filter(({ effectiveFrom }) => effectiveFrom === null || effectiveFrom <= day);
  const inForce = begun.reduce<VersionRecord | undefined>(
    (best, next) => (best && (best.effectiveFrom ?? '') > (next.effectiveFrom ?? '') ? best : next),
    undefined,
  );
  return inForce ?? published[0] ?? versions.at(-1)!;
}
