import { perList, type SqlParams, type SqlValue } from '../database/sql.js';
import type { Queries } from '../database/reader.js';
import { factsOfProcedure } from '../domain/facts-of-procedure.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import type { ProcedureContent } from '../domain/procedure-content.js';
import type { ServiceFacts } from '../domain/service-facts.js';
import {
  type DeclaredLevel,
  OPEN_END,
  OPEN_START,
  type Span,
  STILL_KNOWN,
  type VersionInForce,
} from '../domain/service-timeline.js';
import { doubtsOf, type UpstreamChange } from '../domain/upstream-change.js';
import { addDays } from '../domain/dates/civil-date.js';
import { groupBy } from '../domain/group-by.js';
import { standingVolumes, type VolumeRecord, volumeRecords } from './case-volumes.query.js';
import { upstreamChangesOf } from './upstream-changes.query.js';
import { type Verification, verificationsOf } from './verifications.query.js';

/** Everything from which one service's published state is made. */
export interface ServiceRecord {
  id: string;
  agency: { code: string; name: string };
  procedureCode: string;
  offered: Span;
  gaps: readonly Span[];
  facts: ServiceFacts;
  /** Number of `facts`; 0 before any were stated. */
  factsNo: number;
  demonstration: boolean;
  declarations: DeclaredLevel[];
  verifications: Verification[];
  /** New versions of the procedure that its agency was asked about, by version. */
  upstream: UpstreamChange[];
  /** Case volumes that hold, the earliest period first. */
  volumes: VolumeRecord[];
}

/** One published version of a procedure, with what it says about every service of it. */
export interface VersionRecord extends VersionInForce {
  procedure: {
    code: string;
    name: string;
    nameEn: string | null;
    decisionNumber: string | null;
    decisionDate: string | null;
  };
  field: { code: string; name: string };
  facts: ServiceFacts;
}

interface ServiceRow {
  id: string;
  agency_code: string;
  agency_name: string;
  procedure_code: string;
  valid_from: string | null;
  valid_to: string | null;
  agency_from: string | null;
  agency_to: string | null;
  facts: string | null;
  facts_no: number | null;
  demonstration: number;
}

const SERVICES = perList(
  'ids',
  (ids) => `SELECT s.id, s.agency_code, a.name AS agency_name, s.procedure_code, s.valid_from, s.valid_to,
            a.valid_from AS agency_from, a.valid_to AS agency_to, f.facts, f.no AS facts_no,
            s.demonstration
     FROM public_service s
     JOIN agency a ON a.code = s.agency_code
     LEFT JOIN service_facts f ON f.service_id = s.id
       AND f.no = (SELECT MAX(no) FROM service_facts known WHERE known.service_id = s.id AND known.recorded_at <= :knownAt)
     WHERE s.id IN ${ids}
     ORDER BY s.id`,
);
const DECLARATIONS = perList(
  'ids',
  (ids) => `SELECT service_id, no, level, effective_from FROM declaration
     WHERE recorded_at <= :knownAt AND service_id IN ${ids} ORDER BY service_id, no`,
);
const PAUSES = perList(
  'ids',
  (ids) => `SELECT service_id, closed_from, reopened_on FROM service_pause WHERE service_id IN ${ids}
     ORDER BY service_id, no`,
);

interface DeclarationRow {
  service_id: string;
  no: number;
  level: Level;
  effective_from: string;
}

interface PauseRow {
  service_id: string;
  closed_from: string;
  reopened_on: string;
}

/**
 * The services named, with their facts, declarations and verifications; at most some hundred at once.
 * @param knownAt facts as recorded by then; left out: as they are now
 */
export async function serviceRecords(
  queries: Queries,
  ids: readonly string[],
  knownAt: string = STILL_KNOWN,
): Promise<ServiceRecord[]> {
  const { engine } = queries;
  const rowsOf = <Row>([sql, params]: [string, SqlParams]) => queries.all<Row>(sql, { ...params, knownAt });
  const [services, declarations, pauses, verified, upstream, volumes] = await Promise.all([
    rowsOf<ServiceRow>(SERVICES(engine, ids)),
    rowsOf<DeclarationRow>(DECLARATIONS(engine, ids)),
    rowsOf<PauseRow>(PAUSES(engine, ids)),
    verificationsOf(queries, ids, knownAt),
    upstreamChangesOf(queries, ids, knownAt),
    volumeRecords(queries, ids, knownAt),
  ]);
  const paused = groupBy(pauses, (row) => row.service_id);
  const declared = groupBy(declarations, (row) => row.service_id);
  return services.map((row) => ({
    id: row.id,
    agency: { code: row.agency_code, name: row.agency_name },
    procedureCode: row.procedure_code,
    offered: {
      from: laterOf(row.valid_from, row.agency_from),
      to: earlierOf(row.valid_to, row.agency_to),
    },
    gaps: (paused.get(row.id) ?? []).map(({ closed_from, reopened_on }) => ({
      from: closed_from,
      to: reopened_on,
    })),
    facts: row.facts === null ? {} : (JSON.parse(row.facts) as ServiceFacts),
    factsNo: row.facts_no ?? 0,
    demonstration: row.demonstration === 1,
    declarations: (declared.get(row.id) ?? []).map(({ no, level, effective_from }) => ({
      no,
      level,
      effectiveFrom: effective_from,
    })),
    verifications: (verified.get(row.id) ?? []).map((verification) => ({
      ...verification,
      doubts: doubtsOf(verification, upstream.get(row.id) ?? []),
    })),
    upstream: upstream.get(row.id) ?? [],
    volumes: standingVolumes(volumes.get(row.id) ?? []),
  }));
}

function laterOf(a: string | null, b: string | null): string {
  const from = a ?? OPEN_START;
  return b !== null && b > from ? b : from;
}

/** The first day no longer: the day after the earlier of two last days. */
function earlierOf(a: string | null, b: string | null): string {
  const last = a !== null && (b === null || a < b) ? a : b;
  return last === null ? OPEN_END : addDays(last, 1);
}

interface VersionRow {
  procedure_code: string;
  no: number;
  kind: string;
  content: string;
  decision_number: string | null;
  decision_date: string | null;
  effective_from: string | null;
  field_name: string | null;
  [column: string]: SqlValue;
}

const VERSIONS = perList(
  'codes',
  (codes) => `SELECT procedure_code, no, kind, content, decision_number, decision_date, effective_from
     FROM procedure_version
     WHERE state IN ('published', 'superseded', 'repealed') AND procedure_code IN ${codes}
     ORDER BY procedure_code, no`,
);
const FIELDS = perList('codes', (codes) => `SELECT code, name FROM field WHERE code IN ${codes}`);

/** The published versions of the procedures named, by procedure. */
export async function versionRecords(
  queries: Queries,
  procedureCodes: readonly string[],
): Promise<Map<string, VersionRecord[]>> {
  const rows = await queries.all<VersionRow>(...VERSIONS(queries.engine, procedureCodes));
  const contents = rows.map((row) => JSON.parse(row.content) as ProcedureContent);
  const names = await fieldNames(queries, new Set(contents.map(({ fieldCode }) => fieldCode)));
  const versions = rows.map((row, i) => versionRecord(row, contents[i]!, names));
  return groupBy(versions, (version) => version.procedure.code);
}

function versionRecord(
  row: VersionRow,
  content: ProcedureContent,
  names: ReadonlyMap<string, string>,
): VersionRecord {
  const decision = { number: row.decision_number, date: row.decision_date };
  return {
    no: row.no,
    effectiveFrom: row.effective_from,
    repeals: row.kind === 'repealed',
    fieldCode: content.fieldCode,
    hasForms: content.components.some((component) => component.hasForm),
    procedure: {
      code: row.procedure_code,
      name: content.name,
      nameEn: content.nameEn,
      decisionNumber: decision.number,
      decisionDate: decision.date,
    },
    field: { code: content.fieldCode, name: names.get(content.fieldCode) ?? content.fieldCode },
    facts: factsOfProcedure(content, decision),
  };
}

async function fieldNames(
  queries: Queries,
  codes: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const rows = await queries.all<{ code: string; name: string }>(...FIELDS(queries.engine, [...codes]));
  return new Map(rows.map((row) => [row.code, row.name]));
}
