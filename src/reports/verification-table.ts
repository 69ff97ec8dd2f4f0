import { BASES } from '../domain/verification-counts.js';
import { LEVELS } from '../domain/level-scheme/scheme.js';
import type { CoverageTable } from './coverage-table.js';
import type { VerificationReport, VerificationRow } from './verification.query.js';

const NUMBERS = {
  verificationCoverage: 'verification_coverage',
  stale: 'stale',
  overClaims: 'over_claims',
} as const;
type NumberName = keyof typeof NUMBERS;

/** The rows of the report and, without a key, its totals; each says what it counted, since rows are copied out of tables. */
export function verificationTable(report: VerificationReport): CoverageTable {
  const names = Object.keys(NUMBERS) as NumberName[];
  const headers = [
    'key',
    'name',
    'total',
    ...names.flatMap((name) => [NUMBERS[name], `${NUMBERS[name]}_of`, `${NUMBERS[name]}_share`]),
    ...BASES.flatMap((basis) => [`${basis}_none`, ...LEVELS.map((level) => `${basis}_${level}`)]),
    'demonstration',
    'scope',
    'as_of',
    'known_at',
    'rules',
  ];
  const context = [report.scope, report.asOf, report.knownAt, Object.values(report.rules).join(' ')];
  const cells = (row: VerificationRow) => [
    row.key,
    row.name,
    row.total,
    ...names.flatMap((name) => [row[name].numerator, row[name].denominator, row[name].value]),
    ...BASES.flatMap((basis) => [
      row.byBasis[basis].none,
      ...LEVELS.map((level) => row.byBasis[basis].exact[level]),
    ]),
    row.demonstration,
    ...context,
  ];
  return {
    columns: headers.map((header) => ({ header, width: header === 'name' ? 50 : 16 })),
    rows: [...report.rows, { ...report.totals, key: '', name: 'Tổng' }].map(cells),
  };
}
