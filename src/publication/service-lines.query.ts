import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Snapshot } from '../database/reader.js';
import type { SqlParams } from '../database/sql.js';
import type { ServiceSelection } from './service-filter.js';

const LINES_AT_ONCE = 500;

/** The documents of a selection of today's list by procedure and agency, one a line, many lines at once. */
export async function* serviceLines(
  snapshot: Snapshot,
  selection: ServiceSelection,
  linesAtOnce = LINES_AT_ONCE,
): AsyncGenerator<Uint8Array> {
  const conditions = [
    ...selection.conditions,
    '(s.procedure_code, s.agency_code) > (:afterProcedure, :afterAgency)',
  ];
  const where = `WHERE ${conditions.join(' AND ')} ORDER BY s.procedure_code, s.agency_code`;
  const page = `SELECT c.doc AS line, s.procedure_code, s.agency_code
    FROM published_service s JOIN change c ON c.seq = s.change_seq ${where} LIMIT ${linesAtOnce}`;
  const last = `SELECT s.procedure_code AS "afterProcedure", s.agency_code AS "afterAgency"
    FROM published_service s ${where} LIMIT 1 OFFSET ${linesAtOnce - 1}`;
  for (let after: Key | undefined = { afterProcedure: '', afterAgency: '' }; after !== undefined;) {
    const params: SqlParams = { ...selection.params, ...after };
    const lines = await snapshot.lines(page, 'procedure_code, agency_code', params);
    if (lines.length > 0) yield lines;
    after = await snapshot.get<Key>(last, params);
    await nextTurn();
  }
}

type Key = { afterProcedure: string; afterAgency: string };
