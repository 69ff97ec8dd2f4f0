import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes, refuseChange, searchIndex } from '../dialect.js';

/**
 * The whole first schema, the same text for SQLite and PostgreSQL but for the names of the column types.
 *
 * Instants are RFC 3339 UTC text and days are `YYYY-MM-DD` text on both, so that both compare, sort and answer alike.
 * Flags are 0 or 1. `0001-01-01` and `9999-12-31` stand for an open end inside intervals, so that one comparison serves.
 */
export class Initial1700000000001 implements MigrationInterface {
  name = 'Initial1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    const { text, int, big, bytes } = columnTypes(runner.connection.options.type);
    const statements = [
      `CREATE TABLE agency (
        code ${text} PRIMARY KEY,
        name ${text} NOT NULL,
        name_en ${text},
        name_sort ${text} NOT NULL,
        level ${text} NOT NULL CHECK (level IN ('province', 'district', 'commune')),
        parent_code ${text} REFERENCES agency (code),
        kind ${text},
        code_kind ${text},
        valid_from ${text},
        valid_to ${text},
        source ${text},
        revision ${int} NOT NULL,
        updated_at ${text} NOT NULL)`,
      `CREATE INDEX agency_parent ON agency (parent_code)`,
      `CREATE TABLE agency_successor (
        agency_code ${text} NOT NULL REFERENCES agency (code),
        successor_code ${text} NOT NULL REFERENCES agency (code),
        PRIMARY KEY (agency_code, successor_code))`,
      `CREATE TABLE field (
        code ${text} PRIMARY KEY,
        name ${text} NOT NULL,
        name_en ${text},
        name_sort ${text} NOT NULL,
        ministry_code ${text},
        suggested_agency ${text})`,
      `CREATE TABLE level_scheme (
        id ${text} PRIMARY KEY,
        definition ${text} NOT NULL)`,

      `CREATE TABLE procedure (
        code ${text} PRIMARY KEY,
        field_code ${text} NOT NULL REFERENCES field (code),
        name ${text} NOT NULL,
        name_sort ${text} NOT NULL,
        name_folded ${text} NOT NULL,
        has_forms ${int} NOT NULL,
        status ${text} NOT NULL CHECK (status IN ('draft', 'published', 'repealed')),
        published_no ${int},
        draft_no ${int},
        owner_agency ${text} REFERENCES agency (code),
        demonstration ${int} NOT NULL,
        revision ${int} NOT NULL,
        updated_at ${text} NOT NULL)`,
      `CREATE INDEX procedure_name ON procedure (name_sort, code)`,
      `CREATE INDEX procedure_field ON procedure (field_code, code)`,
      `CREATE TABLE procedure_version (
        procedure_code ${text} NOT NULL REFERENCES procedure (code),
        no ${int} NOT NULL,
        kind ${text} NOT NULL CHECK (kind IN ('new', 'amended', 'repealed')),
        state ${text} NOT NULL CHECK (state IN
          ('draft', 'submitted', 'returned', 'approved', 'published', 'superseded', 'repealed')),
        content ${text} NOT NULL,
        decision_number ${text},
        decision_date ${text},
        signer ${text},
        effective_from ${text},
        effective_to ${text},
        reason ${text},
        edited_by ${text},
        edited_by_agency ${text},
        recorded_at ${text} NOT NULL,
        published_at ${text},
        PRIMARY KEY (procedure_code, no))`,

      `CREATE TABLE public_service (
        id ${text} PRIMARY KEY,
        agency_code ${text} NOT NULL REFERENCES agency (code),
        procedure_code ${text} NOT NULL REFERENCES procedure (code),
        valid_from ${text},
        valid_to ${text},
        closed_reason ${text},
        facts_no ${int} NOT NULL,
        demonstration ${int} NOT NULL,
        revision ${int} NOT NULL,
        created_at ${text} NOT NULL,
        updated_at ${text} NOT NULL,
        UNIQUE (agency_code, procedure_code))`,
      `CREATE INDEX public_service_procedure ON public_service (procedure_code, agency_code)`,
      // Days between a closing and the opening after it.
      `CREATE TABLE service_pause (
        service_id ${text} NOT NULL REFERENCES public_service (id),
        no ${int} NOT NULL,
        closed_from ${text} NOT NULL,
        reopened_on ${text} NOT NULL,
        reason ${text},
        actor ${text} NOT NULL,
        actor_agency ${text},
        recorded_at ${text} NOT NULL,
        PRIMARY KEY (service_id, no),
        CHECK (closed_from < reopened_on))`,
      `CREATE TABLE service_facts (
        service_id ${text} NOT NULL REFERENCES public_service (id),
        no ${int} NOT NULL,
        facts ${text} NOT NULL,
        demonstration ${int} NOT NULL,
        actor ${text} NOT NULL,
        actor_agency ${text},
        recorded_at ${text} NOT NULL,
        PRIMARY KEY (service_id, no))`,
      `CREATE TABLE evidence (
        service_id ${text} NOT NULL REFERENCES public_service (id),
        no ${int} NOT NULL,
        fact ${text},
        kind ${text} NOT NULL CHECK (kind IN ('url', 'file')),
        url ${text},
        final_url ${text},
        http_status ${int},
        captured_at ${text},
        file_name ${text},
        media_type ${text},
        size ${big},
        sha256 ${text},
        problem ${text},
        note ${text},
        actor ${text} NOT NULL,
        actor_agency ${text},
        recorded_at ${text} NOT NULL,
        PRIMARY KEY (service_id, no))`,
      `CREATE TABLE declaration (
        service_id ${text} NOT NULL REFERENCES public_service (id),
        no ${int} NOT NULL,
        level ${int} NOT NULL CHECK (level BETWEEN 1 AND 3),
        effective_from ${text} NOT NULL,
        facts_no ${int} NOT NULL,
        note ${text},
        demonstration ${int} NOT NULL,
        actor ${text} NOT NULL,
        actor_agency ${text},
        recorded_at ${text} NOT NULL,
        PRIMARY KEY (service_id, no))`,

      // Levels are 0 here and in the list where there is none, so that one comparison serves.
      // One row for each stretch of days during which a service's state was the same, and for each stretch of time during
      // which the catalogue knew it so. A correction closes known_to and adds rows; no row's statement is ever changed.
      `CREATE TABLE service_state (
        service_id ${text} NOT NULL REFERENCES public_service (id),
        valid_from ${text} NOT NULL,
        valid_to ${text} NOT NULL,
        known_from ${text} NOT NULL,
        known_to ${text} NOT NULL,
        agency_code ${text} NOT NULL,
        procedure_code ${text} NOT NULL,
        field_code ${text} NOT NULL,
        version_no ${int} NOT NULL,
        level ${int} NOT NULL,
        basis ${text} NOT NULL CHECK (basis IN ('none', 'declared', 'verified', 'verified_stale')),
        declared_level ${int} NOT NULL,
        verified_level ${int} NOT NULL,
        level_since ${text},
        has_forms ${int} NOT NULL,
        demonstration ${int} NOT NULL,
        PRIMARY KEY (service_id, known_from, valid_from),
        CHECK (valid_from < valid_to),
        CHECK (known_from < known_to))`,

      // The published list of today: what GET /services filters and sorts by. Its document is that of its last change.
      `CREATE TABLE published_service (
        service_id ${text} PRIMARY KEY REFERENCES public_service (id),
        agency_code ${text} NOT NULL,
        procedure_code ${text} NOT NULL,
        field_code ${text} NOT NULL,
        level ${int} NOT NULL,
        basis ${text} NOT NULL,
        declared_level ${int} NOT NULL,
        verified_level ${int} NOT NULL,
        has_forms ${int} NOT NULL,
        demonstration ${int} NOT NULL,
        updated_at ${text} NOT NULL,
        change_seq ${big} NOT NULL)`,
      `CREATE INDEX published_by_code ON published_service (procedure_code, agency_code)`,
      `CREATE INDEX published_by_agency ON published_service (agency_code, procedure_code)`,
      `CREATE INDEX published_by_field ON published_service (field_code, procedure_code, agency_code)`,
      `CREATE INDEX published_by_level ON published_service (level, procedure_code, agency_code)`,
      `CREATE INDEX published_by_updated ON published_service (updated_at, procedure_code, agency_code)`,
      // How many services of the published list share a field, an agency and a state: what reports about today add up.
      // A field of '' stands for all fields together.
      `CREATE TABLE coverage_cell (
        field_code ${text} NOT NULL,
        agency_code ${text} NOT NULL,
        level ${int} NOT NULL,
        basis ${text} NOT NULL,
        declared_level ${int} NOT NULL,
        verified_level ${int} NOT NULL,
        has_forms ${int} NOT NULL,
        demonstration ${int} NOT NULL,
        n ${int} NOT NULL CHECK (n >= 0),
        PRIMARY KEY (field_code, agency_code, level, basis, declared_level, verified_level, has_forms, demonstration))`,
      // The change feed, and with it every document that was ever published.
      `CREATE TABLE change (
        seq ${big} PRIMARY KEY,
        service_id ${text} NOT NULL,
        op ${text} NOT NULL CHECK (op IN ('upsert', 'delete')),
        at ${text} NOT NULL,
        version ${int} NOT NULL,
        doc ${text})`,
      `CREATE INDEX change_service ON change (service_id, seq)`,
      // Days on which a state begins or ends without anybody writing: the list is brought up to them when they come.
      `CREATE TABLE pending_day (
        day ${text} NOT NULL,
        service_id ${text} NOT NULL,
        PRIMARY KEY (day, service_id))`,

      `CREATE TABLE ledger_entry (
        seq ${big} PRIMARY KEY,
        at ${text} NOT NULL,
        actor ${text} NOT NULL,
        action ${text} NOT NULL,
        body ${text} NOT NULL,
        hash ${text} NOT NULL)`,
      `CREATE INDEX ledger_entry_actor ON ledger_entry (actor, seq)`,
      `CREATE INDEX ledger_entry_at ON ledger_entry (at, seq)`,
      `CREATE TABLE ledger_subject (
        subject ${text} NOT NULL,
        seq ${big} NOT NULL,
        PRIMARY KEY (subject, seq))`,
      `CREATE TABLE ledger_head (
        id ${int} PRIMARY KEY CHECK (id = 1),
        seq ${big} NOT NULL,
        hash ${text} NOT NULL,
        at ${text} NOT NULL,
        change_seq ${big} NOT NULL,
        list_day ${text} NOT NULL)`,
      `INSERT INTO ledger_head (id, seq, hash, at, change_seq, list_day)
        VALUES (1, 0, '${'0'.repeat(64)}', '1970-01-01T00:00:00.000Z', 0, '0001-01-01')`,

      `CREATE TABLE account (
        username ${text} PRIMARY KEY,
        display_name ${text} NOT NULL,
        role ${text} NOT NULL CHECK (role IN ('admin', 'clerk', 'inspector', 'planner')),
        agency_code ${text} REFERENCES agency (code),
        password_hash ${text} NOT NULL,
        disabled_at ${text},
        demonstration ${int} NOT NULL,
        revision ${int} NOT NULL,
        created_at ${text} NOT NULL,
        updated_at ${text} NOT NULL)`,
      `CREATE TABLE session (
        token_hash ${text} PRIMARY KEY,
        username ${text} NOT NULL REFERENCES account (username),
        created_at ${text} NOT NULL,
        last_seen_at ${text} NOT NULL,
        expires_at ${text} NOT NULL)`,
      `CREATE INDEX session_username ON session (username)`,
      `CREATE TABLE api_key (
        id ${text} PRIMARY KEY,
        token_hash ${text} NOT NULL UNIQUE,
        name ${text} NOT NULL,
        role ${text} NOT NULL CHECK (role IN ('admin', 'clerk', 'inspector', 'planner', 'reader')),
        agency_code ${text} REFERENCES agency (code),
        created_by ${text} NOT NULL,
        created_at ${text} NOT NULL,
        expires_at ${text},
        revoked_at ${text},
        last_used_at ${text})`,
      `CREATE TABLE idempotency_key (
        actor ${text} NOT NULL,
        key ${text} NOT NULL,
        request_sha ${text} NOT NULL,
        status ${int} NOT NULL,
        headers ${text} NOT NULL,
        body ${text} NOT NULL,
        created_at ${text} NOT NULL,
        PRIMARY KEY (actor, key))`,

      `CREATE TABLE plan (
        year ${int} PRIMARY KEY,
        title ${text} NOT NULL,
        title_en ${text},
        state ${text} NOT NULL CHECK (state IN ('draft', 'approved')),
        baseline ${text},
        approved_at ${text},
        approved_by ${text},
        note ${text},
        note_en ${text},
        revision ${int} NOT NULL,
        updated_at ${text} NOT NULL)`,
      `CREATE TABLE plan_line (
        year ${int} NOT NULL REFERENCES plan (year),
        no ${int} NOT NULL,
        kind ${text} NOT NULL CHECK (kind IN ('count', 'service', 'strand')),
        title ${text} NOT NULL,
        title_en ${text},
        level ${int} CHECK (level BETWEEN 1 AND 3),
        target ${big},
        unit ${text} CHECK (unit IN ('service', 'procedure')),
        service_id ${text} REFERENCES public_service (id),
        agency_code ${text} REFERENCES agency (code),
        due_date ${text},
        stated_actual ${big},
        stated_denominator ${big},
        source_indicator ${text},
        note ${text},
        note_en ${text},
        reason ${text},
        recorded_at ${text} NOT NULL,
        PRIMARY KEY (year, no))`,
      `CREATE TABLE indicator (
        id ${text} PRIMARY KEY,
        position ${int} NOT NULL,
        group_key ${text} NOT NULL,
        name ${text} NOT NULL,
        name_en ${text},
        unit ${text})`,
      `CREATE TABLE measurement (
        indicator_id ${text} NOT NULL REFERENCES indicator (id),
        no ${int} NOT NULL,
        plan_year ${int} NOT NULL,
        period ${text} NOT NULL,
        value ${text},
        comparator ${text} NOT NULL,
        quote ${text},
        source ${text},
        actor ${text} NOT NULL,
        recorded_at ${text} NOT NULL,
        PRIMARY KEY (indicator_id, no))`,
      // Frozen lists: what the manifest says of them, and their files, gzipped and cut into parts.
      `CREATE TABLE edition (
        no ${int} PRIMARY KEY,
        manifest ${text} NOT NULL,
        manifest_sha256 ${text} NOT NULL,
        created_by ${text} NOT NULL,
        created_at ${text} NOT NULL)`,
      `CREATE TABLE edition_part (
        edition_no ${int} NOT NULL REFERENCES edition (no),
        file ${text} NOT NULL,
        part ${int} NOT NULL,
        bytes ${bytes} NOT NULL,
        PRIMARY KEY (edition_no, file, part))`,
      ...refuseChange(runner.connection.options.type, 'edition'),
      ...refuseChange(runner.connection.options.type, 'edition_part'),
      ...refuseChange(runner.connection.options.type, 'ledger_entry'),
      ...refuseChange(runner.connection.options.type, 'ledger_subject'),
      ...searchIndex(runner.connection.options.type),
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
