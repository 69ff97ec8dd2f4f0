import type { Queries } from '../database/reader.js';
import { addDays } from '../domain/dates/civil-date.js';
import { OPEN_END, OPEN_START, STILL_KNOWN } from '../domain/service-timeline.js';
import { serviceRow } from './standing.query.js';

interface StateRow {
  validFrom: string;
  validTo: string;
  knownFrom: string;
  knownTo: string;
  versionNo: number;
  level: number;
  basis: string;
  declaredLevel: number;
  verifiedLevel: number;
  levelSince: string | null;
}

interface DeclaredRow {
  no: number;
  level: number;
  effectiveFrom: string;
  factsRevision: number;
  note: string | null;
  actor: string;
  agencyCode: string | null;
  recordedAt: string;
  demonstration: number;
}

interface InspectedRow {
  id: string;
  no: number;
  declarationNo: number;
  method: string;
  level: number;
  effectiveFrom: string;
  staleFrom: string | null;
  inspector: string;
  agencyCode: string | null;
  closedAt: string;
}

interface PauseRow {
  closedFrom: string;
  reopenedOn: string;
  reason: string | null;
  recordedAt: string;
}

/**
 * Every level record of a service, what is true now and what was once held to be true.
 * @param withNames persons by name; else their agency alone
 * @throws Problem 404
 */
export async function historyOf(queries: Queries, id: string, withNames: boolean) {
  const service = await serviceRow(queries, id);
  const declarations = await queries.all<DeclaredRow>(
    `SELECT no, level, effective_from AS "effectiveFrom", facts_no AS "factsRevision", note, actor,
            actor_agency AS "agencyCode", recorded_at AS "recordedAt", demonstration
     FROM declaration WHERE service_id = :id ORDER BY no`,
    { id },
  );
  const pauses = await queries.all<PauseRow>(
    `SELECT closed_from AS "closedFrom", reopened_on AS "reopenedOn", reason, recorded_at AS "recordedAt"
     FROM service_pause WHERE service_id = :id ORDER BY no`,
    { id },
  );
  const inspections = await queries.all<InspectedRow>(
    `SELECT id, no, declaration_no AS "declarationNo", method, level, effective_from AS "effectiveFrom",
            stale_from AS "staleFrom", inspector, inspector_agency AS "agencyCode", closed_at AS "closedAt"
     FROM inspection WHERE service_id = :id AND state = 'closed' ORDER BY no`,
    { id },
  );
  const facts = await queries.get<{ revisions: number; last: string | null }>(
    'SELECT COUNT(*) AS revisions, MAX(recorded_at) AS last FROM service_facts WHERE service_id = :id',
    { id },
  );
  const states = await queries.all<StateRow>(
    `SELECT valid_from AS "validFrom", valid_to AS "validTo", known_from AS "knownFrom", known_to AS "knownTo",
            version_no AS "versionNo", level, basis, declared_level AS "declaredLevel",
            verified_level AS "verifiedLevel", level_since AS "levelSince"
     FROM service_state WHERE service_id = :id ORDER BY valid_from, known_from`,
    { id },
  );
  return {
    id,
    agencyCode: service.agencyCode,
    procedureCode: service.procedureCode,
    validFrom: service.validFrom,
    validTo: service.validTo,
    closedReason: service.closedReason,
    pauses,
    declarations: declarations.map((row) => ({
      ...row,
      actor: withNames ? row.actor : null,
      demonstration: row.demonstration === 1,
    })),
    inspections: inspections.map((row) => ({
      ...row,
      level: row.level || null,
      inspector: withNames ? row.inspector : null,
    })),
    factsRevisions: facts!.revisions,
    factsRecordedAt: facts!.last,
    states: states.map(stateOf),
  };
}

function stateOf(row: StateRow) {
  return {
    validFrom: row.validFrom === OPEN_START ? null : row.validFrom,
    validTo: row.validTo === OPEN_END ? null : lastDayBefore(row.validTo),
    knownFrom: row.knownFrom,
    knownTo: row.knownTo === STILL_KNOWN ? null : row.knownTo,
    /** False: a later record has corrected it. */
    current: row.knownTo === STILL_KNOWN,
    level: row.level || null,
    basis: row.basis === 'none' ? null : row.basis,
    declaredLevel: row.declaredLevel || null,
    verifiedLevel: row.verifiedLevel || null,
    levelSince: row.levelSince,
    procedureVersion: row.versionNo,
  };
}

/** The last day of a stretch; the calendar of the catalogue begins with 1900, and a stretch may end just before. */
function lastDayBefore(day: string): string {
  return day === '1900-01-01' ? '1899-12-31' : addDays(day, -1);
}
