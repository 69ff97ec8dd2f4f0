import { AsyncLocalStorage } from 'node:async_hooks';
import type { Server } from 'node:http';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { NOW, onBothDatabases } from '../support/catalogue.js';
import { loadSample, PASSWORD, tokenOf } from '../support/sample.js';

const LIST = '/api/v1/services?limit=5&sort=name';
const RECORDS = [LIST, '/api/v1/services/STP~1.000688', '/api/v1/checksum', '/api/v1/changes?limit=3'];

/** Tags by path, as the first database gave them: the other has to give the same. */
const tagsOfOther = new Map<string, string>();

onBothDatabases('A reader who asks again', loadSample, (catalogue) => {
  beforeAll(async () => {
    // The sample was written within one second, which no time in a header can tell apart.
    catalogue().setNow('2026-03-02T02:30:00.000Z');
    await catalogue()
      .app.get(UnitOfWork)
      .run({ actor: { name: 'system', agencyCode: null }, action: 'test.prepare' }, async (unit) =>
        unit.record('test:later', null, {}),
      );
    for (const path of RECORDS) await catalogue().http().get(path).expect(200);
  });
  afterEach(() => vi.restoreAllMocks());
  const get = (path: string) => catalogue().http().get(path).set('Accept-Encoding', 'identity');
  /**
   * The questions that requests ask the database from now on. What a process asks by itself, as its looks
   * at the head and at the webhooks, belongs to none.
   */
  const questionsOfRequests = () => {
    const { app } = catalogue();
    const requests = new AsyncLocalStorage<string>();
    const server = app.getHttpServer() as Server;
    const emit = server.emit.bind(server);
    vi.spyOn(server, 'emit').mockImplementation((event: string, ...args: unknown[]) =>
      event === 'request' ? requests.run(event, () => emit(event, ...args)) : emit(event, ...args),
    );
    const asked: unknown[] = [];
    const reader = app.get(Reader);
    for (const method of ['get', 'all', 'snapshot'] as const) {
      const ask = reader[method].bind(reader) as (...args: unknown[]) => never;
      vi.spyOn(reader, method).mockImplementation((...args: unknown[]) => {
        if (requests.getStore()) asked.push(args);
        return ask(...args);
      });
    }
    return asked;
  };

  it('is not told of sign-ins: nothing that is shown has changed', async () => {
    const before = await get('/api/v1/services?limit=2').expect(200);
    catalogue().setNow('2026-03-02T03:00:00.000Z');
    await catalogue()
      .http()
      .post('/api/v1/session')
      .send({ username: 'admin', password: PASSWORD })
      .expect(201);
    const after = await get('/api/v1/services?limit=2').expect(200);
    expect(after.headers['etag']).toBe(before.headers['etag']);
    expect(after.headers['last-modified']).toBe(before.headers['last-modified']);
    catalogue().setNow(NOW);
  });

  it('is told that nothing changed, without a question to the database', async () => {
    for (const path of RECORDS) {
      const first = await get(path).expect(200);
      const asked = questionsOfRequests();
      const again = await get(path).set('If-None-Match', first.headers['etag']!).expect(304);
      const head = await catalogue()
        .http()
        .head(path)
        .set('Accept-Encoding', 'identity')
        .set('If-None-Match', `"other", W/${first.headers['etag']}`)
        .expect(304);
      await get(path).set('If-None-Match', '"other"').expect(200);
      await get(path).set('If-Modified-Since', first.headers['last-modified']!).expect(304);
      expect(asked).toEqual([]);
      await get(`/api/v1/services?limit=${RECORDS.indexOf(path) + 11}`).expect(200);
      expect(asked, 'what a request asks is seen').not.toEqual([]);
      vi.restoreAllMocks();
      for (const answer of [again, head]) {
        expect(answer.headers['etag']).toBe(first.headers['etag']);
        expect(answer.headers['vary']).toContain('Accept-Encoding');
        expect(answer.headers['cache-control']).toBe('public, max-age=0, must-revalidate');
        expect(answer.text ?? '').toBe('');
      }
    }
  });

  it('is answered by the tag alone where both are sent, and by the time where only that is', async () => {
    const { headers } = await get(LIST).expect(200);
    const since = headers['last-modified']!;
    expect(Number.isNaN(Date.parse(since))).toBe(false);
    await get(LIST).set('If-None-Match', '"other"').set('If-Modified-Since', since).expect(200);
    const before = new Date(Date.parse(since) - 1000).toUTCString();
    await get(LIST).set('If-Modified-Since', before).expect(200);
    await get(LIST).set('If-Modified-Since', 'yesterday').expect(200);
  });

  it('finds the same tag after a restart, and on the other database', async () => {
    const tags = new Map<string, string>();
    for (const path of RECORDS) tags.set(path, (await get(path).expect(200)).headers['etag']!);
    await catalogue().restart();
    for (const path of RECORDS) {
      expect((await get(path).expect(200)).headers['etag'], path).toBe(tags.get(path));
      expect(tagsOfOther.get(path) ?? tags.get(path), path).toBe(tags.get(path));
      tagsOfOther.set(path, tags.get(path)!);
    }
  });

  it('finds another tag exactly when the bytes are others', async () => {
    const list = await get(LIST).expect(200);
    const one = await get('/api/v1/services/STP~1.000688').expect(200);
    const token = await tokenOf(catalogue(), 'clerk');
    catalogue().setNow('2026-03-02T03:00:00.000Z');
    await catalogue()
      .http()
      .post('/api/v1/services')
      .set('Authorization', `Bearer ${token}`)
      .send({ agencyCode: 'STP', procedureCode: '1.001193', validFrom: '2012-01-01' })
      .expect(201);
    const listAfter = await get(LIST).set('If-None-Match', list.headers['etag']!).expect(200);
    expect(listAfter.text).not.toBe(list.text);
    expect(listAfter.headers['etag']).not.toBe(list.headers['etag']);
    expect(listAfter.headers['last-modified']).not.toBe(list.headers['last-modified']);
    await get('/api/v1/services/STP~1.000688').set('If-None-Match', one.headers['etag']!).expect(304);
  });

  it('gets the coding that it values most, with a tag of its own', async () => {
    const as = (accept: string) => catalogue().http().get(LIST).set('Accept-Encoding', accept).expect(200);
    const plain = await as('identity');
    const answers = [
      [await as('br;q=0.9, gzip;q=1.0'), 'gzip'],
      [await as('gzip, br'), 'br'],
      [await as('gzip;q=0, br;q=0.1'), 'br'],
    ] as const;
    for (const [answer, coding] of answers) {
      expect(answer.headers['content-encoding']).toBe(coding);
      expect(answer.headers['etag']).toBe(plain.headers['etag']!.replace(/"$/, `-${coding}"`));
    }
    expect((await as('br;q=0, gzip;q=0')).headers['content-encoding']).toBeUndefined();
  });
});
