import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Snapshot } from '../database/reader.js';
import type { SqlValue } from '../database/sql.js';
import { linesByFeed } from '../domain/text/lines-by-feed.js';
import { Measure } from './archive.js';
import type { ArchivedFile, ArchivedTable } from './manifest.js';
import type { StoredTable } from './stored-tables.query.js';

export type Value = SqlValue | Uint8Array;

/** Few, since a row of the ledger may weigh a megabyte. */
const ROWS_AT_ONCE = 50;

/** Writes all rows of a table, in the order of its key, to a file in `folder`. */
export async function writeTable(
  snapshot: Snapshot,
  { name, columns }: StoredTable,
  folder: string,
): Promise<{ table: ArchivedTable; file: ArchivedFile }> {
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const names = columns.map((column) => column.name);
  const bytes = columns.filter((column) => column.bytes === 1).map((column) => column.name);
  const sql = `SELECT ${names.join(', ')} FROM ${name} ORDER BY ${(key.length > 0 ? key : columns)
    .map((column) => column.name)
    .join(', ')}`;
  let rows = 0;
  const lines = async function* () {
    for await (const slice of snapshot.stream<Record<string, Value>>(sql, {}, ROWS_AT_ONCE)) {
      rows += slice.length;
      yield slice.map((row) => `${JSON.stringify(names.map((column) => written(row[column]!)))}\n`).join('');
    }
  };
  const measure = new Measure();
  const file = `tables/${name}.jsonl.gz`;
  await pipeline(
    Readable.from(lines()),
    createGzip({ level: 1 }),
    (content: AsyncIterable<Buffer>) => measure.through(content),
    createWriteStream(join(folder, file), { mode: 0o600 }),
  );
  return {
    table: { name, columns: names, bytes, rows, file },
    file: { name: file, size: measure.size, sha256: measure.sha256() },
  };
}

/** The rows of a table's file, in slices; those of `bytes` as bytes. */
export async function* readTable(
  content: AsyncIterable<Buffer>,
  { columns, bytes }: ArchivedTable,
): AsyncGenerator<Value[]> {
  const places = bytes.map((name) => columns.indexOf(name));
  for await (const line of linesByFeed(Readable.from(content).pipe(createGunzip()))) {
    const row = JSON.parse(line) as Value[];
    for (const place of places) {
      const value = row[place];
      if (typeof value === 'string') row[place] = Buffer.from(value, 'base64');
    }
    yield row;
  }
}

function written(value: Value): SqlValue {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
