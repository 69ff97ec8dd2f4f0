import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Statements } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { readSeedFiles } from '../../src/seeding/seed-files.js';
import { Seeding } from '../../src/seeding/seeding.service.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';

/** Tables that grow with the services, or with every write. */
const BIG = [
  'public_service',
  'published_service',
  'service_state',
  'service_facts',
  'declaration',
  'change',
  'ledger_entry',
  'ledger_subject',
];

/**
 * Lists and reports about today, lists of another day within one agency or procedure, and pages that follow a key: none may look at every
 * row of a big table.
 */
const PATHS = [
  '/api/v1/services',
  '/api/v1/services?sort=-updatedAt',
  '/api/v1/services?sort=-level&limit=20',
  '/api/v1/services?sort=name',
  '/api/v1/services?agency=02635',
  '/api/v1/services?agency=02635&level=1',
  '/api/v1/services?agency=080&scope=subtree&minLevel=2',
  '/api/v1/services?procedure=1.001193&level=2',
  '/api/v1/services?agencyLevel=commune&level=2',
  '/api/v1/services?district=080&basis=declared',
  '/api/v1/services?state=violation',
  '/api/v1/services?q=dang%20ky%20khai%20sinh',
  '/api/v1/services?q=khai%20sinh&agency=02635',
  '/api/v1/services?agency=02635&asOf=2020-06-01',
  '/api/v1/services?agency=02635&level=1&asOf=2020-06-01',
  '/api/v1/services?agency=02635&knownAt=2100-01-01T00:00:00Z',
  '/api/v1/services?procedure=1.001193&asOf=2020-06-01',
  '/api/v1/services/02635~1.001193',
  '/api/v1/services/02635~1.001193/history',
  '/api/v1/reports/coverage',
  '/api/v1/reports/coverage?by=field',
  '/api/v1/reports/coverage?by=district',
  '/api/v1/reports/coverage?by=level-of-government&basis=declared',
  '/api/v1/reports/coverage?agency=080&scope=subtree',
  '/api/v1/changes?limit=50',
  '/api/v1/procedures?limit=20',
  '/services',
  '/services?agency=02635',
];

/**
 * Lists that hold much of the catalogue: a page of them is read in its order, and not sorted out of all that they hold. Of lengths that were
 * not asked for above: those are answered from memory.
 */
const IN_ORDER = [
  '/api/v1/services?limit=7',
  '/api/v1/services?limit=7&sort=-updatedAt',
  '/api/v1/services?sort=level',
  '/api/v1/services?limit=7&sort=name',
  '/api/v1/services?minLevel=1',
  '/api/v1/services?agencyLevel=commune',
  '/api/v1/services?agencyLevel=commune&sort=-updatedAt',
  '/api/v1/services?district=080',
  '/api/v1/services?agency=080&scope=subtree',
  '/api/v1/changes?limit=7',
];

/**
 * Of another day nothing is counted beforehand: its list is half of the history or all of it, and its number is found by looking. An index
 * on the days would be paid by every write, and find no fewer rows.
 */
const OF_ANOTHER_DAY = [
  '/api/v1/services?asOf=2020-06-01',
  '/api/v1/services?level=3&knownAt=2100-01-01T00:00:00Z',
];

describe('On SQLite', () => {
  let catalogue: Catalogue;
  const asked = new Map<string, string>();
  const askedOfAnotherDay = new Map<string, string>();
  const askedInOrder = new Map<string, string>();

  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await catalogue.app.get(Seeding).load('demo', readSeedFiles(), () => undefined);
    await catalogue.app.get(UnitOfWork).dataSource.query('ANALYZE');
    await catalogue.restart();
    const prepare = vi.spyOn(Statements.prototype, 'prepare');
    for (const [paths, statements] of [
      [PATHS, asked],
      [OF_ANOTHER_DAY, askedOfAnotherDay],
      [IN_ORDER, askedInOrder],
    ] as const) {
      for (const path of paths) {
        prepare.mockClear();
        const { status } = await catalogue.http().get(path);
        expect(status, path).toBe(200);
        for (const [sql] of prepare.mock.calls) if (!statements.has(sql)) statements.set(sql, path);
      }
    }
    prepare.mockRestore();
  });
  afterAll(() => catalogue.close());

  it('no list and no report about today, and no list within one agency or procedure, looks at every row of a big table', () => {
    expect(asked.size).toBeGreaterThan(40);
    expect(scansOf(catalogue, asked).map(({ told }) => told)).toEqual([]);
  });

  it('a page of a list that holds much of the catalogue is read in the order of the list', () => {
    const pages = [...askedInOrder].filter(([sql]) => /\bLIMIT :\w+\s*$/.test(sql));
    expect(new Set(pages.map(([, path]) => path))).toEqual(new Set(IN_ORDER));
    const sorted = plansOf(catalogue, pages).filter(
      ({ detail }) => detail === 'USE TEMP B-TREE FOR ORDER BY',
    );
    expect(sorted.map(({ path, sql }) => `${path}\n${sql}`)).toEqual([]);
  });

  it('the whole list of another day looks at the history, and at no other big table', () => {
    const scans = scansOf(catalogue, askedOfAnotherDay);
    expect(new Set(scans.map(({ table }) => table)), scans.map(({ told }) => told).join('\n')).toEqual(
      new Set(['service_state']),
    );
  });
});

describe('What looks at every row', () => {
  it('is told from what follows an index, whatever the table is called in the statement', () => {
    const database = new Sqlite(':memory:');
    database.exec('CREATE TABLE change (seq INTEGER PRIMARY KEY, doc TEXT); CREATE TABLE field (code TEXT)');
    const found = (sql: string) => planOf(database, sql).map(({ detail }) => scanned(sql, detail));
    expect(found('SELECT COUNT(*) FROM change c')).toEqual(['change']);
    expect(found('SELECT doc FROM change')).toEqual(['change']);
    expect(found('SELECT doc FROM change c WHERE c.seq = :seq')).toEqual([undefined]);
    expect(found('SELECT code FROM field')).toEqual([undefined]);
    database.close();
  });
});

function scansOf(
  catalogue: Catalogue,
  asked: ReadonlyMap<string, string>,
): { table: string; told: string }[] {
  return plansOf(catalogue, asked).flatMap(({ sql, path, detail }) => {
    const table = scanned(sql, detail);
    return table === undefined || readsInOrder(sql, detail)
      ? []
      : [{ table, told: `${path}: ${table}: ${detail}\n${sql}` }];
  });
}

function plansOf(
  catalogue: Catalogue,
  asked: Iterable<readonly [sql: string, path: string]>,
): { sql: string; path: string; detail: string }[] {
  const database = new Sqlite(catalogue.databaseUrl.slice('sqlite:'.length), { readonly: true });
  const plans = [...asked].flatMap(([sql, path]) =>
    planOf(database, sql).map(({ detail }) => ({ sql, path, detail })),
  );
  database.close();
  return plans;
}

function planOf(database: Sqlite.Database, sql: string): { detail: string }[] {
  const names = [...sql.matchAll(/(?<![:\w]):([a-z]\w*)/gi)].map(([, name]) => [name!, null]);
  return database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(Object.fromEntries(names)) as { detail: string }[];
}

/** The big table that a step of a plan reads from its first row on. */
function scanned(sql: string, detail: string): string | undefined {
  const name = /^SCAN (\w+)/.exec(detail)?.[1];
  if (name === undefined) return undefined;
  const table = new RegExp(`(?:FROM|JOIN|,)\\s+(\\w+)(?:\\s+AS)?\\s+${name}\\b`, 'i').exec(sql)?.[1] ?? name;
  return BIG.includes(table) ? table : undefined;
}

/** A page reads the index in its order and ends with its last row. */
function readsInOrder(sql: string, detail: string): boolean {
  return / USING (COVERING )?INDEX /.test(detail) && /\bLIMIT :\w+\s*$/.test(sql);
}
