import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { LogLines } from '../support/log-lines.js';
import { PageVisitor } from '../support/page-visitor.js';
import { until } from '../support/patience.js';
import { loadSample, PASSWORD, tokenOf } from '../support/sample.js';

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('The log of an operator', () => {
  let catalogue: Catalogue;
  const log = new LogLines();
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3', { TRUST_PROXY: '127.0.0.1' }, log.sink);
    await loadSample(catalogue);
  });
  afterAll(async () => catalogue?.close());

  const signIn = (username: string, password: string) =>
    catalogue.http().post('/api/v1/session').set('X-Forwarded-For', '192.0.2.7').send({ username, password });
  const last = (event: string) => log.of(event).at(-1);

  it('tells who signed in, when and where, and who signed out', async () => {
    const { body } = await signIn('clerk', PASSWORD).expect(201);
    expect(last('sign_in')).toMatchObject({
      time: expect.stringMatching(UTC),
      level: 30,
      who: 'clerk',
      address: '192.0.2.7',
      method: 'POST',
      route: '/api/v1/session',
      status: 201,
    });
    await catalogue.http().delete('/api/v1/session').auth(body.token, { type: 'bearer' }).expect(204);
    expect(last('sign_out')).toMatchObject({ who: 'clerk', status: 204, time: expect.stringMatching(UTC) });
    const visitor = new PageVisitor(catalogue);
    await visitor.signIn('planner').expect(303);
    expect(last('sign_in')).toMatchObject({ who: 'planner', route: '/sign-in', status: 303 });
    await visitor.get('/desk').expect(200);
    await visitor.fill('/sign-out', {});
    expect(last('sign_out')).toMatchObject({ who: 'planner', route: '/sign-out' });
  });

  it('tells of failed sign-ins for which account, but never a name that is no account’s', async () => {
    await signIn('clerk', 'wrong-password-of-the-log').expect(401);
    expect(last('sign_in_failed')).toMatchObject({
      level: 40,
      who: 'clerk',
      code: 'bad_credentials',
      address: '192.0.2.7',
      time: expect.stringMatching(UTC),
    });
    await signIn('typed-password-as-name', 'x').expect(401);
    expect(last('sign_in_failed')).toMatchObject({ who: null, code: 'bad_credentials' });
    await new PageVisitor(catalogue).signIn('clerk', 'wrong-password-of-the-log').expect(401);
    expect(last('sign_in_failed')).toMatchObject({
      who: 'clerk',
      route: '/sign-in',
      code: 'bad_credentials',
    });
    for (let i = 0; i < 12; i++) await signIn('clerk2', 'wrong-password-of-the-log');
    expect(last('sign_in_failed')).toMatchObject({ who: 'clerk2', status: 429, code: 'too_many' });
    const visitor = new PageVisitor(catalogue);
    for (let i = 0; i < 12; i++) await visitor.signIn('planner', 'wrong-password-of-the-log');
    expect(last('sign_in_failed')).toMatchObject({
      who: 'planner',
      route: '/sign-in',
      status: 429,
      code: 'too_many',
    });
  });

  it('tells of every refusal, by which rule', async () => {
    const clerk = await tokenOf(catalogue, 'clerk');
    await catalogue.http().get('/api/v1/accounts').auth(clerk, { type: 'bearer' }).expect(403);
    expect(last('refused')).toMatchObject({
      level: 40,
      who: 'clerk',
      code: 'forbidden',
      rule: 'account.manage',
      route: '/api/v1/accounts',
      address: expect.any(String),
      time: expect.stringMatching(UTC),
    });
    await catalogue.http().get('/api/v1/accounts').auth('slc_ses_made-up', { type: 'bearer' }).expect(401);
    expect(last('refused')).toMatchObject({ who: null, code: 'token_invalid', status: 401 });
  });

  it('tells of bad input by codes, and of errors with who met them', async () => {
    const admin = await tokenOf(catalogue, 'admin');
    await catalogue
      .http()
      .post('/api/v1/keys')
      .auth(admin, { type: 'bearer' })
      .send({ name: 'typed\nlevel=50 who=admin', role: 'king', secret: 'typed-secret' })
      .expect(400);
    expect(last('bad_input')).toMatchObject({
      who: 'admin',
      code: 'bad_request',
      faults: ['unknown_field', 'not_one_of'],
      route: '/api/v1/keys',
      address: expect.any(String),
      time: expect.stringMatching(UTC),
    });
    const unitOfWork = catalogue.app.get(UnitOfWork);
    const run = unitOfWork.run.bind(unitOfWork);
    unitOfWork.run = () => Promise.reject(new Error('unforeseen'));
    await catalogue
      .http()
      .post('/api/v1/keys')
      .auth(admin, { type: 'bearer' })
      .send({ name: 'x', role: 'reader' });
    unitOfWork.run = run;
    expect(last('error')).toMatchObject({
      level: 50,
      who: 'admin',
      status: 500,
      route: '/api/v1/keys',
      address: expect.any(String),
    });
    expect(log.all.find((line) => line['msg'] === 'unforeseen error')).toMatchObject({
      id: last('error')!['id'],
    });
  });

  it('tells of what a page refused by the same codes', async () => {
    const visitor = await PageVisitor.signedIn(catalogue, 'inspector');
    await visitor.get('/desk/account/password').expect(200);
    const sent = await visitor.fill('/desk/account/password', {
      currentPassword: PASSWORD,
      password: 'short',
    });
    expect(sent.status).toBe(400);
    expect(last('bad_input')).toMatchObject({
      who: 'inspector',
      route: '/desk/account/password',
      code: 'bad_request',
      faults: ['password_too_short'],
    });
  });

  it('calls a write what was taken, and not what met nothing, another state or no such method', async () => {
    const admin = await tokenOf(catalogue, 'admin');
    const ask = (method: 'post' | 'patch' | 'delete', path: string) =>
      catalogue.http()[method](`/api/v1${path}`).auth(admin, { type: 'bearer' });
    const added = { code: 'LOG1', name: 'Sở Nhật ký', level: 'province' };
    const before = log.of('write').length;
    await ask('delete', '/agencies').expect(405);
    await ask('delete', '/keys/424242').expect(404);
    await ask('post', '/agencies').send(added).expect(201);
    await ask('post', '/agencies').send(added).expect(409);
    await ask('patch', '/agencies/LOG1').send({ name: 'Sở Khác' }).expect(428);
    await ask('patch', '/agencies/LOG1').set('If-Match', '"another"').send({ name: 'Sở Khác' }).expect(412);
    const weak = { currentPassword: PASSWORD, password: 'short' };
    await ask('post', '/accounts/admin/password').send(weak).expect(400);
    expect(log.all.at(-1)).toMatchObject({ event: 'bad_input', who: 'admin', status: 400 });
    expect(log.of('write').slice(before)).toMatchObject([{ route: '/api/v1/agencies', status: 201 }]);
    expect(log.of('not_taken').map(({ status }) => status)).toEqual([405, 404, 409, 428, 412]);
    expect(last('not_taken')).toMatchObject({ who: 'admin', code: 'precondition_failed', level: 30 });
  });

  it('calls no write what a page answered with the way to sign in', async () => {
    const visitor = await PageVisitor.signedIn(catalogue, 'clerk2');
    await visitor.get('/desk/services/new').expect(200);
    const admin = await tokenOf(catalogue, 'admin');
    await catalogue
      .http()
      .delete('/api/v1/accounts/clerk2/sessions')
      .auth(admin, { type: 'bearer' })
      .expect(204);
    const sent = await visitor.fill('/desk/services/new', { agency: '080' });
    expect(sent.headers['location']).toMatch(/^\/sign-in/);
    expect(last('not_taken')).toMatchObject({ who: null, code: 'not_signed_in', status: 303 });
  });

  it('keeps line ends that somebody sends on one line, and shows no token in an address', async () => {
    const before = log.all.length;
    const path = '/api/v1/services/a%0A%7B%22level%22:50,%22who%22:%22admin%22%7D';
    await catalogue.http().get(path).set('User-Agent', 'a b').expect(404);
    await signIn('a\n{"who":"admin"}', 'x');
    await catalogue.http().get('/api/v1/services/slc_key_shouldneverhavebeenhere').expect(404);
    expect(log.all.length).toBe(before + 3);
    expect(log.text).not.toContain('shouldneverhavebeenhere');
  });

  it('says nothing of people who only read', async () => {
    await catalogue.http().get('/api/v1/agencies').set('X-Forwarded-For', '192.0.2.99').expect(200);
    expect(log.all.at(-1)).toMatchObject({ route: '/api/v1/agencies', status: 200 });
    expect(log.text).not.toContain('192.0.2.99');
  });

  it('holds no password, token, cookie or display name, whatever was done', () => {
    expect(log.all.length).toBeGreaterThan(20);
    for (const secret of [PASSWORD, 'wrong-password-of-the-log', 'typed-password-as-name', 'typed-secret'])
      expect(log.text).not.toContain(secret);
    expect(log.text).not.toMatch(/slc_(ses|key|chl)_[\w-]|session=|argon2|authorization|cookie/i);
  });

  it('stands beside the ledger, which names every kind of denial and how often, without a secret', async () => {
    const entries = async () =>
      (
        await catalogue.app
          .get(Reader)
          .all<{ body: string }>(`SELECT body FROM ledger_entry WHERE action = 'access.refuse' ORDER BY seq`)
      ).map(({ body }) => body);
    const itemsSoFar = async () =>
      (await entries()).flatMap(
        (body) =>
          (JSON.parse(body) as { items: { subject: string; after: Record<string, unknown> }[] }).items,
      );
    const denials = [
      'account:clerk bad_credentials POST /api/v1/session',
      'access:anonymous bad_credentials POST /api/v1/session',
      'account:clerk2 too_many POST /api/v1/session',
      'account:clerk forbidden GET /api/v1/accounts',
      'access:anonymous token_invalid GET /api/v1/accounts',
    ];
    // The longer refusals go on, the rarer they are entered.
    await until(
      async () => {
        const told = (await itemsSoFar()).map(
          ({ subject, after }) => `${subject} ${String(after['code'])} ${String(after['where'])}`,
        );
        return denials.every((denial) => told.includes(denial));
      },
      `${denials.join(', ')} in the ledger`,
    );
    const items = await itemsSoFar();
    expect(items.find(({ after }) => after['rule'] === 'account.manage')?.after).toMatchObject({
      refused: 1,
    });
    expect((await entries()).join()).not.toMatch(/wrong-password|typed-password|slc_|192\.0\.2/);
  });
});
