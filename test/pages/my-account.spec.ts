import { Secret, TOTP } from 'otpauth';
import { expect, it } from 'vitest';
import { KeysService } from '../../src/accounts/keys.service.js';
import { NOW, onBothDatabases } from '../support/catalogue.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample, PASSWORD } from '../support/sample.js';

const MINUTE = 60_000;
const SECRET = { SESSION_SECRET: 'a secret of the account pages, long enough' };
const later = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString();

onBothDatabases(
  'A person’s own account on the pages',
  loadSample,
  (catalogue) => {
    const signedIn = (username: string) => PageVisitor.signedIn(catalogue(), username);

    it('shows its sessions, and ends one of them or all others', async () => {
      const [here, there, elsewhere] = [
        await signedIn('clerk'),
        await signedIn('clerk'),
        await signedIn('clerk'),
      ];
      const { text, headers } = await here.get('/en/desk/account').expect(200);
      expect(headers['cache-control']).toBe('no-store');
      expect(text.match(/\/sessions\/[\w-]+\/end"/g)).toHaveLength(2);
      const [path] = /\/desk\/account\/sessions\/[\w-]+\/end/.exec(text)!;
      await here.send(path, { csrf: 'guessed' }).expect(403);
      expect((await here.fill(path, {})).status).toBe(303);
      const left = [await there.get('/desk'), await elsewhere.get('/desk')].map(({ status }) => status);
      expect(left.sort()).toEqual([200, 303]);
      await here.get('/desk/account');
      expect((await here.fill('/desk/account/sessions/end-others', {})).status).toBe(303);
      expect((await there.get('/desk')).status + (await elsewhere.get('/desk')).status).toBe(606);
      expect((await here.get('/desk/account?done=sessions')).text).toContain('Mọi phiên khác đã kết thúc');
      // Nobody ends the session of another person.
      const planner = await signedIn('planner');
      await planner.get('/desk/account');
      expect((await planner.fill(path, {})).status).toBe(404);
    });

    it('changes the password with every fault beside its field, and goes on in a new session', async () => {
      const [here, other] = [await signedIn('planner'), await signedIn('planner')];
      await here.get('/desk/account/password').expect(200);
      const empty = await here.fill('/desk/account/password', {});
      expect([empty.status, empty.text.match(/href="#(currentPassword|password)"/g)?.length]).toEqual([
        400, 2,
      ]);
      const wrong = await here.fill('/desk/account/password', {
        currentPassword: 'no',
        password: 'a new password!',
      });
      expect([wrong.status, wrong.text.includes('href="#currentPassword"')]).toEqual([422, true]);
      const common = await here.fill('/desk/account/password', {
        currentPassword: PASSWORD,
        password: 'football',
      });
      expect([common.status, common.text.includes('href="#password"')]).toEqual([400, true]);
      expect(common.text).not.toContain(PASSWORD);
      const before = here.cookie;
      const done = await here.fill('/desk/account/password', {
        currentPassword: PASSWORD,
        password: 'a new password!',
      });
      expect([done.status, done.headers['location']]).toEqual([303, '/desk/account?done=password']);
      expect(here.cookie).not.toBe(before);
      await here.get('/desk/account').expect(200);
      await other.get('/desk').expect(303);
      await new PageVisitor(catalogue()).signIn('planner', 'a new password!').expect(303);
    });

    it('sets up a second factor, and gives it up', async () => {
      const person = await signedIn('inspector');
      await person.get('/desk/account/second-factor').expect(200);
      const refused = await person.fill('/desk/account/second-factor', { currentPassword: 'no' });
      expect(refused.status).toBe(422);
      const { text } = await person.fill('/desk/account/second-factor', { currentPassword: PASSWORD });
      expect(text).toMatch(/<svg[^>]*viewBox/);
      expect(text).not.toMatch(/style=/);
      const secret = /<code class="secret">([A-Z2-7]{32})</.exec(text)![1]!;
      const codeAt = (ms: number) =>
        new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.parse(NOW) + ms });
      const wrong = await person.fill('/desk/account/second-factor/confirm', { code: '12' });
      expect([wrong.status, wrong.text.includes(secret)]).toEqual([422, true]);
      const before = person.cookie;
      const confirmed = await person.fill('/desk/account/second-factor/confirm', { code: codeAt(0) });
      expect(confirmed.status).toBe(200);
      expect(confirmed.text.match(/<code class="secret">([a-z2-7]{4}-){5}/g)).toHaveLength(10);
      expect(person.cookie).not.toBe(before);
      const state = await person.get('/desk/account/second-factor').expect(200);
      expect(state.text).not.toContain(secret);
      catalogue().setNow(later(MINUTE));
      const renewed = await person.fill('/desk/account/second-factor/recovery-codes', {
        code: codeAt(MINUTE),
      });
      expect(renewed.text.match(/<code class="secret">/g)).toHaveLength(10);
      catalogue().setNow(later(2 * MINUTE));
      await person.get('/desk/account/second-factor');
      const removed = await person.fill('/desk/account/second-factor/remove', { code: codeAt(2 * MINUTE) });
      expect([removed.status, removed.headers['location']]).toEqual([303, '/desk/account?done=removed']);
      await new PageVisitor(catalogue()).signIn('inspector').expect(303);
    });

    it('shows an administrator the keys that they made, with scopes and last use, and revokes them', async () => {
      const keys = catalogue().app.get(KeysService);
      const admin = { name: 'admin', agencyCode: null };
      const key = { name: 'Cổng', role: 'clerk', agencyCode: 'STP', expiresAt: null } as const;
      const { id } = await keys.create(admin, { ...key, scopes: ['service.edit'] });
      const person = await signedIn('admin');
      const { text } = await person.get('/desk/account').expect(200);
      for (const shown of ['Cổng', 'service.edit', 'chưa dùng', `/desk/account/keys/${id}/revoke`])
        expect(text).toContain(shown);
      expect((await person.fill(`/desk/account/keys/${id}/revoke`, {})).status).toBe(303);
      expect((await person.get('/desk/account')).text).toContain('đã thu hồi');
    });

    it('asks for the password again before it ends others, once it is older than ten minutes', async () => {
      const [here, there, elsewhere] = [
        await signedIn('clerk'),
        await signedIn('clerk'),
        await signedIn('clerk'),
      ];
      catalogue().setNow(later(15 * MINUTE));
      const { text } = await here.get('/en/desk/account').expect(200);
      expect(text).toContain('You signed in more than ten minutes ago');
      const [one] = /\/desk\/account\/sessions\/[\w-]+\/end(?=")/.exec(text)!;
      const all = '/desk/account/sessions/end-others';
      for (const [path, currentPassword] of [
        [one, ''],
        [all, ''],
        [all, 'not this one'],
      ] as const) {
        const refused = await here.fill(path, { currentPassword });
        expect([refused.status, refused.text.includes('href="#currentPassword"')]).toEqual([422, true]);
      }
      await there.get('/desk').expect(200);
      await elsewhere.get('/desk').expect(200);
      const ended = await here.fill(one, { currentPassword: PASSWORD });
      expect([ended.status, ended.headers['location']]).toEqual([303, '/desk/account?done=session']);
      expect((await there.get('/desk')).status + (await elsewhere.get('/desk')).status).toBe(200 + 303);
      await here.get('/desk/account').expect(200);
      expect((await here.fill(all, { currentPassword: PASSWORD })).status).toBe(303);
      expect((await there.get('/desk')).status + (await elsewhere.get('/desk')).status).toBe(606);
      await here.get('/desk').expect(200);
    });

    it('has a text for everything in both languages', async () => {
      const person = await signedIn('admin');
      for (const path of [
        '/desk/account',
        '/desk/account/password',
        '/desk/account/second-factor',
        '/signed-out',
      ])
        for (const address of [path, `/en${path}`])
          expect((await person.get(address)).text).not.toContain('⟦');
    });
  },
  SECRET,
);

onBothDatabases(
  'A session in a browser',
  loadSample,
  (catalogue) => {
    const tokenIn = (person: PageVisitor) => /session=(slc_ses_[\w-]+)/.exec(person.cookie)![1]!;
    const withToken = (token: string) =>
      catalogue().http().get('/api/v1/session').set('Cookie', `session=${token}`);

    it('gets a new token after an hour, which its open forms outlive; a copy of the old one ends it', async () => {
      const person = await PageVisitor.signedIn(catalogue(), 'clerk');
      const first = tokenIn(person);
      await person.get('/desk/account').expect(200);
      const form = person.hidden();
      expect(tokenIn(person)).toBe(first);
      // The server’s own instants are a little later each than the clock that stands still.
      catalogue().setNow(later(60 * MINUTE + 1000));
      // A public page never carries a cookie: others may keep it.
      const open = await person.get('/services').expect(200);
      expect(open.headers['set-cookie']).toBeUndefined();
      await person.get('/desk/account').expect(200);
      const second = tokenIn(person);
      expect(second).not.toBe(first);
      // The answer may have been lost: the old one is good until the new one was used.
      await withToken(first).expect(200);
      await person.get('/desk/account').expect(200);
      await withToken(first).expect(200);
      const answered = { ...form, currentPassword: PASSWORD };
      expect((await person.send('/desk/account/sessions/end-others', answered)).status).toBe(303);
      catalogue().setNow(later(61 * MINUTE));
      await withToken(second).expect(200);
      await withToken(first).expect(401);
      await withToken(second).expect(401);
      await person.get('/desk').expect(303);
    });

    it('is another one after each sign-in, and the one before it ends', async () => {
      const person = await PageVisitor.signedIn(catalogue(), 'planner');
      const first = tokenIn(person);
      await person.signIn('planner').expect(303);
      expect(tokenIn(person)).not.toBe(first);
      await withToken(first).expect(401);
    });

    it('ends when it was not used for as long as is configured', async () => {
      const person = await PageVisitor.signedIn(catalogue(), 'inspector');
      catalogue().setNow(later(61 * MINUTE + 91 * MINUTE));
      await person.get('/desk').expect(303);
      const { headers } = await catalogue()
        .http()
        .post('/api/v1/session')
        .send({ username: 'inspector', password: PASSWORD })
        .expect(201);
      expect(headers['set-cookie']![0]).toContain('Max-Age=14400;');
    });
  },
  { SESSION_IDLE_MINUTES: '90', SESSION_MAX_HOURS: '4', SESSION_ROTATE_MINUTES: '60' },
);

onBothDatabases(
  'A browser in which an owner signed in before',
  loadSample,
  (catalogue) => {
    it('lets them in, whatever others from the same address have tried', async () => {
      const owner = new PageVisitor(catalogue());
      await owner.signIn('clerk').expect(303);
      expect(owner.cookie).toMatch(/device=[\w-]{40,}/);
      expect(owner.cookie).not.toContain('clerk');
      const others = new PageVisitor(catalogue());
      for (let i = 0; i < 11; i++) await others.signIn('clerk', `guess ${i}`);
      await others.signIn('clerk').expect(429);
      await owner.signIn('clerk', 'mistyped').expect(401);
      await owner.signIn('clerk').expect(303);
      // It is for that account alone.
      for (let i = 0; i < 11; i++) await others.signIn('clerk2', `guess ${i}`);
      await owner.signIn('clerk2').expect(429);
    });
  },
  SECRET,
);
