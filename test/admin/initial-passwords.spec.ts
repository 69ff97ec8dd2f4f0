import { expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { NOW, onBothDatabases } from '../support/catalogue.js';
import { enrolSecondFactor } from '../support/every-page-state.js';
import { loadSample, PASSWORD, tokenOf } from '../support/sample.js';
import { signedIn } from '../support/signed-in.js';

const DAY = 86_400_000;
const OWN = 'một cụm từ thật dài';
const MADE = /^([a-z2-7]{4}-){3}[a-z2-7]{4}$/;
const NEW = { displayName: 'Nguyễn Thị Lan', role: 'planner', agencyCode: null };
const later = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString();
const UNTIL = later(7 * DAY);

onBothDatabases(
  'An initial password',
  loadSample,
  (catalogue) => {
    const asAdmin = async () => signedIn(catalogue(), await tokenOf(catalogue(), 'admin'));
    const signIn = (username: string, password: string, code?: string) =>
      catalogue().http().post('/api/v1/session').send({ username, password, code });
    const opened = async (username: string, password: string) =>
      signedIn(catalogue(), (await signIn(username, password).expect(201)).body.token);
    const add = async (account: object) => {
      const admin = await asAdmin();
      return (
        await admin
          .post('/accounts')
          .send({ ...NEW, ...account })
          .expect(201)
      ).body;
    };
    const given = async (username: string): Promise<string> => {
      const admin = await asAdmin();
      return (await admin.post(`/accounts/${username}/password`).send({}).expect(200)).body.initialPassword;
    };
    const codesOf = (body: { errors: { pointer: string; code: string }[] }) =>
      body.errors.map(({ pointer, code }) => `${pointer} ${code}`);

    it('is made by the system where none is sent, and opens nothing but the way to an own one', async () => {
      const made = await add({ username: 'lan' });
      expect([made.initialPassword, made.initialPasswordUntil]).toEqual([expect.stringMatching(MADE), UNTIL]);
      const initial = made.initialPassword;
      const lan = await opened('lan', initial);
      const shut = await lan.get('/ledger').expect(403);
      expect(shut.body.code).toBe('own_password_needed');
      expect(shut.body.detail).toContain('POST /accounts/');
      const post = (body: object) => lan.post('/accounts/lan/password').send(body);
      const same = await post({ password: initial, currentPassword: initial }).expect(400);
      expect(codesOf(same.body)).toEqual(['/password password_as_given']);
      await post({ password: OWN, currentPassword: 'not this one' }).expect(422);
      expect(codesOf((await post({ currentPassword: initial }).expect(400)).body)).toEqual([
        '/password required',
      ]);
      await post({ password: OWN, currentPassword: initial }).expect(204);
      await lan.delete('/session').expect(401);
      await signIn('lan', initial).expect(401);
      await (await opened('lan', OWN)).get('/ledger').expect(200);
      const read = await (await asAdmin()).get('/accounts/lan').expect(200);
      expect(read.body.initialPasswordUntil).toBeNull();
    });

    it('takes the place of a password that was forgotten, is shown once and kept nowhere', async () => {
      await add({ username: 'minh', password: OWN });
      const minh = await opened('minh', OWN);
      await minh.get('/ledger').expect(200);
      const admin = await asAdmin();
      const answer = await admin.post('/accounts/minh/password').send({}).expect(200);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.body).toEqual({
        initialPassword: expect.stringMatching(MADE),
        initialPasswordUntil: UNTIL,
      });
      const { initialPassword } = answer.body;
      await minh.get('/session').expect(401);
      await signIn('minh', OWN).expect(401);
      const again = await opened('minh', initialPassword);
      await again.delete('/session').expect(204);
      expect((await admin.get('/accounts/minh').expect(200)).body).not.toHaveProperty('initialPassword');
      const entries = await catalogue()
        .app.get(Reader)
        .all<{ action: string; body: string }>(
          `SELECT e.action, e.body FROM ledger_entry e JOIN ledger_subject s ON s.seq = e.seq
           WHERE s.subject = 'account:minh' AND e.actor = 'admin' ORDER BY e.seq`,
        );
      expect(entries.map(({ action }) => action)).toEqual(['account.create', 'account.setPassword']);
      expect(entries[1]!.body).toContain(UNTIL);
      expect(entries[1]!.body).not.toContain(initialPassword);
      await admin.post('/accounts/nobody/password').send({}).expect(404);
      expect(codesOf((await admin.post('/accounts/admin/password').send({}).expect(400)).body)).toEqual([
        '/password required',
      ]);
    });

    it('is not what an administrator types, but that cannot be one either', async () => {
      const typed = await add({ username: 'binh', password: OWN });
      expect(typed.initialPasswordUntil).toBeNull();
      expect(typed).not.toHaveProperty('initialPassword');
      const initial = await given('binh');
      const admin = await asAdmin();
      const set = (password: string) => admin.post('/accounts/binh/password').send({ password });
      expect(codesOf((await set(initial).expect(400)).body)).toEqual(['/password password_as_given']);
      await set(OWN).expect(204);
      await (await opened('binh', OWN)).get('/ledger').expect(200);
    });

    it('lets an administrator set no other password, and its session sees what everybody sees', async () => {
      const { initialPassword } = await add({ username: 'tam', role: 'admin' });
      const tam = await opened('tam', initialPassword);
      for (const body of [{ password: OWN }, {}]) {
        const refused = await tam.post('/accounts/clerk/password').send(body).expect(403);
        expect(refused.body.code).toBe('own_password_needed');
      }
      await signIn('clerk', PASSWORD).expect(201);
      const services = await catalogue().http().get('/api/v1/services?limit=1').expect(200);
      const history = `/services/${services.body.items[0].id}/history`;
      const stranger = await catalogue().http().get(`/api/v1${history}`).expect(200);
      expect((await tam.get(history).expect(200)).body).toEqual(stranger.body);
      expect((await (await asAdmin()).get(history).expect(200)).body).not.toEqual(stranger.body);
    });

    it('leaves the second factor, and ends between the password and the code too', async () => {
      const app = await enrolSecondFactor(catalogue(), 'inspector');
      const initial = await given('inspector');
      expect((await signIn('inspector', initial).expect(401)).body.code).toBe('second_factor_required');
      const withCode = (now: string) =>
        signIn('inspector', initial, app.generate({ timestamp: Date.parse(now) }));
      catalogue().setNow(later(60_000));
      const { body } = await withCode(later(60_000)).expect(201);
      await signedIn(catalogue(), body.token).get('/inspections').expect(403);
      catalogue().setNow(later(7 * DAY - 60_000));
      const { challenge } = (await signIn('inspector', initial).expect(401)).body;
      catalogue().setNow(UNTIL);
      const code = app.generate({ timestamp: Date.parse(UNTIL) });
      const second = catalogue().http().post('/api/v1/session/code').send({ challenge, code });
      expect((await second.expect(401)).body.code).toBe('initial_password_over');
    });

    it('ends after seven days, and its session with it; only who knows it is told so', async () => {
      const { initialPassword: initial, initialPasswordUntil: until } = await add({ username: 'hoa' });
      expect(until).toBe(later(14 * DAY));
      const { initialPassword: disabled } = await add({ username: 'tuan' });
      const admin = await asAdmin();
      const { headers } = await admin.get('/accounts/tuan').expect(200);
      const change = admin.patch('/accounts/tuan').set('If-Match', headers['etag']!);
      await change.send({ disabled: true }).expect(200);
      catalogue().setNow(later(14 * DAY - 3600_000));
      const hoa = await opened('hoa', initial);
      await hoa.get('/session').expect(403);
      catalogue().setNow(until);
      await hoa.get('/session').expect(401);
      expect((await signIn('hoa', initial).expect(401)).body.code).toBe('initial_password_over');
      const stranger = await signIn('nobody-at-all', initial).expect(401);
      expect(stranger.body.code).toBe('bad_credentials');
      expect((await signIn('hoa', 'not this one').expect(401)).body).toEqual(stranger.body);
      expect((await signIn('tuan', disabled).expect(401)).body).toEqual(stranger.body);
      await signIn('hoa', await given('hoa')).expect(201);
    });
  },
  { SESSION_SECRET: 'a secret of the initial passwords, long enough' },
);
