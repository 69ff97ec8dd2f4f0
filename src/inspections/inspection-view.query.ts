import type { Queries } from '../database/reader.js';
import { effectiveFacts } from '../domain/facts-of-procedure.js';
import { levelInspected } from '../domain/held-back.js';
import { assess, type CriterionResult } from '../domain/level-scheme/assess.js';
import { changedKeys, materialHash, materialKeys } from '../domain/level-scheme/material-facts.js';
import type { Criterion, Level } from '../domain/level-scheme/scheme.js';
import type { FactKey, ServiceFacts } from '../domain/service-facts.js';
import { notFound } from '../http/problem.js';
import { serviceOnDay } from '../public-services/facts.query.js';
import { factsBoundBy } from '../public-services/standing-verification.query.js';
import { levelSchemes } from '../schemes/level-schemes.query.js';
import type {
  FindingState,
  InspectedOutcome,
  InspectionOutcomeRow,
  InspectionRow,
} from './inspection.table.js';

/** What the facts support and what the inspector found, criterion by criterion. */
export interface InspectedCriterion {
  id: string;
  level: Level;
  title: Criterion['title'];
  fact: FactKey;
  source: string;
  howToMend: Criterion['howToMend'];
  stated: Pick<CriterionResult, 'outcome' | 'reason' | 'evidence'>;
  inspected: {
    outcome: InspectedOutcome;
    reason: string | null;
    note: string | null;
    evidence: string[];
  } | null;
}

export interface DeclaredRecord {
  no: number;
  level: Level;
  effectiveFrom: string;
  factsRevision: number;
  note: string | null;
  actor: string;
  agencyCode: string | null;
  recordedAt: string;
}

/** An inspection with the declaration, the facts and what they support, side by side. */
export interface InspectionView {
  id: string;
  serviceId: string;
  no: number;
  agencyCode: string;
  procedureCode: string;
  procedureName: string;
  method: InspectionRow['method'];
  state: InspectionRow['state'];
  declaration: DeclaredRecord;
  /** Of an open inspection as they are now; of a closed one as they were verified. */
  facts: { revision: number; procedureVersion: number; sha256: string; facts: ServiceFacts };
  /** Material facts stated otherwise now than when it was opened, or closed. */
  changedKeys: FactKey[];
  supportedLevel: Level | null;
  criteria: InspectedCriterion[];
  /** What the outcomes support so far. */
  outcomeLevel: Level | null;
  heldBackBy: string[];
  /** The verified level once closed; null while open, or where not even level 1 was found. */
  level: Level | null;
  effectiveFrom: string | null;
  staleFrom: string | null;
  inspector: string;
  inspectorAgency: string | null;
  note: string | null;
  openedAt: string;
  closedAt: string | null;
  closedBy: string | null;
  findings: { id: string; criterion: string | null; text: string; dueDate: string; state: FindingState }[];
}

export const INSPECTION_COLUMNS = `i.id, i.service_id AS "serviceId", i.no, i.declaration_no AS "declarationNo", i.method,
  i.state, i.level, i.effective_from AS "effectiveFrom", i.stale_from AS "staleFrom", i.facts_no AS "factsNo",
  i.version_no AS "versionNo", i.facts_sha AS "factsSha", i.inspector, i.inspector_agency AS "inspectorAgency", i.note,
  i.opened_at AS "openedAt", i.closed_at AS "closedAt", i.closed_by AS "closedBy"`;

/** @throws Problem 404 */
export async function inspectionRow(queries: Queries, id: string): Promise<InspectionRow> {
  const row = await queries.get<InspectionRow>(
    `SELECT ${INSPECTION_COLUMNS} FROM inspection i WHERE i.id = :id`,
    { id },
  );
  if (!row) throw notFound();
  return row;
}

export function outcomeRows(queries: Queries, id: string): Promise<InspectionOutcomeRow[]> {
  return queries.all<InspectionOutcomeRow>(
    `SELECT inspection_id AS "inspectionId", criterion, outcome, reason, note, evidence
     FROM inspection_outcome WHERE inspection_id = :id ORDER BY criterion`,
    { id },
  );
}

/**
 * @param today the day whose version of the procedure is read
 * @throws Problem 404
 */
export async function inspectionView(queries: Queries, id: string, today: string): Promise<InspectionView> {
  const row = await inspectionRow(queries, id);
  const { record, version, versions } = await serviceOnDay(queries, row.serviceId, today);
  const { own } = await levelSchemes(queries);
  const bound = await factsBoundBy(queries, row.serviceId, versions, row);
  const now = effectiveFacts(version.facts, record.facts);
  const isOpen = row.state === 'open';
  const facts = isOpen ? now : bound;
  const assessed = assess(own, facts);
  const outcomes = await outcomeRows(queries, id);
  const { supportedLevel: outcomeLevel, heldBackBy } = levelInspected(own, outcomes);
  const findings = await queries.all<InspectionView['findings'][number]>(
    `SELECT id, criterion, text, due_date AS "dueDate", state FROM finding WHERE inspection_id = :id ORDER BY created_at, id`,
    { id },
  );
  return {
    id: row.id,
    serviceId: row.serviceId,
    no: row.no,
    agencyCode: record.agency.code,
    procedureCode: record.procedureCode,
    procedureName: version.procedure.name,
    method: row.method,
    state: row.state,
    declaration: await declarationOf(queries, row),
    facts: {
      revision: isOpen ? record.factsNo : row.factsNo,
      procedureVersion: isOpen ? version.no : row.versionNo,
      sha256: isOpen ? materialHash(own, now) : row.factsSha,
      facts,
    },
    changedKeys: changedKeys(bound, now, materialKeys(own)),
    supportedLevel: assessed.supportedLevel,
    criteria: own.criteria.map((criterion, i) => sideBySide(criterion, assessed.criteria[i]!, outcomes)),
    outcomeLevel,
    heldBackBy,
    level: (row.level || null) as Level | null,
    effectiveFrom: row.effectiveFrom,
    staleFrom: row.staleFrom,
    inspector: row.inspector,
    inspectorAgency: row.inspectorAgency,
    note: row.note,
    openedAt: row.openedAt,
    closedAt: row.closedAt,
    closedBy: row.closedBy,
    findings,
  };
}

/** @param outcomes none where nothing has been inspected yet */
export function sideBySide(
  { id, level, title, fact, source, howToMend }: Criterion,
  { outcome, reason, evidence }: CriterionResult,
  outcomes: readonly InspectionOutcomeRow[],
): InspectedCriterion {
  const found = outcomes.find((candidate) => candidate.criterion === id);
  const inspected = found
    ? {
        outcome: found.outcome,
        reason: found.reason,
        note: found.note,
        evidence: JSON.parse(found.evidence) as string[],
      }
    : null;
  return { id, level, title, fact, source, howToMend, stated: { outcome, reason, evidence }, inspected };
}

export async function declarationOf(
  queries: Queries,
  { serviceId, declarationNo }: Pick<InspectionRow, 'serviceId' | 'declarationNo'>,
): Promise<DeclaredRecord> {
  const row = await queries.get<DeclaredRecord>(
    `SELECT no, level, effective_from AS "effectiveFrom", facts_no AS "factsRevision", note, actor,
            actor_agency AS "agencyCode", recorded_at AS "recordedAt"
     FROM declaration WHERE service_id = :serviceId AND no = :declarationNo`,
    { serviceId, declarationNo },
  );
  return row!;
}
