import type { Response } from 'supertest';
import { expect, it } from 'vitest';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import { Reader } from '../../src/database/reader.js';
import { onBothDatabases } from '../support/catalogue.js';
import { loadSample, PASSWORD, tokenOf } from '../support/sample.js';
import { signedIn } from '../support/signed-in.js';

const NEW = {
  displayName: 'Nguyễn Thị Lan',
  role: 'clerk',
  agencyCode: '080',
  password: 'sông hồng đỏ nặng',
};
const OPERATOR = { name: 'operator', agencyCode: null };

onBothDatabases('Accounts', loadSample, (catalogue) => {
  const as = async (username: Parameters<typeof tokenOf>[1]) =>
    signedIn(catalogue(), await tokenOf(catalogue(), username));
  const signIn = (username: string, password: string) =>
    catalogue().http().post('/api/v1/session').send({ username, password });
  const add = async (username: string) =>
    (
      await (
        await as('admin')
      )
        .post('/accounts')
        .send({ ...NEW, username })
        .expect(201)
    ).body;
  const change = async (username: string, body: object) => {
    const admin = await as('admin');
    const { headers } = await admin.get(`/accounts/${username}`).expect(200);
    return admin.patch(`/accounts/${username}`).set('If-Match', headers['etag']!).send(body);
  };
  const codesOf = (body: { errors: { pointer: string; code: string }[] }) =>
    body.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort();

  it('are added by administrators, and can sign in at once', async () => {
    const admin = await as('admin');
    const made = await admin
      .post('/accounts')
      .send({ ...NEW, username: 'lan' })
      .expect(201);
    expect(made.body).toMatchObject({
      username: 'lan',
      displayName: 'Nguyễn Thị Lan',
      role: 'clerk',
      agencyCode: '080',
      disabled: false,
    });
    expect(made.headers['location']).toBe('http://catalogue.test/api/v1/accounts/lan');
    const read = await admin.get('/accounts/lan').expect(200);
    expect(read.body).toEqual(made.body);
    expect(read.headers['etag']).toBe(made.headers['etag']);
    await signIn('lan', NEW.password).expect(201);
    // The same text in decomposed letters is the same password.
    await signIn('lan', NEW.password.normalize('NFD')).expect(201);
    const again = await admin
      .post('/accounts')
      .send({ ...NEW, username: 'lan' })
      .expect(409);
    expect(again.body.code).toBe('duplicate');
  });

  it('are refused with every fault at once', async () => {
    const admin = await as('admin');
    const { agencyCode: _, ...noAgency } = NEW;
    const refused = async (body: object) =>
      codesOf((await admin.post('/accounts').send(body).expect(400)).body);
    expect(await refused({ ...NEW, username: 'Lan Nguyễn', role: 'king', isAdmin: true })).toEqual([
      '/isAdmin unknown_field',
      '/role not_one_of',
      '/username not_a_username',
    ]);
    expect(await refused({ ...noAgency, username: 'minh', password: 'minh' })).toEqual([
      '/agencyCode agency_needed',
      '/password password_has_username',
      '/password password_too_short',
    ]);
    expect(await refused({ ...NEW, username: 'minh', agencyCode: 'NOPE', password: 'Football' })).toEqual([
      '/agencyCode unknown_reference',
      '/password password_common',
    ]);
    // Of the agency’s own name, which the catalogue knows.
    expect(
      await refused({ ...NEW, username: 'minh', agencyCode: 'STP', password: 'SỞ TƯ PHÁP 2012' }),
    ).toEqual(['/password password_of_the_place']);
    await admin.get('/accounts/minh').expect(404);
  });

  it('are refused with the faults of their form and of the rules together', async () => {
    const admin = await as('admin');
    const sent = { ...NEW, username: 'hoa', agencyCode: 'NOPE', password: 'short' };
    const told = ['/agencyCode unknown_reference', '/password password_too_short'];
    const more = await admin
      .post('/accounts')
      .send({ ...sent, zz: 1 })
      .expect(400);
    expect(codesOf(more.body)).toEqual([...told, '/zz unknown_field']);
    const { displayName: _, ...nameless } = sent;
    const less = await admin.post('/accounts').send(nameless).expect(400);
    expect(codesOf(less.body)).toEqual(['/agencyCode unknown_reference', '/displayName required', told[1]]);
    const taken = await admin
      .post('/accounts')
      .send({ ...sent, username: 'clerk' })
      .expect(400);
    expect(codesOf(taken.body)).toEqual([...told, '/username duplicate']);
    const takenToo = await admin
      .post('/accounts')
      .send({ ...sent, username: 'clerk', zz: 1 })
      .expect(400);
    expect(codesOf(takenToo.body)).toEqual([...told, '/username duplicate', '/zz unknown_field']);
    // What cannot be read is not judged a second time.
    const unread = await admin
      .post('/accounts')
      .send({ ...sent, role: 'king', agencyCode: 80, password: 7 })
      .expect(400);
    expect(codesOf(unread.body)).toEqual([
      '/agencyCode not_a_code',
      '/password not_text',
      '/role not_one_of',
    ]);
    const changed = await change('clerk', { agencyCode: 'NOPE', zz: 1 });
    expect(codesOf(changed.body)).toEqual([told[0], '/zz unknown_field']);
    const password = await admin.post('/accounts/clerk/password').send({ password: 'short', zz: 1 });
    expect(codesOf(password.body)).toEqual([told[1], '/zz unknown_field']);
    const key = await admin.post('/keys').send({ name: 'k', role: 'clerk', agencyCode: 'NOPE', zz: 1 });
    expect(codesOf(key.body)).toEqual([told[0], '/zz unknown_field']);
  });

  it('are listed by name, a page at a time', async () => {
    const admin = await as('admin');
    const names = [];
    let path: string | null = '/accounts?limit=2';
    while (path !== null) {
      const { body, headers }: Response = await admin.get(path).expect(200);
      names.push(...body.items.map(({ username }: { username: string }) => username));
      expect(body.total).toBeGreaterThanOrEqual(5);
      expect(headers['cache-control']).toBe('no-store');
      path = body.next === null ? null : `/accounts?limit=2&cursor=${body.next}`;
    }
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['admin', 'clerk', 'clerk2', 'inspector', 'planner']));
    await admin.get('/accounts?cursor=abc').expect(400);
  });

  it('are changed only by who has seen their present state', async () => {
    await add('hoa');
    const admin = await as('admin');
    const { headers } = await admin.get('/accounts/hoa').expect(200);
    await admin.patch('/accounts/hoa').send({ displayName: 'Hoa' }).expect(428);
    const first = await admin
      .patch('/accounts/hoa')
      .set('If-Match', headers['etag']!)
      .send({ displayName: ' Trần  Hoa ', role: 'planner', agencyCode: null })
      .expect(200);
    expect(first.body).toMatchObject({ displayName: 'Trần Hoa', role: 'planner', agencyCode: null });
    await admin
      .patch('/accounts/hoa')
      .set('If-Match', headers['etag']!)
      .send({ displayName: 'X' })
      .expect(412);
    await admin
      .patch('/accounts/hoa')
      .set('If-Match', first.headers['etag']!)
      .send({ displayName: 'Hoa' })
      .expect(200);
    await admin.patch('/accounts/nobody').set('If-Match', '*').send({}).expect(404);
    const clerkless = await change('hoa', { role: 'clerk' });
    expect([clerkless.status, codesOf(clerkless.body)]).toEqual([400, ['/agencyCode agency_needed']]);
  });

  it('lose every session at once when they are disabled, also after a restart, and get none until enabled', async () => {
    await add('tuan');
    const session = signedIn(catalogue(), (await signIn('tuan', NEW.password).expect(201)).body.token);
    await session.get('/session').expect(200);
    expect((await change('tuan', { disabled: true })).body.disabled).toBe(true);
    await session.get('/session').expect(401);
    const { body } = await signIn('tuan', NEW.password).expect(401);
    expect(body).toEqual((await signIn('nobody-at-all', NEW.password).expect(401)).body);
    await catalogue().restart();
    await session.get('/session').expect(401);
    expect((await change('tuan', { disabled: false })).body.disabled).toBe(false);
    await session.get('/session').expect(401);
    await signIn('tuan', NEW.password).expect(201);
  });

  it('change their own password with the present one; their sessions end, also after a restart', async () => {
    await add('mai');
    const token: string = (await signIn('mai', NEW.password).expect(201)).body.token;
    const mai = signedIn(catalogue(), token);
    const password = 'một cụm từ thật dài';
    const post = (body: object) => mai.post('/accounts/mai/password').send(body);
    expect(codesOf((await post({ password }).expect(400)).body)).toEqual(['/currentPassword required']);
    const wrong = await post({ password, currentPassword: 'not this one' }).expect(422);
    expect(codesOf(wrong.body)).toEqual(['/currentPassword wrong_password']);
    await post({ password: '12345678', currentPassword: NEW.password }).expect(400);
    await mai.post('/accounts/clerk/password').send({ password }).expect(403);
    await mai.get('/session').expect(200);
    await post({ password, currentPassword: NEW.password }).expect(204);
    await mai.get('/session').expect(401);
    await signIn('mai', NEW.password).expect(401);
    await signIn('mai', password).expect(201);
    await catalogue().restart();
    await mai.get('/session').expect(401);
  });

  it('get a new password from an administrator without the present one', async () => {
    await add('duc');
    const token: string = (await signIn('duc', NEW.password).expect(201)).body.token;
    const admin = await as('admin');
    await admin.post('/accounts/duc/password').send({ password: 'the second password' }).expect(204);
    await signedIn(catalogue(), token).get('/session').expect(401);
    await signIn('duc', 'the second password').expect(201);
    await admin.post('/accounts/nobody/password').send({ password: 'the second password' }).expect(404);
    await admin.post('/accounts/admin/password').send({ password: 'the second password' }).expect(400);
    await signIn('admin', PASSWORD).expect(201);
  });

  it('never leave the catalogue without an administrator', async () => {
    expect((await change('admin', { disabled: true })).body.code).toBe('last_admin');
    expect((await change('admin', { role: 'planner' })).body.code).toBe('last_admin');
    await add('second');
    expect((await change('second', { role: 'admin' })).status).toBe(200);
    expect((await change('admin', { disabled: true })).status).toBe(200);
    const second = signedIn(catalogue(), (await signIn('second', NEW.password).expect(201)).body.token);
    const { headers } = await second.get('/accounts/second').expect(200);
    const last = await second
      .patch('/accounts/second')
      .set('If-Match', headers['etag']!)
      .send({ disabled: true })
      .expect(409);
    expect(last.body.code).toBe('last_admin');
    const admin = await second.get('/accounts/admin').expect(200);
    await second
      .patch('/accounts/admin')
      .set('If-Match', admin.headers['etag']!)
      .send({ disabled: false })
      .expect(200);
  });

  it('are kept from the command line too, each change in the ledger without the password', async () => {
    const accounts = catalogue().app.get(AccountsService);
    await accounts.add(OPERATOR, { ...NEW, username: 'cli', role: 'planner' });
    await accounts.setRole(OPERATOR, 'cli', 'inspector', 'VPUB');
    await accounts.setPassword(OPERATOR, 'cli', 'from the command line');
    await signIn('cli', 'from the command line').expect(201);
    const disabled = await accounts.disable(OPERATOR, 'cli');
    expect(disabled).toMatchObject({ role: 'inspector', agencyCode: 'VPUB', disabled: true });
    const entries = await catalogue()
      .app.get(Reader)
      .all<{ action: string; body: string }>(
        `SELECT e.action, e.body FROM ledger_entry e JOIN ledger_subject s ON s.seq = e.seq
         WHERE s.subject = 'account:cli' AND e.actor = 'operator' ORDER BY e.seq`,
      );
    expect(entries.map(({ action }) => action)).toEqual([
      'account.create',
      'account.change',
      'account.setPassword',
      'account.change',
    ]);
    for (const { body } of entries) expect(body).not.toMatch(/argon2|sông hồng|command line/);
  });
});
