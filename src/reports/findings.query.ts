import { whereOf } from '../database/sql.js';
import type { Queries } from '../database/reader.js';
import { type NumberContext, type ReportNumber, reportNumber } from '../domain/coverage.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { badRequest } from '../http/problem.js';
import {
  selectServices,
  type ServiceSelection,
  STATE_CONDITIONS,
  tableOf,
} from '../publication/service-filter.js';
import { listPath } from './list-link.js';
import { catalogueHead, contextOf, type ReportQuestion, scopeOf } from './report-question.js';

/** A state of services that somebody has to look at, and what its rate is a share of. */
export interface FindingKind {
  state: 'violation' | 'overClaimed';
  basis: NumberContext['basis'];
  ruleId: string;
  rule: { vi: string; en: string };
  /** Condition of the services among which the rate is. */
  among: string;
  /** Why the other services in force are not among them. */
  excluded: string;
}

export const VIOLATION: FindingKind = {
  state: 'violation',
  basis: 'published',
  ruleId: 'violation.art19-1.v1',
  rule: {
    vi:
      'Nghị định 43/2011/NĐ-CP Điều 19.1: thủ tục có biểu mẫu không dừng ở mức độ 1. Danh sách gồm mọi dịch vụ có biểu ' +
      'mẫu đang ở mức độ 1; “quá hạn”: kế hoạch đã duyệt đòi dịch vụ này đạt mức độ 2 trở lên và đã quá ngày.',
    en:
      'Decree 43/2011/NĐ-CP Art. 19.1: a procedure that has forms may not rest at level 1. The list holds every service ' +
      'with forms at level 1; “overdue”: an approved plan asks level 2 or above of the service and the day is past.',
  },
  among: 's.has_forms = 1',
  excluded: 'no_forms',
};

export const OVER_CLAIM: FindingKind = {
  state: 'overClaimed',
  basis: 'declared',
  ruleId: 'overClaim.inspected.v1',
  rule: {
    vi: 'Dịch vụ có mức độ tự khai cao hơn mức độ đã kiểm tra, trong số dịch vụ có kiểm tra còn hiệu lực.',
    en: 'Services declared above the level that was verified, among those with an inspection in effect.',
  },
  among: `s.basis IN ('verified', 'verified_stale')`,
  excluded: 'not_inspected',
};

export interface FoundService {
  service_id: string;
  agency_code: string;
  agency_name: string;
  procedure_code: string;
  procedure_name: string;
  field_code: string;
  level: Level | 0;
  declared_level: Level | 0;
  verified_level: Level | 0;
  basis: string;
  due: number;
}

export interface Findings {
  rows: FoundService[];
  next: string | null;
  total: number;
  asOf: string;
  knownAt: string;
  seq: number;
  rule: FindingKind['rule'];
  /** The share within the whole scope, and within each agency that has services to divide by. */
  rate: ReportNumber;
  rates: { key: string; name: string; rate: ReportNumber }[];
}

export async function findings(
  queries: Queries,
  kind: FindingKind,
  question: ReportQuestion,
  limit: number,
  cursor: string | undefined,
): Promise<Findings> {
  const head = await catalogueHead(queries);
  const context = { ...contextOf(question, head), basis: kind.basis };
  const selection = await selectServices(queries, scopeOf(question), head.listDay);
  const list = JSON.stringify([kind.state, Object.entries(question).sort()]);
  const rows = await foundRows(queries, kind, selection, context, keyOf(list, cursor), limit + 1);
  const agencies = await countsByAgency(queries, kind, selection);
  const numberOf = (counts: Counts, about: ReportQuestion) =>
    reportNumber(
      counts.found,
      counts.among,
      kind.ruleId,
      context,
      listPath('service', { ...scopeOf(about), state: kind.state, asOf: context.asOf }),
      [{ reason: kind.excluded, count: counts.total - counts.among }],
    );
  const sum = agencies.reduce(
    (sum, one) => ({
      total: sum.total + one.total,
      among: sum.among + one.among,
      found: sum.found + one.found,
    }),
    { total: 0, among: 0, found: 0 },
  );
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit ? encodeCursor(list, [last!.procedure_code, last!.agency_code]) : null,
    total: sum.found,
    asOf: context.asOf,
    knownAt: context.knownAt,
    seq: head.seq,
    rule: kind.rule,
    rate: numberOf(sum, question),
    rates: agencies
      .filter(({ among }) => among > 0)
      .map((agency) => ({
        key: agency.code,
        name: agency.name,
        rate: numberOf(agency, { ...question, agency: agency.code, scope: 'own' }),
      })),
  };
}

function keyOf(list: string, cursor: string | undefined): { procedure: string; agency: string } {
  if (cursor === undefined) return { procedure: '', agency: '' };
  const [procedure, agency] = decodeCursor(list, cursor);
  if (typeof procedure === 'string' && typeof agency === 'string') return { procedure, agency };
  throw badRequest([{ in: 'query', pointer: '/cursor', code: 'bad_cursor' }]);
}

function foundRows(
  queries: Queries,
  kind: FindingKind,
  selection: ServiceSelection,
  { asOf, knownAt }: NumberContext,
  after: { procedure: string; agency: string },
  limit: number,
): Promise<FoundService[]> {
  const conditions = [
    ...selection.conditions,
    STATE_CONDITIONS[kind.state],
    '(s.procedure_code, s.agency_code) > (:afterProcedure, :afterAgency)',
  ];
  return queries.all<FoundService>(
    `SELECT s.service_id, s.agency_code, a.name AS agency_name, s.procedure_code, p.name AS procedure_name,
            s.field_code, s.level, s.declared_level, s.verified_level, s.basis,
            CASE WHEN EXISTS (
              SELECT 1 FROM plan_line l JOIN plan y ON y.year = l.year
              WHERE l.service_id = s.service_id AND y.state = 'approved'
                AND (l.withdrawn_at IS NULL OR l.withdrawn_at > :plansKnownAt)
                AND ((l.level >= 2 AND l.due_date < :dueBefore
                      AND COALESCE(l.changed_at, l.recorded_at) <= :plansKnownAt)
                  OR EXISTS (
                    SELECT 1 FROM plan_line_past b
                    WHERE b.year = l.year AND b.no = l.no AND b.level >= 2 AND b.due_date < :dueBefore
                      AND b.recorded_at <= :plansKnownAt AND b.until_at > :plansKnownAt))) THEN 1 ELSE 0 END AS due
     FROM ${tableOf(selection)} s
     JOIN agency a ON a.code = s.agency_code
     JOIN procedure p ON p.code = s.procedure_code
     ${whereOf(conditions)} ORDER BY s.procedure_code, s.agency_code LIMIT :limit`,
    {
      ...selection.params,
      afterProcedure: after.procedure,
      afterAgency: after.agency,
      dueBefore: asOf,
      plansKnownAt: knownAt,
      limit,
    },
  );
}

interface Counts {
  total: number;
  among: number;
  found: number;
}

function countsByAgency(
  queries: Queries,
  kind: FindingKind,
  selection: ServiceSelection,
): Promise<(Counts & { code: string; name: string })[]> {
  return queries.all(
    `SELECT a.code, a.name, t.total, t.among, t.found
     FROM (SELECT s.agency_code, COUNT(*) AS total,
                  SUM(CASE WHEN ${kind.among} THEN 1 ELSE 0 END) AS among,
                  SUM(CASE WHEN ${STATE_CONDITIONS[kind.state]} THEN 1 ELSE 0 END) AS found
           FROM ${tableOf(selection)} s ${whereOf(selection.conditions)} GROUP BY s.agency_code) t
     JOIN agency a ON a.code = t.agency_code ORDER BY a.code`,
    selection.params,
  );
}
