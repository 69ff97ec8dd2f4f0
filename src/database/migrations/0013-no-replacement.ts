import type { MigrationInterface, QueryRunner } from 'typeorm';
import { refuseReplacement } from '../dialect.js';

const APPEND_ONLY: Record<string, string[][]> = {
  edition: [['no']],
  edition_part: [['edition_no', 'file', 'part']],
  ledger_entry: [['seq']],
  ledger_subject: [['subject', 'seq']],
  campaign_stratum: [['campaign_id', 'stratum']],
  campaign_draw: [
    ['campaign_id', 'stratum', 'place'],
    ['campaign_id', 'service_id'],
  ],
  case_volume: [['service_id', 'period', 'no']],
};

/**
 * No row of an append-only table is replaced by another. And where an agency had made a service of the demonstration its own without a
 * change of its level, the history kept the mark that the list had lost: such services are published again on the next day.
 */
export class NoReplacement1700000000013 implements MigrationInterface {
  name = 'NoReplacement1700000000013';

  async up(runner: QueryRunner): Promise<void> {
    const engine = runner.connection.options.type;
    for (const [table, keys] of Object.entries(APPEND_ONLY))
      for (const statement of refuseReplacement(engine, table, keys)) await runner.query(statement);
    await runner.query(
      `INSERT INTO pending_day (day, service_id)
       SELECT '0001-01-01', p.service_id
       FROM published_service p
       JOIN service_state s ON s.service_id = p.service_id
       JOIN ledger_head h ON h.id = 1
       WHERE s.known_to = '9999-12-31T23:59:59.999Z' AND s.valid_from <= h.list_day AND s.valid_to > h.list_day
         AND s.demonstration <> p.demonstration
       ON CONFLICT DO NOTHING`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
