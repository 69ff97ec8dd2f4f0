import { LEVELS } from '../domain/level-scheme/scheme.js';
import type { Comparison } from './compare.query.js';
import type { CoverageTable } from './coverage-table.js';
import type { Findings } from './findings.query.js';
import type { Timeline } from './timeline.query.js';

// Reports over time and lists of findings as tables. Each row says what it is about, since rows are copied out of tables.

const table = (headers: string[], rows: (string | number | null)[][]): CoverageTable => ({
  columns: headers.map((header) => ({ header, width: 16 })),
  rows,
});

export function timelineTable(report: Timeline): CoverageTable {
  return table(
    [
      'as_of',
      'total',
      'none',
      ...LEVELS.map((level) => `exact_${level}`),
      ...LEVELS.map((level) => `at_least_${level}`),
      ...LEVELS.map((level) => `coverage_${level}`),
      'demonstration',
      'unit',
      'basis',
      'scope',
      'known_at',
      'rule',
    ],
    report.points.map((point) => [
      point.asOf,
      point.total,
      point.none,
      ...LEVELS.map((level) => point.exact[level]),
      ...LEVELS.map((level) => point.atLeast[level]),
      ...LEVELS.map((level) => point.coverage[level].value),
      point.demonstration,
      report.unit,
      report.basis,
      report.scope,
      report.knownAt,
      report.ruleId,
    ]),
  );
}

/** The services that moved. A service that was not in the list then has no level and is `absent`. */
export function comparisonTable({ a, b, items }: Comparison): CoverageTable {
  const level = (there: { level: number | null } | null) =>
    there === null ? 'absent' : (there.level ?? 'none');
  return table(
    [
      'id',
      'procedure_code',
      'procedure_name',
      'agency_code',
      'agency_name',
      'move',
      'level_a',
      'level_b',
      'a',
      'b',
    ],
    items.map((one) => [
      one.id,
      one.procedure.code,
      one.procedure.name,
      one.agency.code,
      one.agency.name,
      one.move,
      level(one.a),
      level(one.b),
      a.asOf,
      b.asOf,
    ]),
  );
}

export function findingsTable({ rows, asOf, knownAt }: Findings): CoverageTable {
  return table(
    [
      'id',
      'procedure_code',
      'procedure_name',
      'field',
      'agency_code',
      'agency_name',
      'level',
      'declared_level',
      'verified_level',
      'basis',
      'due',
      'as_of',
      'known_at',
    ],
    rows.map((row) => [
      row.service_id,
      row.procedure_code,
      row.procedure_name,
      row.field_code,
      row.agency_code,
      row.agency_name,
      row.level || null,
      row.declared_level || null,
      row.verified_level || null,
      row.basis,
      String(row.due === 1),
      asOf,
      knownAt,
    ]),
  );
}
