import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { aCompleteDraft } from '../support/procedure-draft.js';
import { loadSample, tokenOf } from '../support/sample.js';

type Username = Parameters<typeof tokenOf>[1];

onBothDatabases('Drafts of procedures', loadSample, (catalogue) => {
  const bearer = async (username: Username) => `Bearer ${await tokenOf(catalogue(), username)}`;
  const register = async (username: Username, body: object) =>
    catalogue()
      .http()
      .post('/api/v1/procedures')
      .set('Authorization', await bearer(username))
      .send(body);
  const get = async (path: string, username?: Username) => {
    const sent = catalogue().http().get(`/api/v1${path}`);
    return username ? sent.set('Authorization', await bearer(username)) : sent;
  };

  it('tell every fault of a bad one at once', async () => {
    const { status, body } = await register('clerk', {
      name: 5,
      fieldCode: 'no spaces',
      dossierSets: 0,
      decisionDate: '2026-02-30',
      level: 3,
      channels: [{ channel: 'pigeon', timeValue: '5' }],
      source: { text: 'Cổng', url: 'javascript:alert(1)' },
    });
    expect(status).toBe(400);
    expect(
      body.errors.map((error: { pointer: string; code: string }) => [error.pointer, error.code]),
    ).toEqual(
      expect.arrayContaining([
        ['/name', 'not_text'],
        ['/fieldCode', 'not_a_code'],
        ['/dossierSets', 'integer_out_of_range'],
        ['/decisionDate', 'not_a_date'],
        ['/level', 'unknown_field'],
        ['/channels/0/channel', 'not_one_of'],
        ['/channels/0/timeValue', 'not_integer'],
        ['/source/url', 'not_a_url'],
      ]),
    );
    const unknown = await register('clerk', { name: ' ', fieldCode: 'none', copyFrom: '0.000000' });
    expect(unknown.status).toBe(400);
    expect(unknown.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/name',
      '/fieldCode',
      '/copyFrom',
    ]);
  });

  it('are refused with the faults of their form and of the catalogue together', async () => {
    const told = ({ body }: { body: { errors: { pointer: string; code: string }[] } }) =>
      body.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort();
    const sent = { code: '1.000688', name: ' ', fieldCode: 'none', ownerAgency: 'NOPE', zz: 1 };
    const known = [
      '/code duplicate',
      '/fieldCode unknown_reference',
      '/name empty',
      '/ownerAgency unknown_reference',
    ];
    const formed = await register('admin', { ...sent, zz: undefined });
    expect([formed.status, told(formed)]).toEqual([400, known]);
    const made = await register('clerk', sent);
    expect([made.status, told(made)]).toEqual([400, [...known, '/zz unknown_field']]);
    expect(told(await register('clerk', { copyFrom: '0.000000', zz: 1 }))).toEqual([
      '/copyFrom unknown_reference',
      '/zz unknown_field',
    ]);
    expect(told(await register('clerk', { zz: 1 }))).toEqual([
      '/fieldCode required',
      '/name required',
      '/zz unknown_field',
    ]);
    expect(told(await register('clerk', { copyFrom: 7 }))).toEqual(['/copyFrom not_a_code']);
    const edited = await catalogue()
      .http()
      .patch('/api/v1/procedures/1.000688/draft')
      .set('Authorization', await bearer('clerk'))
      .set('If-Match', '*')
      .send(sent);
    expect(told(edited)).toEqual([
      '/code unknown_field',
      '/fieldCode unknown_reference',
      '/name empty',
      '/ownerAgency unknown_field',
      '/zz unknown_field',
    ]);
  });

  it('cannot be copied by whoever may not read them, who is told as of a code that nobody has', async () => {
    const draft = { code: '9.000009', name: 'Của Sở', fieldCode: 'ho-tich' };
    expect((await register('clerk', draft)).status).toBe(201);
    for (const zz of [undefined, 1]) {
      const [hidden, none] = await Promise.all(
        ['9.000009', '9.999999'].map((copyFrom) => register('clerk2', { code: '9.000008', copyFrom, zz })),
      );
      expect(hidden!.status).toBe(400);
      expect(hidden!.body).toEqual(none!.body);
    }
  });

  it('belong to the clerk’s agency: others neither see nor edit them', async () => {
    const made = await register('clerk', { code: '9.000010', name: 'Thủ tục của Sở', fieldCode: 'ho-tich' });
    expect(made.status).toBe(201);
    const edit = async (username: Username, ifMatch?: string) => {
      const sent = catalogue()
        .http()
        .patch('/api/v1/procedures/9.000010/draft')
        .set('Authorization', await bearer(username));
      if (ifMatch) void sent.set('If-Match', ifMatch);
      return sent.send({ steps: 'Nộp hồ sơ' });
    };
    const other = await edit('clerk2', made.headers['etag']);
    expect([other.status, other.body.code]).toEqual([404, 'not_found']);
    const handedIn = await catalogue()
      .http()
      .post('/api/v1/procedures/9.000010/submit')
      .set('Authorization', await bearer('clerk2'))
      .set('If-Match', made.headers['etag']!);
    expect(handedIn.status).toBe(404);
    expect((await edit('inspector', made.headers['etag'])).status).toBe(403);
    const foreign = await register('clerk2', { name: 'X', fieldCode: 'ho-tich', ownerAgency: 'STP' });
    expect(foreign.status).toBe(403);

    for (const [username, status] of [
      ['clerk', 200],
      ['admin', 200],
      ['inspector', 200],
      ['clerk2', 404],
      ['planner', 404],
      [undefined, 404],
    ] as const) {
      const one = await get('/procedures/9.000010', username);
      expect([username, one.status]).toEqual([username, status]);
      const list = await get('/procedures?q=9.000010', username);
      expect([username, list.body.total]).toEqual([username, status === 200 ? 1 : 0]);
      if (username) expect(list.headers['cache-control']).toBe('no-store');
    }
    // Told as of a procedure that nobody has.
    for (const path of ['', '/draft', '/versions', '/versions/1']) {
      const [hidden, none] = await Promise.all(
        ['9.000010', '9.999999'].map((code) => get(`/procedures/${code}${path}`, 'clerk2')),
      );
      expect(hidden!.status).toBe(404);
      expect(hidden!.body.detail).toContain('thủ tục 9.000010.');
      expect(JSON.stringify(hidden!.body).replaceAll('9.000010', '9.999999')).toBe(
        JSON.stringify(none!.body),
      );
    }

    expect((await edit('clerk')).status).toBe(428);
    const first = await edit('clerk', made.headers['etag']);
    expect(first.status).toBe(200);
    expect((await edit('clerk', made.headers['etag'])).status).toBe(412);
    const procedure = await get('/procedures/9.000010', 'clerk');
    expect((await edit('clerk', procedure.headers['etag'])).status).toBe(200);
  });

  it('are edited section by section, and a section is emptied by null', async () => {
    const made = await register('admin', aCompleteDraft({ code: '9.000011', ownerAgency: 'STP' }));
    const { body } = await catalogue()
      .http()
      .patch('/api/v1/procedures/9.000011/draft')
      .set('Authorization', await bearer('clerk'))
      .set('If-Match', made.headers['etag']!)
      .send({ steps: null, results: null, notApplicable: { result: 'Không có', requirements: null } })
      .expect(200);
    const { steps, results, notApplicable, subjects } = body.content;
    expect({ steps, results, notApplicable, subjects }).toEqual({
      steps: null,
      results: [],
      notApplicable: { result: 'Không có' },
      subjects: ['Công dân Việt Nam'],
    });
    expect(body.blockers.map((blocker: { code: string }) => blocker.code)).toEqual([
      'steps_missing',
      'requirements_unknown',
      'decision_number_missing',
      'decision_date_missing',
    ]);
  });

  it('may start as a copy, and tell which procedures they may be doubles of', async () => {
    const original = (await get('/procedures/1.000688')).body;
    const copy = await register('clerk', { code: '1.000688.000.00.00.H38', copyFrom: '1.000688' });
    expect(copy.status).toBe(201);
    expect(copy.body.content).toEqual({ ...original.content, source: null });
    expect(copy.body.likelyDuplicates).toEqual([
      { code: '1.000688', name: original.name, status: 'published', because: 'same_code' },
    ]);
    const named = await register('clerk', {
      name: original.name.toUpperCase(),
      fieldCode: original.field.code,
    });
    expect(named.status).toBe(201);
    expect(named.body.likelyDuplicates.map((double: { code: string }) => double.code)).toEqual([
      '1.000688',
      '1.000688.000.00.00.H38',
    ]);
    const same = await register('clerk', { name: original.name, fieldCode: original.field.code });
    expect([same.status, same.body.code]).toEqual([409, 'duplicate']);
  });

  it('are made once where sixteen make the same code at once', async () => {
    const body = { code: '9.000012', name: 'Cùng một mã', fieldCode: 'ho-tich' };
    const answers = await Promise.all(Array.from({ length: 16 }, () => register('clerk', body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(15).fill(409)]);
  });

  it('take one of sixteen edits that rest on one state', async () => {
    const made = await register('clerk', { code: '9.000013', name: 'Sửa cùng lúc', fieldCode: 'ho-tich' });
    const token = await bearer('clerk');
    const edits = Array.from({ length: 16 }, (_, i) =>
      catalogue()
        .http()
        .patch('/api/v1/procedures/9.000013/draft')
        .set('Authorization', token)
        .set('If-Match', made.headers['etag']!)
        .send({ steps: `Bước ${i}` }),
    );
    const statuses = (await Promise.all(edits)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, ...Array(15).fill(412)]);
  });
});
