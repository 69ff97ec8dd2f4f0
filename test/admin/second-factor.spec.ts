import { Secret, TOTP } from 'otpauth';
import { expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { NOW, onBothDatabases } from '../support/catalogue.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample, PASSWORD, tokenOf } from '../support/sample.js';
import { signedIn } from '../support/signed-in.js';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

onBothDatabases(
  'A second factor',
  loadSample,
  (catalogue) => {
    // Codes are good once: every test goes on from a later time.
    let now = Date.parse(NOW);
    const pass = (ms: number) => {
      now += ms;
      catalogue().setNow(new Date(now).toISOString());
    };
    const codeOf = (secret: string) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
    const signIn = (username: string, more: object = {}, password = PASSWORD) =>
      catalogue()
        .http()
        .post('/api/v1/session')
        .send({ username, password, ...more });
    const withCode = (challenge: string, code: string) =>
      catalogue().http().post('/api/v1/session/code').send({ challenge, code });
    const challengeFor = async (username: string): Promise<string> =>
      (await signIn(username).expect(401)).body.challenge;
    const enrol = async (username: Parameters<typeof tokenOf>[1]) => {
      const person = signedIn(catalogue(), await tokenOf(catalogue(), username));
      const begun = await person
        .post('/session/second-factor')
        .send({ currentPassword: PASSWORD })
        .expect(201);
      const { secret } = begun.body as { secret: string };
      const { body } = await person
        .post('/session/second-factor/confirm')
        .send({ code: codeOf(secret) })
        .expect(200);
      pass(30 * SECOND);
      return { person, begun: begun.body, secret, ...body } as {
        person: typeof person;
        begun: { secret: string; address: string; svg: string };
        secret: string;
        recoveryCodes: string[];
        session: { token: string };
      };
    };

    it('is set up by a code of it; the secret and the recovery codes are shown once, and sessions end', async () => {
      const other = signedIn(catalogue(), await tokenOf(catalogue(), 'planner'));
      await other.post('/session/second-factor').send({ currentPassword: 'not this' }).expect(422);
      await other.post('/session/second-factor/confirm').send({ code: '123456' }).expect(409);
      const { person, begun, secret, recoveryCodes, session } = await enrol('planner');
      expect(begun.address).toMatch(/^otpauth:\/\/totp\/catalogue\.test:planner\?/);
      expect(begun.svg).toMatch(/^<svg/);
      expect(recoveryCodes).toHaveLength(10);
      await person.get('/session').expect(401);
      await other.get('/session').expect(401);
      const present = signedIn(catalogue(), session.token);
      expect((await present.get('/session/second-factor').expect(200)).body).toMatchObject({
        enrolled: true,
        recoveryCodesLeft: 10,
        required: false,
      });
      await present.post('/session/second-factor').send({ currentPassword: PASSWORD }).expect(409);
      const kept = JSON.stringify([
        await catalogue().app.get(Reader).all('SELECT * FROM second_factor'),
        await catalogue().app.get(Reader).all('SELECT * FROM recovery_code'),
        await catalogue().app.get(Reader).all('SELECT body FROM ledger_entry'),
      ]);
      for (const shown of [
        secret,
        ...recoveryCodes,
        ...recoveryCodes.map((code) => code.replaceAll('-', '')),
      ])
        expect(kept).not.toContain(shown);
    });

    it('is asked for after the password: in the same request, or in a second step', async () => {
      const { secret } = await enrol('clerk2');
      const asked = await signIn('clerk2').expect(401);
      expect(asked.body).toMatchObject({
        code: 'second_factor_required',
        challenge: expect.stringMatching(/^slc_chl_/),
      });
      expect(asked.headers['set-cookie']).toBeUndefined();
      const second = await withCode(asked.body.challenge, codeOf(secret)).expect(201);
      const person = signedIn(catalogue(), second.body.token);
      expect((await person.get('/sessions').expect(200)).body.items[0]).toMatchObject({
        secondFactor: 'totp',
        current: true,
      });
      // The challenge is used up, and so is the code.
      expect((await withCode(asked.body.challenge, codeOf(secret)).expect(401)).body.code).toBe(
        'challenge_over',
      );
      expect((await signIn('clerk2', { code: codeOf(secret) }).expect(401)).body.code).toBe(
        'second_factor_wrong',
      );
      pass(30 * SECOND);
      await signIn('clerk2', { code: codeOf(secret) }).expect(201);
      // A wrong password is answered as ever, whatever the code.
      pass(30 * SECOND);
      const wrong = await signIn('clerk2', { code: codeOf(secret) }, 'a wrong password').expect(401);
      expect(wrong.body.code).toBe('bad_credentials');
    });

    it('has recovery codes, each good once, and new ones in their place', async () => {
      const { secret, recoveryCodes, session } = await enrol('inspector');
      const [code] = recoveryCodes;
      await signIn('inspector', { code: code!.toUpperCase().replaceAll('-', ' ') }).expect(201);
      await signIn('inspector', { code }).expect(401);
      const person = signedIn(catalogue(), session.token);
      expect((await person.get('/session/second-factor')).body.recoveryCodesLeft).toBe(9);
      await person.post('/session/second-factor/recovery-codes').send({ code: '000000' }).expect(422);
      const { body } = await person
        .post('/session/second-factor/recovery-codes')
        .send({ code: codeOf(secret) })
        .expect(200);
      await signIn('inspector', { code: recoveryCodes[1] }).expect(401);
      await signIn('inspector', { code: body.recoveryCodes[0] }).expect(201);
    });

    it('ends a challenge after five codes, after five minutes and where the password changes', async () => {
      const { secret, session } = await enrol('clerk');
      const first = await challengeFor('clerk');
      for (let i = 0; i < 5; i++) await withCode(first, 'abcd-efgh').expect(401);
      expect((await withCode(first, codeOf(secret)).expect(401)).body.code).toBe('challenge_over');
      const slow = await challengeFor('clerk');
      pass(301 * SECOND);
      expect((await withCode(slow, codeOf(secret)).expect(401)).body.code).toBe('challenge_over');
      const overtaken = await challengeFor('clerk');
      await signedIn(catalogue(), session.token)
        .post('/accounts/clerk/password')
        .send({ password: 'another long password', currentPassword: PASSWORD })
        .expect(204);
      expect((await withCode(overtaken, codeOf(secret)).expect(401)).body.code).toBe('challenge_over');
      await signIn('clerk', { code: codeOf(secret) }, 'another long password').expect(201);
      const admin = signedIn(catalogue(), await tokenOf(catalogue(), 'admin'));
      await admin.post('/accounts/clerk/password').send({ password: PASSWORD }).expect(204);
      await admin.delete('/accounts/clerk/second-factor').expect(204);
    });

    it('makes who guesses wait, from wherever; a recovery code is taken meanwhile', async () => {
      const { secret, recoveryCodes } = await enrol('clerk');
      for (let i = 0; i < 5; i++) {
        const { status } = await signIn('clerk', { code: '000000' });
        expect(status).toBe(401);
      }
      const { body, headers } = await signIn('clerk', { code: codeOf(secret) }).expect(429);
      expect(body.code).toBe('second_factor_paused');
      expect(Number(headers['retry-after'])).toBeGreaterThan(50);
      await catalogue().restart();
      await signIn('clerk', { code: codeOf(secret) }).expect(429);
      await signIn('clerk', { code: recoveryCodes[0] }).expect(201);
      pass(61 * SECOND);
      await signIn('clerk', { code: codeOf(secret) }).expect(201);
    });

    it('is given up by a code of it, and taken away by an administrator from who has lost it', async () => {
      const admin = signedIn(catalogue(), await tokenOf(catalogue(), 'admin'));
      await admin.delete('/accounts/planner/second-factor').expect(204);
      await signIn('planner').expect(201);
      await admin.delete('/accounts/planner/second-factor').expect(404);
      const { secret, session } = await enrol('planner');
      const person = signedIn(catalogue(), session.token);
      await person.post('/session/second-factor/remove').send({ code: '12' }).expect(422);
      const { body } = await person
        .post('/session/second-factor/remove')
        .send({ code: codeOf(secret) })
        .expect(200);
      await person.get('/session').expect(401);
      await signedIn(catalogue(), body.token).get('/session').expect(200);
      await signIn('planner').expect(201);
      const { body: ledger } = await admin.get('/ledger?subject=account:planner').expect(200);
      const actions = ledger.items.map(({ action }: { action: string }) => action);
      for (const action of ['begin', 'confirm', 'reset', 'remove'])
        expect(actions).toContain(`secondFactor.${action}`);
    });

    it('is asked for on the pages, with the code typed on a page of its own', async () => {
      pass(HOUR);
      const { secret } = await enrol('planner');
      const person = new PageVisitor(catalogue());
      const { text, headers } = await person.signIn('planner', PASSWORD, '/desk?a=1').expect(200);
      expect(text).toContain('autocomplete="one-time-code"');
      expect(headers['set-cookie']).toBeUndefined();
      const wrong = await person.fill('/sign-in/code', { code: 'wrong' });
      expect([wrong.status, wrong.text.includes('href="#code"')]).toEqual([401, true]);
      expect((await person.fill('/sign-in/code', { code: ' ' })).status).toBe(400);
      const done = await person.fill('/sign-in/code', { code: codeOf(secret) });
      expect([done.status, done.headers['location']]).toEqual([303, '/desk?a=1']);
      await person.get('/desk').expect(200);
      const over = await new PageVisitor(catalogue()).send('/sign-in/code', {
        challenge: 'slc_chl_x',
        code: '1',
      });
      expect([over.status, over.text.includes('đã hết hạn')]).toEqual([401, true]);
    });
  },
  { SESSION_SECRET: 'a secret of the second factors, long enough' },
);

onBothDatabases(
  'Roles that need a second factor',
  loadSample,
  (catalogue) => {
    it('may do nothing before they have one, and everything from then on', async () => {
      const admin = signedIn(catalogue(), await tokenOf(catalogue(), 'admin'));
      expect((await admin.get('/accounts').expect(403)).body.code).toBe('second_factor_needed');
      // Not by the one rule for others’ passwords and one’s own, either.
      const others = admin.post('/accounts/clerk/password').send({ password: 'another long password' });
      expect((await others.expect(403)).body.code).toBe('second_factor_needed');
      const clerk = signedIn(catalogue(), await tokenOf(catalogue(), 'clerk'));
      await clerk.get('/sessions').expect(200);
      const { body } = await admin
        .post('/session/second-factor')
        .send({ currentPassword: PASSWORD })
        .expect(201);
      const code = new TOTP({ secret: Secret.fromBase32(body.secret) }).generate({
        timestamp: Date.parse(NOW),
      });
      const confirmed = await admin.post('/session/second-factor/confirm').send({ code }).expect(200);
      const present = signedIn(catalogue(), confirmed.body.session.token);
      await present.get('/accounts').expect(200);
      const refused = await present.post('/session/second-factor/remove').send({ code }).expect(409);
      expect(refused.body.code).toBe('second_factor_obligatory');
    });
  },
  { SESSION_SECRET: 'a secret of the second factors, long enough', REQUIRE_TOTP: 'admin,inspector' },
);
