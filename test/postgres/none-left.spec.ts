import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newPool } from '../../src/database/postgres-driver.js';

const ALLOWED = 2;

describe('Where PostgreSQL has no connection left', () => {
  const role = `few_${randomUUID().replaceAll('-', '')}`;
  let owner: pg.Client;
  let url: URL;
  beforeAll(async () => {
    owner = new pg.Client(`${inject('postgresUrl')}/postgres`);
    await owner.connect();
    await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD 'of-the-tests' CONNECTION LIMIT ${ALLOWED}`);
    url = new URL(`${inject('postgresUrl')}/postgres`);
    url.username = role;
  });
  afterAll(async () => {
    await owner?.query(`DROP ROLE ${role}`);
    await owner?.end();
  });

  it('who asks for one waits for those that the pool has', async () => {
    const pool = newPool({ connectionString: url.href, max: 8, connectionTimeoutMillis: 60_000 });
    const asked = Array.from({ length: 24 }, () => pool.query('SELECT pg_sleep(0.02)'));
    const answered = await Promise.allSettled(asked);
    await pool.end();
    expect(answered.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('who asks for one of a pool that has none is told so when they have waited', async () => {
    const others = [new pg.Client(url.href), new pg.Client(url.href)];
    for (const other of others) await other.connect();
    const pool = newPool({ connectionString: url.href, max: 8, connectionTimeoutMillis: 1000 });
    const began = Date.now();
    await expect(pool.query('SELECT 1')).rejects.toMatchObject({ code: '53300' });
    expect(Date.now() - began).toBeGreaterThanOrEqual(400);
    const late = newPool({ connectionString: url.href, max: 8, connectionTimeoutMillis: 60_000 });
    const waiting = late.query('SELECT 1 AS one');
    await others[0]!.end();
    expect((await waiting).rows).toEqual([{ one: 1 }]);
    await others[1]!.end();
    await Promise.all([pool.end(), late.end()]);
  });
});
