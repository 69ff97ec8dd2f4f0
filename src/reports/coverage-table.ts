import type { CoverageReport, CoverageRow } from './coverage.query.js';

/** A column of the report as a table: texts stay texts, counts and shares are numbers. */
interface Column {
  header: string;
  width: number;
  value(row: Omit<CoverageRow, 'key' | 'name'> & { key: string; name: string }): string | number | null;
}

const COLUMNS: Column[] = [
  { header: 'key', width: 16, value: (row) => row.key },
  { header: 'name', width: 50, value: (row) => row.name },
  { header: 'total', width: 10, value: (row) => row.total },
  { header: 'none', width: 10, value: (row) => row.none },
  { header: 'exact_1', width: 10, value: (row) => row.exact[1] },
  { header: 'exact_2', width: 10, value: (row) => row.exact[2] },
  { header: 'exact_3', width: 10, value: (row) => row.exact[3] },
  { header: 'at_least_1', width: 11, value: (row) => row.atLeast[1] },
  { header: 'at_least_2', width: 11, value: (row) => row.atLeast[2] },
  { header: 'at_least_3', width: 11, value: (row) => row.atLeast[3] },
  { header: 'coverage_1', width: 11, value: (row) => row.coverage[1].value },
  { header: 'coverage_2', width: 11, value: (row) => row.coverage[2].value },
  { header: 'coverage_3', width: 11, value: (row) => row.coverage[3].value },
  { header: 'verified', width: 10, value: (row) => row.verified },
  { header: 'stale', width: 10, value: (row) => row.stale },
  { header: 'over_claimed', width: 13, value: (row) => row.overClaimed },
  { header: 'violations', width: 11, value: (row) => row.violations },
  { header: 'demonstration', width: 14, value: (row) => row.demonstration },
  // Services whose dossiers are not known, where dossiers are counted.
  { header: 'excluded', width: 10, value: (row) => row.coverage[1].excluded[0]?.count ?? 0 },
];
const CONTEXT = ['unit', 'basis', 'scope', 'as_of', 'known_at', 'rule', 'weight', 'volume_period'];

export interface CoverageTable {
  columns: { header: string; width: number }[];
  rows: (string | number | null)[][];
}

/** The rows of the report and, without a key, its totals; each says what it counted, since rows are copied out of tables. */
export function coverageTable(report: CoverageReport): CoverageTable {
  const context = [
    report.unit,
    report.basis,
    report.scope,
    report.asOf,
    report.knownAt,
    report.ruleId,
    report.weight,
    report.volumePeriod,
  ];
  return {
    columns: [
      ...COLUMNS.map(({ header, width }) => ({ header, width })),
      ...CONTEXT.map((header) => ({ header, width: 24 })),
    ],
    rows: [...report.rows, { ...report.totals, key: '', name: 'Tổng' }].map((row) => [
      ...COLUMNS.map((column) => column.value(row)),
      ...context,
    ]),
  };
}
