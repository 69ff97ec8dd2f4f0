import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnTypes } from '../dialect.js';

/**
 * Sessions that rotate and can be listed, keys with scopes, second factors, and identities of an OpenID Connect provider.
 * Sessions that are open go on: their forms keep the secret that they were made with.
 */
export class SignIn1700000000006 implements MigrationInterface {
  name = 'SignIn1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    const { text, int, big } = columnTypes(runner.connection.options.type);
    const statements = [
      `ALTER TABLE session ADD COLUMN id ${text} NOT NULL DEFAULT ''`,
      `ALTER TABLE session ADD COLUMN form_secret ${text} NOT NULL DEFAULT ''`,
      `ALTER TABLE session ADD COLUMN method ${text} NOT NULL DEFAULT 'password'`,
      `ALTER TABLE session ADD COLUMN second_factor ${text}`,
      `ALTER TABLE session ADD COLUMN device ${text}`,
      `ALTER TABLE session ADD COLUMN rotated_at ${text} NOT NULL DEFAULT ''`,
      `ALTER TABLE session ADD COLUMN previous_hash ${text}`,
      `ALTER TABLE session ADD COLUMN next_hash ${text}`,
      `ALTER TABLE session ADD COLUMN next_at ${text}`,
      `UPDATE session SET id = substr(token_hash, 1, 22), form_secret = token_hash, rotated_at = created_at`,
      `CREATE UNIQUE INDEX session_id ON session (id)`,
      `CREATE INDEX session_previous ON session (previous_hash)`,
      `CREATE INDEX session_next ON session (next_hash)`,
      `ALTER TABLE api_key ADD COLUMN scopes ${text}`,
      `CREATE TABLE second_factor (
        username ${text} PRIMARY KEY REFERENCES account (username),
        secret ${text} NOT NULL,
        created_at ${text} NOT NULL,
        confirmed_at ${text},
        last_step ${big} NOT NULL,
        failures ${int} NOT NULL,
        failed_at ${text})`,
      `CREATE TABLE recovery_code (
        username ${text} NOT NULL REFERENCES account (username),
        no ${int} NOT NULL,
        code_hash ${text} NOT NULL,
        used_at ${text},
        PRIMARY KEY (username, no))`,
      `CREATE TABLE sign_in_challenge (
        token_hash ${text} PRIMARY KEY,
        username ${text} NOT NULL REFERENCES account (username),
        account_revision ${int} NOT NULL,
        method ${text} NOT NULL,
        attempts ${int} NOT NULL,
        created_at ${text} NOT NULL,
        expires_at ${text} NOT NULL)`,
      `CREATE TABLE oidc_identity (
        issuer ${text} NOT NULL,
        subject ${text} NOT NULL,
        username ${text} NOT NULL REFERENCES account (username),
        linked_at ${text} NOT NULL,
        last_used_at ${text},
        PRIMARY KEY (issuer, subject),
        UNIQUE (issuer, username))`,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations of the catalogue only go forward. Restore a backup instead.');
  }
}
