import type { Queries } from '../database/reader.js';
import { inList } from '../database/sql.js';
import type { ProcedureContent } from '../domain/procedure-content.js';
import { STILL_KNOWN } from '../domain/service-timeline.js';
import type { DescribedAgency } from './rdf/agency-graph.js';
import type { DescribedProcedure } from './rdf/procedure-graph.js';

/** All agencies, by code. */
export async function describedAgencies(queries: Queries): Promise<DescribedAgency[]> {
  const rows = await queries.all<{
    code: string;
    name: string;
    name_en: string | null;
    parent_code: string | null;
  }>('SELECT code, name, name_en, parent_code FROM agency ORDER BY code');
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    nameEn: row.name_en,
    parentCode: row.parent_code,
  }));
}

/** Which version of its procedure each of the services has on the day, as known now. */
export async function versionsInForce(
  queries: Queries,
  serviceIds: readonly string[],
  day: string,
): Promise<Map<string, number>> {
  const rows = await queries.all<{ service_id: string; version_no: number }>(
    `SELECT service_id, version_no FROM service_state
     WHERE known_to = :stillKnown AND valid_from <= :day AND valid_to > :day
       AND service_id IN ${inList(queries.engine, 'ids')}`,
    { stillKnown: STILL_KNOWN, day, ids: JSON.stringify(serviceIds) },
  );
  return new Map(rows.map((row) => [row.service_id, row.version_no]));
}

/** The content of procedures, by `procedureKey`. */
export async function describedProcedures(
  queries: Queries,
  wanted: readonly { code: string; no: number }[],
): Promise<Map<string, DescribedProcedure>> {
  const keys = new Set(wanted.map(({ code, no }) => procedureKey(code, no)));
  const rows = await queries.all<{
    procedure_code: string;
    no: number;
    content: string;
    decision_number: string | null;
    decision_date: string | null;
  }>(
    `SELECT procedure_code, no, content, decision_number, decision_date FROM procedure_version
     WHERE procedure_code IN ${inList(queries.engine, 'codes')}`,
    { codes: JSON.stringify([...new Set(wanted.map(({ code }) => code))]) },
  );
  return new Map(
    rows
      .filter((row) => keys.has(procedureKey(row.procedure_code, row.no)))
      .map((row) => [
        procedureKey(row.procedure_code, row.no),
        {
          code: row.procedure_code,
          content: JSON.parse(row.content) as ProcedureContent,
          decisionNumber: row.decision_number,
          decisionDate: row.decision_date,
        },
      ]),
  );
}

export function procedureKey(code: string, no: number): string {
  return `${code} ${no}`;
}
