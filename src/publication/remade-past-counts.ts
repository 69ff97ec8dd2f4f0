import type { Unit } from '../database/unit.js';
import { STILL_KNOWN } from '../domain/service-timeline.js';
import { CELL_COLUMNS } from './coverage-cells.js';

const AS_KNOWN_NOW = `service_state WHERE known_to = '${STILL_KNOWN}'`;

/** What the counts of past days have to be, from the history: of each cell the days on which its number moves. */
export const PAST_COUNTS_ANEW = `SELECT ${CELL_COLUMNS}, day, n
  FROM (SELECT ${CELL_COLUMNS}, day, delta, SUM(delta) OVER (PARTITION BY ${CELL_COLUMNS} ORDER BY day) AS n
        FROM (SELECT ${CELL_COLUMNS}, day, SUM(delta) AS delta
              FROM (SELECT ${CELL_COLUMNS}, valid_from AS day, 1 AS delta FROM ${AS_KNOWN_NOW}
                    UNION ALL SELECT ${CELL_COLUMNS}, valid_to AS day, -1 AS delta FROM ${AS_KNOWN_NOW}) m
              GROUP BY ${CELL_COLUMNS}, day) moves) counts
  WHERE delta <> 0`;

/** Makes them anew where a version of the program wrote that does not keep them. The history has to be written by then. */
export async function remakePastCounts(unit: Unit): Promise<void> {
  await unit.run('DELETE FROM past_count');
  await unit.run('DELETE FROM past_cell');
  await unit.run(
    `INSERT INTO past_cell (id, ${CELL_COLUMNS})
     SELECT ROW_NUMBER() OVER (ORDER BY ${CELL_COLUMNS}), ${CELL_COLUMNS} FROM (SELECT DISTINCT ${CELL_COLUMNS} FROM ${AS_KNOWN_NOW}) cells`,
  );
  await unit.run(
    `INSERT INTO past_count (cell_id, from_day, n)
     SELECT c.id, counts.day, counts.n FROM (${PAST_COUNTS_ANEW}) counts JOIN past_cell c USING (${CELL_COLUMNS})`,
  );
}
