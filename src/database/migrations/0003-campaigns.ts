import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes, refuseChange } from '../dialect.js';

/** Campaigns of inspections: what was drawn, from what, and how. What was drawn is never changed. */
export class Campaigns1700000000003 implements MigrationInterface {
  name = 'Campaigns1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    const { text, int } = columnTypes(runner.connection.options.type);
    const statements = [
      `CREATE TABLE campaign (
        id ${text} PRIMARY KEY,
        name ${text} NOT NULL,
        purpose ${text},
        state ${text} NOT NULL CHECK (state IN ('open', 'closed')),
        due_date ${text},
        filter ${text} NOT NULL,
        as_of ${text} NOT NULL,
        known_at ${text} NOT NULL,
        list_count ${int} NOT NULL,
        list_sha256 ${text} NOT NULL,
        strata_by ${text} NOT NULL CHECK (strata_by IN ('none', 'agency', 'level', 'field', 'level-of-government')),
        margin_of_error ${text} NOT NULL,
        confidence ${int} NOT NULL CHECK (confidence IN (90, 95, 99)),
        expected_rate ${text} NOT NULL,
        seed ${text} NOT NULL,
        seed_given ${int} NOT NULL,
        wanted ${int} NOT NULL,
        not_declared ${int} NOT NULL,
        population_sha256 ${text} NOT NULL,
        created_by ${text} NOT NULL,
        drawn_at ${text} NOT NULL,
        closed_at ${text},
        closed_by ${text},
        result ${text})`,
      `CREATE TABLE campaign_stratum (
        campaign_id ${text} NOT NULL REFERENCES campaign (id),
        stratum ${text} NOT NULL,
        name ${text},
        population ${int} NOT NULL,
        sample ${int} NOT NULL,
        services ${text} NOT NULL,
        PRIMARY KEY (campaign_id, stratum))`,
      `CREATE TABLE campaign_draw (
        campaign_id ${text} NOT NULL,
        stratum ${text} NOT NULL,
        place ${int} NOT NULL,
        service_id ${text} NOT NULL REFERENCES public_service (id),
        ticket ${text} NOT NULL,
        declared_level ${int} NOT NULL CHECK (declared_level BETWEEN 1 AND 3),
        PRIMARY KEY (campaign_id, stratum, place),
        UNIQUE (service_id, campaign_id),
        FOREIGN KEY (campaign_id, stratum) REFERENCES campaign_stratum (campaign_id, stratum))`,
      ...refuseChange(runner.connection.options.type, 'campaign_stratum'),
      ...refuseChange(runner.connection.options.type, 'campaign_draw'),
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
