import type { Queries } from '../database/reader.js';
import { STILL_KNOWN } from '../domain/service-timeline.js';
import { ALL_FIELDS, CELL_COLUMNS } from './coverage-cells.js';
import { PAST_COUNTS_ANEW } from './remade-past-counts.js';

/** Something that is kept in step with the records, and is not what they say. */
export interface OutOfStep {
  table: 'coverage_cell' | 'past_count' | 'published_service' | 'service_state' | 'change' | 'ledger_subject';
  /** The row as it is kept, or as it would be made anew; one that differs is told twice. */
  side: 'kept' | 'made anew';
  row: string;
}

export interface KeptVerdict {
  cells: number;
  services: number;
  outOfStep: OutOfStep[];
}

const SHOWN = 50;
const SERVICE = `service_id, agency_code, procedure_code, field_code, level, basis, declared_level, verified_level, has_forms,
  demonstration`;

/**
 * Makes anew what reports add up, from the list and from the history, and the list's own columns, from the history of its day, and compares
 * all with what is kept. Call it inside a snapshot.
 */
export async function keptCounts(queries: Queries): Promise<KeptVerdict> {
  const cells = {
    table: 'coverage_cell' as const,
    columns: `field_code, ${CELL_COLUMNS}, n`,
    kept: 'SELECT * FROM coverage_cell',
    anew: `SELECT field_code, ${CELL_COLUMNS}, COUNT(*) AS n FROM published_service GROUP BY field_code, ${CELL_COLUMNS}
      UNION ALL SELECT '${ALL_FIELDS}' AS field_code, ${CELL_COLUMNS}, COUNT(*) AS n FROM published_service GROUP BY ${CELL_COLUMNS}`,
  };
  const days = {
    table: 'past_count' as const,
    columns: `${CELL_COLUMNS}, day, n`,
    kept: `SELECT c.*, d.from_day AS day, d.n FROM past_count d JOIN past_cell c ON c.id = d.cell_id`,
    anew: PAST_COUNTS_ANEW,
  };
  const list = {
    table: 'published_service' as const,
    columns: `${SERVICE}, change_seq, updated_at`,
    kept: 'SELECT * FROM published_service',
    anew: `SELECT ${SERVICE}, last.seq AS change_seq, last.at AS updated_at
      FROM service_state, (SELECT list_day FROM ledger_head WHERE id = 1) head,
        (SELECT c.service_id AS changed_id, c.seq, c.at FROM change c
         JOIN (SELECT MAX(seq) AS seq FROM change GROUP BY service_id) newest ON newest.seq = c.seq) last
      WHERE last.changed_id = service_id AND known_to = '${STILL_KNOWN}' AND valid_from <= head.list_day AND valid_to > head.list_day`,
  };
  const outOfStep: OutOfStep[] = [];
  for (const { table, columns, kept: rows, anew } of [cells, days, list]) {
    const kept = `SELECT ${columns} FROM (${rows}) kept`;
    const made = `SELECT ${columns} FROM (${anew}) anew`;
    for (const [side, all, others] of [
      ['kept', kept, made],
      ['made anew', made, kept],
    ] as const) {
      const differing = await queries.all<object>(
        `SELECT * FROM (${all}) a EXCEPT SELECT * FROM (${others}) b LIMIT ${SHOWN}`,
      );
      outOfStep.push(...differing.map((row) => ({ table, side, row: JSON.stringify(row) })));
    }
  }
  const count = await queries.get<{ cells: number; services: number }>(
    'SELECT (SELECT COUNT(*) FROM coverage_cell) AS cells, (SELECT COUNT(*) FROM published_service) AS services',
  );
  return { ...count!, outOfStep };
}
