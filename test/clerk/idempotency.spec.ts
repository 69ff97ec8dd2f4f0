import { beforeAll, expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { NOW, onBothDatabases } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';

const SERVICE = { agencyCode: 'STP', procedureCode: '1.001193', validFrom: '2012-01-01' };
const OTHER = { agencyCode: 'STP', procedureCode: '1.004884' };
const HOUR_MS = 3_600_000;

onBothDatabases('A write with an Idempotency-Key', loadSample, (catalogue) => {
  let clerk: string;
  let admin: string;
  beforeAll(async () => {
    clerk = await tokenOf(catalogue(), 'clerk');
    admin = await tokenOf(catalogue(), 'admin');
  });
  const open = (key: string, body: object, token = clerk) =>
    catalogue()
      .http()
      .post('/api/v1/services')
      .set('Authorization', `Bearer ${token}`)
      .set('Idempotency-Key', key)
      .send(body);
  const entries = async () => {
    const { body } = await catalogue().http().get('/api/v1/changes?limit=1000').expect(200);
    return body.items.filter((item: { id: string }) => item.id === 'STP~1.001193').length;
  };

  it('has one effect and one answer, when it is sent eight times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => open('a-key', SERVICE)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers['location'])).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers['content-type'])).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(7);
    expect(await entries()).toBe(1);
  });

  it('has the same answer after a restart', async () => {
    const before = await open('a-key', SERVICE).expect(201);
    await catalogue().restart();
    const after = await open('a-key', SERVICE).expect(201);
    expect(after.text).toBe(before.text);
    expect(after.headers['location']).toBe(before.headers['location']);
    expect(after.headers['idempotency-replayed']).toBe('true');
    expect(await entries()).toBe(1);
  });

  it('is refused with another body, and is nothing to another account', async () => {
    const { body } = await open('a-key', OTHER).expect(422);
    expect(body.code).toBe('idempotency_mismatch');
    await open('a-key', SERVICE, admin).expect(409);
    await open('another-key', SERVICE).expect(409);
  });

  it('keeps no secret that anybody could read in the database', async () => {
    const create = (token: string) =>
      catalogue()
        .http()
        .post('/api/v1/keys')
        .set('Authorization', `Bearer ${token}`)
        .set('Idempotency-Key', 'a-secret')
        .send({ name: 'Portal', role: 'reader' });
    const first = await create(admin).expect(201);
    expect((await create(admin).expect(201)).body.key).toBe(first.body.key);
    const rows = await catalogue()
      .app.get(Reader)
      .all(`SELECT * FROM idempotency_key WHERE key = 'a-secret'`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(first.body.key.slice(8, 30));
  });

  it('may be sent again after it was refused', async () => {
    await open('second-chance', { ...OTHER, validFrom: '2012-13-01' }).expect(400);
    await open('second-chance', OTHER).expect(201);
  });

  it('takes no key with spaces or marks, nor a long one', async () => {
    for (const key of ['a b', 'x'.repeat(256), '']) {
      const { body } = await open(key, SERVICE).expect(400);
      expect(body.errors[0]).toMatchObject({ in: 'header', code: 'not_an_idempotency_key' });
    }
  });

  it('is forgotten after two days', async () => {
    const later = async (hours: number) => {
      catalogue().setNow(new Date(Date.parse(NOW) + hours * HOUR_MS).toISOString());
      return open('a-key', SERVICE, await tokenOf(catalogue(), 'clerk'));
    };
    expect((await later(47)).status).toBe(201);
    expect((await later(49)).status).toBe(409);
  });
});
