import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';
import { signedIn } from '../support/signed-in.js';

interface Listed {
  code: string;
  name: string;
}

const WARD = { code: '99001', name: 'Phường Thử Nghiệm Đầu', level: 'commune', parentCode: '080' };

onBothDatabases('Agencies', loadSample, (catalogue) => {
  const get = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const admin = async () => signedIn(catalogue(), await tokenOf(catalogue(), 'admin'));
  const change = async (code: string, body: object) => {
    const { headers } = await get(`/agencies/${code}`).expect(200);
    return (await admin()).patch(`/agencies/${code}`).set('If-Match', headers['etag']!).send(body);
  };
  const codesOf = (body: { errors: { pointer: string; code: string }[] }) =>
    body.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort();
  const codes = async (query: string): Promise<string[]> =>
    (await get(`/agencies?limit=500&${query}`).expect(200)).body.items.map(({ code }: Listed) => code);

  it('are listed for everybody, a page at a time, each once', async () => {
    const seen: string[] = [];
    let path = '/agencies?limit=50';
    for (;;) {
      const { body, headers } = await get(path).expect(200);
      seen.push(...body.items.map(({ code }: Listed) => code));
      if (body.next === null) {
        expect(seen).toHaveLength(body.total);
        break;
      }
      expect(headers['link']).toContain('rel="next"');
      path = `/agencies?limit=50&cursor=${body.next}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    await get(`/agencies?level=commune&cursor=${(await get('/agencies?limit=1')).body.next}`).expect(400);
  });

  it('are found by words with or without marks, by level, and under a parent', async () => {
    const marked = await codes(`q=${encodeURIComponent('Sở Tư pháp')}`);
    expect(marked).toContain('STP');
    expect(await codes('q=so%20tu%20phap')).toEqual(marked);
    expect(await codes('q=stp')).toEqual(['STP']);
    expect(await codes('q=%21%21')).toEqual([]);
    expect(await codes('level=district&parent=10')).toContain('080');
    expect(await codes('level=commune&parent=10')).toEqual([]);
    await get('/agencies?level=village').expect(400);
  });

  it('that a question names and that are not there are told with the name of the parameter, as fields are', async () => {
    for (const [path, parameter] of [
      ['/agencies?parent=NOPE', 'parent'],
      ['/services?agency=NOPE', 'agency'],
      ['/procedures?agency=NOPE', 'agency'],
      ['/procedures?field=nope', 'field'],
      ['/services?field=nope', 'field'],
    ] as const) {
      const { body } = await get(path).expect(404);
      expect(body.errors, path).toMatchObject([
        { in: 'query', pointer: `/${parameter}`, code: 'unknown_reference' },
      ]);
    }
  });

  it('show their relatives and what they offer', async () => {
    const { body } = await get('/agencies/STP').expect(200);
    expect(body).toMatchObject({ code: 'STP', level: 'province', parentCode: '10', parent: { code: '10' } });
    const { total } = (await get('/services?agency=STP').expect(200)).body;
    expect(total).toBeGreaterThan(0);
    expect(body.services).toBe(total);
    const province = await get('/agencies/10').expect(200);
    expect(province.body.children).toBe((await codes('parent=10')).length);
    expect(province.body.parent).toBeNull();
    await get('/agencies/NOPE').expect(404);
  });

  it('are added by administrators, with every fault told at once', async () => {
    const { body, headers } = await (await admin()).post('/agencies').send(WARD).expect(201);
    expect(headers['location']).toBe('http://catalogue.test/api/v1/agencies/99001');
    expect(body).toMatchObject({ ...WARD, successors: [], services: 0, parent: { code: '080' } });
    const read = await get('/agencies/99001').set('Accept-Encoding', 'identity').expect(200);
    expect(read.body).toEqual(body);
    expect(read.headers['etag']).toBe(headers['etag']);
    expect((await (await admin()).post('/agencies').send(WARD).expect(409)).body.code).toBe('duplicate');
    const faulty = await (
      await admin()
    )
      .post('/agencies')
      .send({
        ...WARD,
        code: '99002',
        parentCode: 'NOPE',
        validFrom: '2012-02-01',
        validTo: '2012-01-31',
        successors: ['99002', 'NOPE2'],
      })
      .expect(400);
    expect(codesOf(faulty.body)).toEqual([
      '/parentCode unknown_reference',
      '/successors own_successor',
      '/successors unknown_reference',
      '/validTo ends_before_start',
    ]);
  });

  it('are refused with the faults of their form and of the catalogue together', async () => {
    const sent = { ...WARD, level: 'village', parentCode: 'NOPE', successors: ['99001', 'NOPE2'] };
    const told = ['/code duplicate', '/level not_one_of', '/parentCode unknown_reference'];
    const successors = ['/successors own_successor', '/successors unknown_reference'];
    const added = await (await admin()).post('/agencies?dry=1').send(sent).expect(400);
    expect(codesOf(added.body)).toEqual([
      '/code duplicate',
      '/dry unknown_parameter',
      ...told.slice(1),
      ...successors,
    ]);
    // A form without faults is told of a code that is taken among the rest.
    const formed = await (
      await admin()
    )
      .post('/agencies')
      .send({ ...sent, level: 'commune' })
      .expect(400);
    expect(codesOf(formed.body)).toEqual([told[0], told[2], ...successors]);
    const circle = await change('080', { parentCode: '99001', successors: ['080'], notifyEmail: 'x', zz: 1 });
    expect(circle.status).toBe(400);
    expect(codesOf(circle.body)).toEqual([
      '/notifyEmail not_an_email',
      '/parentCode parent_circle',
      '/successors own_successor',
      '/zz unknown_field',
    ]);
    // A day that cannot be read is not held against the other one.
    const days = await change('99001', { validFrom: '2012-02-30', validTo: '1999-01-01' });
    expect(codesOf(days.body)).toEqual(['/validFrom not_a_date']);
  });

  it('merge: the old ones are of the past, the new one of the days after, and each names the other', async () => {
    await (
      await admin()
    )
      .post('/agencies')
      .send({ ...WARD, code: 'OLD', name: 'Xã Cũ' })
      .expect(201);
    await (
      await admin()
    )
      .post('/agencies')
      .send({ ...WARD, code: 'NEW', name: 'Xã Mới', validFrom: '2025-07-01' })
      .expect(201);
    const merged = await change('OLD', { validTo: '2025-06-30', successors: ['NEW'] });
    expect(merged.body).toMatchObject({ validTo: '2025-06-30', successors: ['NEW'] });
    expect((await get('/agencies/NEW')).body.predecessors).toEqual([{ code: 'OLD', name: 'Xã Cũ' }]);
    const on = async (day: string) =>
      (await codes(`asOf=${day}&parent=080`)).filter((code) => ['OLD', 'NEW'].includes(code));
    expect(await on('2025-06-30')).toEqual(['OLD']);
    expect(await on('2025-07-01')).toEqual(['NEW']);
    expect(await codes('parent=080')).toEqual(expect.arrayContaining(['OLD', 'NEW']));
  });

  it('are changed by who has read their own record, whatever came under them meanwhile', async () => {
    const { revision } = (await get('/agencies/99001').expect(200)).body;
    const under = { ...WARD, code: '99003', name: 'Thôn', parentCode: '99001' };
    await (await admin()).post('/agencies').send(under).expect(201);
    const byRevision = async () =>
      (await admin())
        .patch('/agencies/99001')
        .set('If-Match', `"revision-${revision}"`)
        .send({ nameEn: 'Ward one' });
    expect((await byRevision()).body).toMatchObject({ revision: revision + 1, children: 1 });
    expect((await byRevision()).status).toBe(412);
  });

  it('are changed only by who has seen their present state, in whatever coding it came', async () => {
    const { headers } = await get('/agencies/10').set('Accept-Encoding', 'br').expect(200);
    await (await admin()).patch('/agencies/10').send({ nameEn: 'X' }).expect(428);
    const first = await (
      await admin()
    )
      .patch('/agencies/10')
      .set('If-Match', headers['etag']!)
      .send({ nameEn: 'Lào Cai Provincial People’s Committee' })
      .expect(200);
    expect(first.body.nameEn).toBe('Lào Cai Provincial People’s Committee');
    await (
      await admin()
    )
      .patch('/agencies/10')
      .set('If-Match', headers['etag']!)
      .send({ nameEn: 'Y' })
      .expect(412);
    await (await admin()).patch('/agencies/NOPE').set('If-Match', '*').send({}).expect(404);
  });

  it('never stand under themselves', async () => {
    for (const [code, parentCode] of [
      ['10', '10'],
      ['10', '080'],
      ['10', '99001'],
    ] as const) {
      const { status, body } = await change(code, { parentCode });
      expect([status, codesOf(body)]).toEqual([400, ['/parentCode parent_circle']]);
    }
  });

  it('that are renamed or end have their services sent again to mirrors', async () => {
    const { body: before } = await get('/services?agency=STP&limit=500').expect(200);
    const { body: start } = await get(`/changes?since=${await tail()}`).expect(200);
    expect(start.items).toEqual([]);
    expect((await change('STP', { name: 'Sở Tư pháp tỉnh' })).status).toBe(200);
    const { body: after } = await get('/services?agency=STP&limit=500').expect(200);
    for (const { agency } of after.items) expect(agency.name).toBe('Sở Tư pháp tỉnh');
    const renamed = await get(`/changes?since=${start.next}&limit=500`).expect(200);
    const ids = (items: { id: string }[]) => items.map(({ id }) => id).sort();
    expect(ids(renamed.body.items)).toEqual(ids(before.items));
    const ended = await change('STP', { validTo: '2025-06-30' });
    expect(ended.body.services).toBe(0);
    const gone = await get(`/changes?since=${renamed.body.next}&limit=500`).expect(200);
    expect(gone.body.items.every(({ op }: { op: string }) => op === 'delete')).toBe(true);
    expect(ids(gone.body.items)).toEqual(ids(before.items));
    const then = await get('/services?agency=STP&asOf=2025-06-30&limit=500').expect(200);
    expect(ids(then.body.items)).toEqual(ids(before.items));
  });

  async function tail(): Promise<string> {
    let next = '';
    for (;;) {
      const { body } = await get(`/changes?limit=500${next === '' ? '' : `&since=${next}`}`).expect(200);
      next = body.next;
      if (body.caughtUp) return next;
    }
  }

  it('and fields tell how many procedures and services they have', async () => {
    const { body } = await get('/fields').expect(200);
    expect(body.total).toBe(body.items.length);
    const field = body.items.find(({ services }: { services: number }) => services > 0);
    expect((await get(`/services?field=${field.code}`).expect(200)).body.total).toBe(field.services);
    expect(body.items.some(({ procedures }: { procedures: number }) => procedures === 0)).toBe(true);
    expect(body.items.reduce((sum: number, { services }: { services: number }) => sum + services, 0)).toBe(
      (await get('/services').expect(200)).body.total,
    );
  });
});
