import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { Catalogue } from './catalogue.js';

/** Runs SQL straight on the database, as somebody would who is not the catalogue. */
export async function behindItsBack(catalogue: Catalogue, ...statements: string[]): Promise<void> {
  const { dataSource } = catalogue.app.get(UnitOfWork);
  catalogue.tampered = true;
  for (const statement of statements) await dataSource.query(statement);
}

/** Takes away what keeps the ledger from being changed. */
export async function openLedger(catalogue: Catalogue): Promise<void> {
  const drops =
    catalogue.engine === 'postgres'
      ? ['DROP TRIGGER ledger_entry_append_only ON ledger_entry']
      : ['DROP TRIGGER ledger_entry_no_update', 'DROP TRIGGER ledger_entry_no_delete'];
  await behindItsBack(catalogue, ...drops);
}

/** Has every insert into the ledger fail, until the function that is returned is called. */
export async function failLedger(catalogue: Catalogue): Promise<() => Promise<void>> {
  const [make, undo] =
    catalogue.engine === 'postgres'
      ? [
          [
            `CREATE FUNCTION ledger_fails() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION 'no ledger today'; END $$`,
            `CREATE TRIGGER ledger_fails BEFORE INSERT ON ledger_entry
              FOR EACH STATEMENT EXECUTE FUNCTION ledger_fails()`,
          ],
          ['DROP TRIGGER ledger_fails ON ledger_entry', 'DROP FUNCTION ledger_fails()'],
        ]
      : [
          [
            `CREATE TRIGGER ledger_fails BEFORE INSERT ON ledger_entry
              BEGIN SELECT RAISE(ABORT, 'no ledger today'); END`,
          ],
          ['DROP TRIGGER ledger_fails'],
        ];
  await behindItsBack(catalogue, ...make);
  return () => behindItsBack(catalogue, ...undo);
}

/** Takes away what keeps rows from being anything at all: references, conditions and triggers. */
export async function openTables(catalogue: Catalogue): Promise<void> {
  const { dataSource } = catalogue.app.get(UnitOfWork);
  if (catalogue.engine === 'postgres') {
    const constraints = await dataSource.query<{ drop: string }[]>(
      `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop FROM pg_constraint
       WHERE contype IN ('c', 'f') AND connamespace = current_schema()::regnamespace`,
    );
    const triggers = await dataSource.query<{ drop: string }[]>(
      `SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) AS drop FROM pg_trigger WHERE NOT tgisinternal`,
    );
    return behindItsBack(catalogue, ...[...constraints, ...triggers].map(({ drop }) => drop));
  }
  const triggers = await dataSource.query<{ name: string }[]>(
    `SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%~_no~_%' ESCAPE '~'`,
  );
  await behindItsBack(
    catalogue,
    'PRAGMA foreign_keys = OFF',
    'PRAGMA ignore_check_constraints = ON',
    ...triggers.map(({ name }) => `DROP TRIGGER ${name}`),
  );
}
