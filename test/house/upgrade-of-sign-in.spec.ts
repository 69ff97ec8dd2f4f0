import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { describe, expect, inject, it } from 'vitest';
import { hashPassword } from '../../src/accounts/passwords.js';
import { newToken, tokenHash } from '../../src/accounts/tokens.js';
import { createApplication } from '../../src/application.js';
import { readConfig } from '../../src/config/config.js';
import { MIGRATIONS } from '../../src/database/migrations/index.js';
import { ENGINES } from '../support/catalogue.js';
import { createDatabase } from '../support/postgres.js';

const AT = '2026-03-02T02:00:00.000Z';
const PASSWORD = 'a password from before';

describe.each(ENGINES)('A catalogue of the first schema that is upgraded (%s)', (engine) => {
  it('keeps its accounts, open sessions and keys', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catalogue-upgrade-'));
    const file = join(folder, 'catalog.sqlite');
    const url = engine === 'postgres' ? await createDatabase(inject('postgresUrl')) : `sqlite:${file}`;
    const migrations = MIGRATIONS.slice(0, 1);
    const before = new DataSource(
      engine === 'postgres'
        ? { type: 'postgres', url, migrations }
        : { type: 'better-sqlite3', database: file, migrations },
    );
    await before.initialize();
    await before.runMigrations();
    const [session, key] = [newToken('ses'), newToken('key')];
    const now = new Date().toISOString();
    const later = new Date(Date.now() + 3600_000).toISOString();
    await before.query(`INSERT INTO account (username, display_name, role, password_hash, demonstration, revision, created_at,
        updated_at)
      VALUES ('lan', 'Lan', 'planner', '${await hashPassword(PASSWORD)}', 0, 1, '${AT}', '${AT}')`);
    await before.query(`INSERT INTO session (token_hash, username, created_at, last_seen_at, expires_at)
      VALUES ('${tokenHash(session)}', 'lan', '${now}', '${now}', '${later}')`);
    await before.query(`INSERT INTO api_key (id, token_hash, name, role, created_by, created_at)
      VALUES ('1', '${tokenHash(key)}', 'cũ', 'planner', 'lan', '${AT}')`);
    await before.destroy();

    const config = readConfig({
      DATABASE_URL: url,
      SEED: 'none',
      LOG_LEVEL: 'silent',
      EVIDENCE_DIR: folder,
      IMPORT_DIR: folder,
    });
    const app = await createApplication(config);
    await app.listen(0, '127.0.0.1');
    const http = request(app.getHttpServer());
    for (const [token, username] of [
      [session, 'lan'],
      [key, 'key:1'],
    ] as const) {
      const { body } = await http.get('/api/v1/session').auth(token, { type: 'bearer' }).expect(200);
      expect(body.account).toEqual({ username, role: 'planner', agencyCode: null });
    }
    await http.post('/api/v1/session').send({ username: 'lan', password: PASSWORD }).expect(201);
    const { body } = await http.get('/api/v1/sessions').auth(session, { type: 'bearer' }).expect(200);
    expect(body.items).toHaveLength(2);
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
