import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes } from '../dialect.js';

const CELL = 'agency_code, level, basis, declared_level, verified_level, has_forms, demonstration';
const AS_KNOWN_NOW = `service_state WHERE known_to = '9999-12-31T23:59:59.999Z'`;

/** How many services each agency had in each state, on every day as known now: reports about a past day add these up. */
export class CountsOfPastDays1700000000014 implements MigrationInterface {
  name = 'CountsOfPastDays1700000000014';

  async up(runner: QueryRunner): Promise<void> {
    const { text, int, big } = columnTypes(runner.connection.options.type);
    const statements = [
      `CREATE TABLE past_cell (
        id ${int} PRIMARY KEY,
        agency_code ${text} NOT NULL,
        level ${int} NOT NULL,
        basis ${text} NOT NULL,
        declared_level ${int} NOT NULL,
        verified_level ${int} NOT NULL,
        has_forms ${int} NOT NULL,
        demonstration ${int} NOT NULL,
        UNIQUE (${CELL}))`,
      // From its day until that of the next row of the cell; before the first there is none.
      `CREATE TABLE past_count (
        cell_id ${int} NOT NULL REFERENCES past_cell (id),
        from_day ${text} NOT NULL,
        n ${int} NOT NULL CHECK (n >= 0),
        PRIMARY KEY (cell_id, from_day))`,
      `INSERT INTO past_cell (id, ${CELL})
       SELECT ROW_NUMBER() OVER (ORDER BY ${CELL}), ${CELL} FROM (SELECT DISTINCT ${CELL} FROM ${AS_KNOWN_NOW}) cells`,
      // Only the days on which a number moves.
      `INSERT INTO past_count (cell_id, from_day, n)
       SELECT cell_id, day, n
       FROM (SELECT cell_id, day, delta, SUM(delta) OVER (PARTITION BY cell_id ORDER BY day) AS n
             FROM (SELECT c.id AS cell_id, m.day, SUM(m.delta) AS delta
                   FROM (SELECT ${CELL}, valid_from AS day, 1 AS delta FROM ${AS_KNOWN_NOW}
                         UNION ALL SELECT ${CELL}, valid_to AS day, -1 AS delta FROM ${AS_KNOWN_NOW}) m
                   JOIN past_cell c USING (${CELL})
                   GROUP BY c.id, m.day) moves) counts
       WHERE delta <> 0
       ORDER BY cell_id, day`,
      // The last entry of the ledger whose writer kept the counts: a version before this one writes without.
      `ALTER TABLE ledger_head ADD COLUMN counted_seq ${big} NOT NULL DEFAULT 0`,
      `UPDATE ledger_head SET counted_seq = seq`,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
