import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import request from 'supertest';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { createApplication, loggerOf } from '../../src/application.js';
import { readConfig } from '../../src/config/config.js';
import type { Engine } from '../../src/database/dialect.js';
import { Reader } from '../../src/database/reader.js';
import { keptCounts } from '../../src/publication/kept-counts.query.js';
import { verifyLedger } from '../../src/ledger/verify-ledger.js';
import { checkedAgainstDocument } from './document-check.js';
import { PATIENCE_MS } from './patience.js';
import { createDatabase } from './postgres.js';

/** The moment at which every test catalogue begins: a working day long after 2012. */
export const NOW = '2026-03-02T02:00:00.000Z';

/** A catalogue under test: the real application on a real database, with a clock that the test sets. */
export interface Catalogue {
  engine: Engine;
  app: NestFastifyApplication;
  databaseUrl: string;
  /** Whether something was changed behind its back. */
  tampered: boolean;
  /** Sends requests to the running application; every answer has to be as the OpenAPI document says. */
  http(): ReturnType<typeof request>;
  setNow(instant: string): void;
  /** Ends the application and starts it again on the same database. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param env with `DATABASE_URL`: on that database, and not on one of its own
 * @param log where the lines of the log go; without it nothing is logged
 */
export async function startCatalogue(
  engine: Engine,
  env: Record<string, string> = {},
  log?: DestinationStream,
): Promise<Catalogue> {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  const databaseUrl =
    env['DATABASE_URL'] ??
    (engine === 'postgres'
      ? await createDatabase(inject('postgresUrl'))
      : `sqlite:${join(folder, 'catalog.sqlite')}`);
  const config = readConfig({
    SEED: 'none',
    PUBLIC_URL: 'http://catalogue.test',
    EVIDENCE_DIR: join(folder, 'evidence'),
    IMPORT_DIR: join(folder, 'imports'),
    LOG_LEVEL: log ? 'info' : 'silent',
    // The machine of the tests may be busy with other tests.
    DATABASE_CONNECT_TIMEOUT_MS: String(PATIENCE_MS),
    ...env,
    DATABASE_URL: databaseUrl,
  });
  let now = new Date(NOW);
  const start = async () => {
    const app = await createApplication(config, () => now, loggerOf(config, log));
    await app.listen(0, '127.0.0.1');
    return app;
  };
  const catalogue: Catalogue = {
    engine,
    app: await start(),
    databaseUrl,
    tampered: false,
    http: () => checkedAgainstDocument(request(catalogue.app.getHttpServer()), catalogue.app),
    setNow: (instant) => (now = new Date(instant)),
    restart: async () => {
      await catalogue.app.close();
      catalogue.app = await start();
    },
    close: async () => {
      await catalogue.app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return catalogue;
}

export const ENGINES: Engine[] = ['better-sqlite3', 'postgres'];

/** Describes what must hold on SQLite and on PostgreSQL alike; `prepare` fills each catalogue before its tests. */
export function onBothDatabases(
  title: string,
  prepare: (catalogue: Catalogue) => Promise<void>,
  tests: (catalogue: () => Catalogue) => void,
  env: Record<string, string> = {},
): void {
  for (const engine of ENGINES) {
    describe(`${title} (${engine === 'postgres' ? 'PostgreSQL' : 'SQLite'})`, () => {
      let catalogue: Catalogue | undefined;
      beforeAll(async () => {
        catalogue = await startCatalogue(engine, env);
        await prepare(catalogue);
      });
      afterAll(async () => {
        if (catalogue && !catalogue.tampered) await verifyWritten(catalogue);
        await catalogue?.close();
      });
      tests(() => catalogue!);
    });
  }
}

/** Whatever was written in a test, every row of a record is what an entry of the ledger says, and what is kept in step with them is. */
async function verifyWritten(catalogue: Catalogue): Promise<void> {
  const reader = catalogue.app.get(Reader);
  const verdict = await verifyLedger(reader);
  if (!verdict.ok || verdict.rows === null) throw new Error(JSON.stringify(verdict));
  const { outOfStep } = await reader.snapshot(keptCounts);
  if (outOfStep.length > 0) throw new Error(JSON.stringify(outOfStep));
}
