import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { declare } from '../support/declare.js';
import { until } from '../support/patience.js';
import { createDatabase, startPostgres, type TestServer } from '../support/postgres.js';
import { loadSample, tokenOf } from '../support/sample.js';
import { startStandby } from '../support/standby.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const ID = '02635~1.001193';

/** A primary and a streaming replica of it, both real; what is between them and the program can be cut. */
describe('With a read replica', () => {
  let primary: TestServer;
  let standby: TestServer;
  let toPrimary: TcpProxy;
  let toReplica: TcpProxy;
  let replica: pg.Client;
  let catalogue: Catalogue;
  let questions = 0;
  beforeAll(async () => {
    primary = await startPostgres();
    const databaseUrl = await createDatabase(primary.url);
    standby = await startStandby(primary);
    const replicaUrl = databaseUrl.replace(primary.url, standby.url);
    replica = new pg.Client(replicaUrl);
    await replica.connect();
    const before = {
      primary: await TcpProxy.before(databaseUrl),
      replica: await TcpProxy.before(replicaUrl),
    };
    toPrimary = before.primary.proxy;
    toReplica = before.replica.proxy;
    catalogue = await startCatalogue('postgres', {
      DATABASE_URL: before.primary.url,
      DATABASE_REPLICA_URLS: before.replica.url,
      DATABASE_CONNECT_TIMEOUT_MS: '3000',
    });
    await loadSample(catalogue);
  });
  afterEach(async () => {
    toPrimary.set('pass');
    toReplica.set('pass');
    await replica.query('SELECT pg_wal_replay_resume()');
  });
  afterAll(async () => {
    await catalogue?.close();
    await replica?.end();
    toPrimary?.close();
    toReplica?.close();
    await standby?.stop();
    await primary?.stop();
  });

  const get = (path: string) => catalogue.http().get(`/api/v1${path}`);
  /** A question that no answer is kept for. */
  const read = async () => (await get(`/services?procedure=1.001193&limit=${(questions += 1)}`)).status;
  const service = async () => {
    const { body, headers, status } = await get(`/services/${ID}`);
    return { status, etag: headers['etag'], level: body.declaredLevel };
  };
  /** Only the replica can be reached, and it answers. */
  const replicaServes = () =>
    until(async () => {
      toPrimary.set('refuse');
      const status = await read();
      if (status !== 200) toPrimary.set('pass');
      return status === 200;
    }, 'answers of the replica');
  /** The first attempts may meet connections that were cut before. */
  const succeeds = (write: () => Promise<unknown>) =>
    until(
      () =>
        write().then(
          () => true,
          () => false,
        ),
      'a write',
    );

  it('what anybody may ask is answered by the replica, also while the primary is away', async () => {
    const token = await tokenOf(catalogue, 'clerk');
    await replicaServes();
    for (let n = 0; n < 5; n += 1) expect(await read()).toBe(200);
    const own = await get('/session').set('Authorization', `Bearer ${token}`);
    expect(own.status).toBe(503);
  });

  it('a write is seen by the next read, however far the replica is behind', async () => {
    await replicaServes();
    toPrimary.set('pass');
    const before = await service();
    await replica.query('SELECT pg_wal_replay_pause()');
    await succeeds(() => declare(catalogue, ID, before.level === 3 ? 2 : 3, '2026-03-01'));
    const after = await service();
    expect(after.status).toBe(200);
    expect(after.level).not.toBe(before.level);
    expect(after.etag).not.toBe(before.etag);
    // Neither from memory nor from the replica does the older state come back.
    for (let n = 0; n < 10; n += 1) expect(await service()).toEqual(after);
    // Rather than an older answer there is none, where the primary is away as well.
    toPrimary.set('refuse');
    expect(await read()).toBe(503);
    toPrimary.set('pass');
    await replica.query('SELECT pg_wal_replay_resume()');
    await replicaServes();
    expect(await service()).toEqual(after);
  });

  it('who may do what is never asked of the replica', async () => {
    await until(async () => (await get('/readyz')).status !== 503, 'a catalogue that is ready');
    await replica.query('SELECT pg_wal_replay_pause()');
    let token = '';
    await succeeds(async () => (token = await tokenOf(catalogue, 'clerk')));
    const session = () => get('/session').set('Authorization', `Bearer ${token}`);
    expect((await session()).status).toBe(200);
    const ended = await catalogue.http().delete('/api/v1/session').set('Authorization', `Bearer ${token}`);
    expect(ended.status).toBe(204);
    expect((await session()).status).toBe(401);
  });

  it('no read fails when the replica goes away, and it is asked again when it is back', async () => {
    for (const mode of ['refuse', 'hang'] as const) {
      await replicaServes();
      toPrimary.set('pass');
      await succeeds(() => tokenOf(catalogue, 'clerk'));
      toReplica.set(mode);
      for (let n = 0; n < 5; n += 1) expect(await read()).toBe(200);
      toReplica.set('pass');
    }
    await replicaServes();
  });
});
