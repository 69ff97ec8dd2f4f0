import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { type SealedTable, sealedTables } from '../../src/database/sealed-table.js';
import { columnName } from '../../src/database/table.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { LedgerEntry } from '../../src/ledger/entry.js';
import { verifyLedger } from '../../src/ledger/verify-ledger.js';
import { TABLES } from '../../src/tables.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { loadSample } from '../support/sample.js';
import { behindItsBack, openTables } from '../support/tamper.js';

type Row = Record<string, string | number | null>;

const SYSTEM = { actor: { name: 'system', agencyCode: null }, action: 'test.prepare' };
/** The sample, and in every table of records that it leaves empty a row that was written as every other is. */
async function prepare(catalogue: Catalogue): Promise<void> {
  await loadSample(catalogue, ['1.001193']);
  await openTables(catalogue);
  await catalogue.app.get(UnitOfWork).run(SYSTEM, async (unit) => {
    for (const table of sealedTables()) {
      if (await unit.get(`SELECT 1 AS there FROM ${table.name}`)) continue;
      const schema = TABLES.find(({ options }) => options.name === table.name)!;
      const row = Object.entries(schema.options.columns).map(([property, column]) => [
        property,
        column!.type === 'text' ? 'x' : 1,
      ]);
      await unit.insertMany(schema, [Object.fromEntries(row)]);
      unit.record(`test:${table.name}`, null, {});
    }
  });
}

onBothDatabases('The rows of the catalogue', prepare, (catalogue) => {
  const verdict = () => verifyLedger(catalogue().app.get(Reader));
  const behind = (sql: string) => behindItsBack(catalogue(), sql);
  const firstRow = async ({ name, key }: SealedTable): Promise<Row> => {
    const order = key.map((column) => column.name).join(', ');
    const row = await catalogue().app.get(Reader).get<Row>(`SELECT * FROM ${name} ORDER BY ${order} LIMIT 1`);
    return row!;
  };
  const put = ({ name }: SealedTable, row: Row) =>
    behind(
      `INSERT INTO ${name} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map(quoted).join(', ')})`,
    );

  it('are sealed by the entries that wrote them', async () => {
    const found = await verdict();
    expect(found).toMatchObject({ ok: true, firstBad: null });
    expect(found.rows).toBeGreaterThan(500);
  });

  it('are hashed as the documentation tells, so that anybody can', async () => {
    const { body } = (await catalogue()
      .app.get(Reader)
      .get<{ body: string }>(
        `SELECT body FROM ledger_entry WHERE body LIKE '%"declaration":[[%' ORDER BY seq DESC LIMIT 1`,
      ))!;
    const [serviceId, no, hash] = (JSON.parse(body) as LedgerEntry).rows!['declaration']![0]!;
    const row = await catalogue()
      .app.get(Reader)
      .get<Row>('SELECT * FROM declaration WHERE service_id = :serviceId AND no = :no', {
        serviceId: serviceId!,
        no: no!,
      });
    const members = Object.entries(row!)
      .filter(([, value]) => value !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([column, value]) => `${JSON.stringify(column)}:${JSON.stringify(value)}`);
    expect(members.length).toBeGreaterThan(5);
    expect(
      createHash('sha256')
        .update(`{${members.join(',')}}`)
        .digest('hex'),
    ).toBe(hash);
  });

  it.each(sealedTables())('are named where one value of $name was changed behind its back', async (table) => {
    const row = await firstRow(table);
    const kept = whereIs(table, row);
    for (const [column, value] of Object.entries(row)) {
      const other = typeof value === 'string' ? `${value}x` : await otherThan(table, column, value);
      await behind(`UPDATE ${table.name} SET ${column} = ${quoted(other)} WHERE ${kept}`);
      const changed = { ...row, [column]: other };
      const { firstBad } = await verdict();
      if (!table.columns.includes(column)) expect(firstBad, column).toBeNull();
      else {
        const isKey = table.key.some(({ name }) => name === column);
        expect(firstBad, column).toEqual({
          seq: expect.any(Number),
          reason: isKey ? 'row_unknown' : 'row_differs',
          table: table.name,
          key: table.keyOf(changed),
        });
      }
      await behind(`UPDATE ${table.name} SET ${column} = ${quoted(value)} WHERE ${whereIs(table, changed)}`);
    }
    expect((await verdict()).ok).toBe(true);
  });

  /** A value of the column's own kind. */
  async function otherThan(
    { name }: SealedTable,
    column: string,
    value: number | null,
  ): Promise<string | number> {
    if (value !== null) return value + 5000;
    const schema = TABLES.find(({ options }) => options.name === name)!;
    const declared = Object.entries(schema.options.columns).find(
      ([property]) => columnName(property) === column,
    );
    return declared![1]!.type === 'text' ? 'x' : 1;
  }

  it.each(sealedTables())('are named where one of $name was taken away or slipped in', async (table) => {
    const row = await firstRow(table);
    await behind(`DELETE FROM ${table.name} WHERE ${whereIs(table, row)}`);
    expect((await verdict()).firstBad).toEqual({
      seq: expect.any(Number),
      reason: 'row_missing',
      table: table.name,
      key: table.keyOf(row),
    });
    await put(table, row);
    // Every value another, so that no index refuses it.
    const slipped = Object.fromEntries(
      Object.entries(row).map(([column, value]) => [
        column,
        typeof value === 'string' ? `${value}x` : value === null ? null : value + 5000,
      ]),
    );
    await put(table, slipped);
    const { firstBad, head } = await verdict();
    expect(firstBad).toEqual({
      seq: head.seq,
      reason: 'row_unknown',
      table: table.name,
      key: table.keyOf(slipped),
    });
    await behind(`DELETE FROM ${table.name} WHERE ${whereIs(table, slipped)}`);
    expect((await verdict()).ok).toBe(true);
  });
});

function whereIs(table: SealedTable, row: Row): string {
  return table.key.map(({ name }) => `${name} = ${quoted(row[name]!)}`).join(' AND ');
}

function quoted(value: string | number | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
