import { setImmediate as nextTurn } from 'node:timers/promises';
import { textAsBytes } from '../database/dialect.js';
import type { Queries } from '../database/reader.js';
import type { SqlParams } from '../database/sql.js';
import type { ServiceSelection } from './service-filter.js';

const LINES_AT_ONCE = 500;

/**
 * The documents of a selection of today's list by procedure and agency, one a line, many lines at once. The database joins them: a document
 * that is only handed on is never made a text of JavaScript, to be made bytes again. Call it inside a snapshot.
 */
export async function* serviceLines(
  queries: Queries,
  selection: ServiceSelection,
  linesAtOnce = LINES_AT_ONCE,
): AsyncGenerator<string | Uint8Array> {
  const conditions = [
    ...selection.conditions,
    '(s.procedure_code, s.agency_code) > (:afterProcedure, :afterAgency)',
  ];
  const where = `WHERE ${conditions.join(' AND ')} ORDER BY s.procedure_code, s.agency_code`;
  const joined = `string_agg(doc, '\n' ORDER BY procedure_code, agency_code) || '\n'`;
  const page = `SELECT ${textAsBytes(queries.engine, joined)} AS lines
    FROM (SELECT c.doc, s.procedure_code, s.agency_code
          FROM published_service s JOIN change c ON c.seq = s.change_seq ${where} LIMIT ${linesAtOnce}) page`;
  const last = `SELECT s.procedure_code AS "afterProcedure", s.agency_code AS "afterAgency"
    FROM published_service s ${where} LIMIT 1 OFFSET ${linesAtOnce - 1}`;
  for (let after: Key | undefined = { afterProcedure: '', afterAgency: '' }; after !== undefined;) {
    const params: SqlParams = { ...selection.params, ...after };
    const found = await queries.get<{ lines: string | Uint8Array | null }>(page, params);
    if (found?.lines) yield found.lines;
    after = await queries.get<Key>(last, params);
    await nextTurn();
  }
}

type Key = { afterProcedure: string; afterAgency: string };
