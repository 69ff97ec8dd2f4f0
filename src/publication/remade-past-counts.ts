import type { Unit } from '../database/unit.js';
import { STILL_KNOWN } from '../domain/service-timeline.js';

const CELL = 'agency_code, level, basis, declared_level, verified_level, has_forms, demonstration';
const AS_KNOWN_NOW = `service_state WHERE known_to = '${STILL_KNOWN}'`;

/** What the counts of past days have to be, from the history: of each cell the days on which its number moves. */
export const PAST_COUNTS_ANEW = `SELECT ${CELL}, day, n
  FROM (SELECT ${CELL}, day, delta, SUM(delta) OVER (PARTITION BY ${CELL} ORDER BY day) AS n
        FROM (SELECT ${CELL}, day, SUM(delta) AS delta
              FROM (SELECT ${CELL}, valid_from AS day, 1 AS delta FROM ${AS_KNOWN_NOW}
                    UNION ALL SELECT ${CELL}, valid_to AS day, -1 AS delta FROM ${AS_KNOWN_NOW}) m
              GROUP BY ${CELL}, day) moves) counts
  WHERE delta <> 0`;

/** Makes them anew where a version of the program wrote that does not keep them. The history has to be written by then. */
export async function remakePastCounts(unit: Unit): Promise<void> {
  await unit.run('DELETE FROM past_count');
  await unit.run('DELETE FROM past_cell');
  await unit.run(
    `INSERT INTO past_cell (id, ${CELL})
     SELECT ROW_NUMBER() OVER (ORDER BY ${CELL}), ${CELL} FROM (SELECT DISTINCT ${CELL} FROM ${AS_KNOWN_NOW}) cells`,
  );
  await unit.run(
    `INSERT INTO past_count (cell_id, from_day, n)
     SELECT c.id, counts.day, counts.n FROM (${PAST_COUNTS_ANEW}) counts JOIN past_cell c USING (${CELL})`,
  );
}
