import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { inject } from 'vitest';
import type { Engine } from '../../src/database/dialect.js';
import { startCatalogue } from './catalogue.js';
import { createDatabase } from './postgres.js';
import { loadSample, tokenOf } from './sample.js';
import { behindItsBack } from './tamper.js';

/** The sample, made once, of which every test takes a copy for the built program. */
export class Prepared {
  private copies = 0;

  private constructor(
    readonly engine: Engine,
    readonly folder: string,
    private readonly template: string,
    /** Tokens of sessions. */
    readonly tokens: { clerk: string; planner: string; admin: string },
  ) {}

  static async of(engine: Engine): Promise<Prepared> {
    const folder = mkdtempSync(join(tmpdir(), 'catalogue-faults-'));
    const catalogue = await startCatalogue(engine);
    try {
      await loadSample(catalogue);
      // The program has no clock that could be set: its sessions are as old as this run.
      catalogue.setNow(new Date().toISOString());
      const tokens = {
        clerk: await tokenOf(catalogue, 'clerk'),
        planner: await tokenOf(catalogue, 'planner'),
        admin: await tokenOf(catalogue, 'admin'),
      };
      const file = join(folder, 'template.sqlite');
      if (engine !== 'postgres') await behindItsBack(catalogue, `VACUUM INTO '${file}'`);
      const template = engine === 'postgres' ? new URL(catalogue.databaseUrl).pathname.slice(1) : file;
      return new Prepared(engine, folder, template, tokens);
    } finally {
      await catalogue.close();
    }
  }

  /** The environment of a program on a copy of its own. */
  async copy(): Promise<{ DATABASE_URL: string; EVIDENCE_DIR: string; IMPORT_DIR: string }> {
    this.copies += 1;
    const folder = join(this.folder, String(this.copies));
    mkdirSync(folder);
    const files = { EVIDENCE_DIR: join(folder, 'evidence'), IMPORT_DIR: join(folder, 'imports') };
    if (this.engine === 'postgres')
      return { ...files, DATABASE_URL: await createDatabase(inject('postgresUrl'), this.template) };
    copyFileSync(this.template, join(folder, 'catalog.sqlite'));
    return { ...files, DATABASE_URL: `sqlite:${join(folder, 'catalog.sqlite')}` };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The SQLite file that a program is to work on. */
export function fileOf({ DATABASE_URL }: { DATABASE_URL: string }): string {
  return DATABASE_URL.slice('sqlite:'.length);
}

/** Reads a database from outside the program. */
export async function rowsOf<Row>(databaseUrl: string, sql: string): Promise<Row[]> {
  if (databaseUrl.startsWith('sqlite:')) {
    const file = new BetterSqlite3(fileOf({ DATABASE_URL: databaseUrl }), { readonly: true });
    try {
      return file.prepare(sql).all() as Row[];
    } finally {
      file.close();
    }
  }
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}
