import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import { Reader } from '../../src/database/reader.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { LogLines } from '../support/log-lines.js';
import { CLIENT_ID, CLIENT_SECRET, OidcHouse } from '../support/oidc-provider.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample, tokenOf } from '../support/sample.js';
import { signedIn } from '../support/signed-in.js';

const CALLBACK = 'http://catalogue.test/sign-in/oidc/callback';

describe('A person who signs in at a provider of OpenID Connect', () => {
  let house: OidcHouse;
  let catalogue: Catalogue;
  const log = new LogLines();
  beforeAll(async () => {
    house = await OidcHouse.open(CALLBACK);
    const env = {
      OIDC_ISSUER: house.issuer,
      OIDC_CLIENT_ID: CLIENT_ID,
      OIDC_CLIENT_SECRET: CLIENT_SECRET,
      OIDC_USERNAME_CLAIM: 'user_name',
      OIDC_NAME: 'Cổng của tỉnh',
      SESSION_SECRET: 'x'.repeat(32),
    };
    catalogue = await startCatalogue('better-sqlite3', env, log.sink);
    await loadSample(catalogue);
  });
  afterAll(async () => {
    await catalogue?.close();
    await house?.close();
  });

  const visitor = () => new PageVisitor(catalogue);
  const begin = async (person: PageVisitor, path = '/sign-in/oidc') =>
    (await person.get(path).expect(303)).headers['location']!;
  const back = (person: PageVisitor, address: string) => {
    const { pathname, search } = new URL(address);
    return person.get(`${pathname}${search}`);
  };
  const comeBack = async (person: PageVisitor, subject: string, path?: string) =>
    back(person, await house.visit(await begin(person, path), subject));
  const links = () =>
    catalogue.app.get(Reader).all('SELECT subject, username FROM oidc_identity ORDER BY subject');

  it('finds the button, comes back to the page that was asked for, and can sign out there too', async () => {
    const clerk = visitor();
    const { text } = await clerk.get('/sign-in?next=%2Fdesk%2Fservices').expect(200);
    expect(text).toContain('Đăng nhập bằng Cổng của tỉnh');
    expect(text).toContain('href="/sign-in/oidc?next=%2Fdesk%2Fservices"');
    const address = await begin(clerk, '/sign-in/oidc?next=%2Fdesk%2Fservices');
    const asked = new URL(address).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{40,}$/);
    const answer = await back(clerk, await house.visit(address, 's-clerk'));
    expect([answer.status, answer.headers['location']]).toEqual([303, '/desk/services']);
    await clerk.get('/desk').expect(200);
    expect(log.of('sign_in').at(-1)).toMatchObject({ who: 'clerk', route: '/sign-in/oidc/callback' });
    const out = await clerk.fill('/sign-out', {});
    expect(out.headers['location']).toBe('/signed-out');
    const page = await clerk.get('/signed-out').expect(200);
    expect(page.text).toContain(`href="${house.issuer}/session/end?`);
    await clerk.get('/desk').expect(303);
  });

  it('is known again by issuer and subject; another person with the same name is not let in', async () => {
    const again = await comeBack(visitor(), 's-clerk');
    expect(again.status).toBe(303);
    const other = await comeBack(visitor(), 's-other-clerk');
    expect(other.status).toBe(403);
    expect(other.text).toContain('không có tài khoản đang hoạt động nào');
    expect(await links()).toEqual([{ subject: 's-clerk', username: 'clerk' }]);
    expect(log.of('sign_in_failed').at(-1)).toMatchObject({ code: 'oidc_no_account', status: 403 });
  });

  it('needs an account here, by the claim that is configured and never by an e-mail address', async () => {
    for (const subject of ['s-stranger', 's-nameless']) {
      const { status, text } = await comeBack(visitor(), subject, '/en/sign-in/oidc');
      expect(status).toBe(403);
      expect(text).toContain('no active account here is yours');
    }
    expect(await links()).toHaveLength(1);
  });

  it('is not let in to an account that is disabled, linked or not', async () => {
    const operator = { name: 'operator', agencyCode: null };
    expect((await comeBack(visitor(), 's-leaver')).status).toBe(303);
    await catalogue.app.get(AccountsService).change(operator, 'clerk2', { disabled: true });
    expect((await comeBack(visitor(), 's-leaver')).status).toBe(403);
    await catalogue.app.get(AccountsService).change(operator, 'planner', { disabled: true });
    expect((await comeBack(visitor(), 's-planner')).status).toBe(403);
    expect(await links()).toHaveLength(2);
  });

  it('cannot finish what somebody else began, nor twice, nor with another state or nonce', async () => {
    const attacker = visitor();
    const stolen = await house.visit(await begin(attacker), 's-inspector');
    // Another browser: no errand of its own.
    const victim = await back(visitor(), stolen);
    expect([victim.status, victim.text.includes('không bắt đầu từ trình duyệt này')]).toEqual([401, true]);
    // Another errand: its state, nonce and verifier differ.
    const other = visitor();
    await begin(other);
    expect((await back(other, stolen)).status).toBe(401);
    const changed = new URL(stolen);
    changed.searchParams.set('state', 'x'.repeat(43));
    const person = visitor();
    await begin(person);
    expect((await back(person, changed.href)).status).toBe(401);
    // The nonce is the provider's answer to a question that was not ours.
    const curious = visitor();
    const address = new URL(await begin(curious));
    address.searchParams.set('nonce', 'another-nonce-than-ours');
    const { status, text } = await back(curious, await house.visit(address.href, 's-inspector'));
    expect([status, text.includes('Chưa ai được đăng nhập')]).toEqual([401, true]);
    expect(log.of('sign_in_failed').at(-1)).toMatchObject({ code: 'oidc_refused', who: null });
    // Its own answer is good, once.
    expect((await back(attacker, stolen)).status).toBe(303);
    expect((await back(attacker, stolen)).status).toBe(401);
    // Who does not agree comes back with an error, not a code.
    const unwilling = visitor();
    const state = new URL(await begin(unwilling)).searchParams.get('state')!;
    const denied = await back(unwilling, `${CALLBACK}?error=access_denied&state=${state}`);
    expect(denied.status).toBe(401);
  });

  it('can be parted from the account by an administrator, which is in the ledger as the link is', async () => {
    const admin = signedIn(catalogue, await tokenOf(catalogue, 'admin'));
    expect((await admin.get('/accounts/clerk/identity').expect(200)).body.items).toHaveLength(1);
    await admin.delete('/accounts/clerk/identity').expect(204);
    await admin.delete('/accounts/clerk/identity').expect(404);
    expect((await comeBack(visitor(), 's-other-clerk')).status).toBe(303);
    const rows = await catalogue.app.get(Reader).all<{ action: string }>(
      `SELECT e.action FROM ledger_entry e JOIN ledger_subject s ON s.seq = e.seq
         WHERE s.subject = 'account:clerk' AND e.action LIKE '%Identity' ORDER BY e.seq`,
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'account.linkIdentity',
      'account.unlinkIdentity',
      'account.linkIdentity',
    ]);
  });

  it('can part the own account, or have it parted at the desk, and comes back', async () => {
    const clerk = visitor();
    await comeBack(clerk, 's-other-clerk');
    expect((await clerk.get('/desk/account').expect(200)).text).toContain('s-other-clerk');
    expect((await clerk.fill('/desk/account/identity/unlink', {})).headers['location']).toBe(
      '/desk/account?done=unlinked',
    );
    expect((await clerk.get('/desk/account').expect(200)).text).not.toContain('identity/unlink');
    expect((await comeBack(visitor(), 's-other-clerk')).status).toBe(303);
    const api = signedIn(catalogue, await tokenOf(catalogue, 'clerk'));
    const { body } = await api.get('/session/identity').expect(200);
    expect(body.items).toMatchObject([{ subject: 's-other-clerk' }]);
    await api.delete('/session/identity').expect(204);
    await api.delete('/session/identity').expect(404);

    expect((await comeBack(visitor(), 's-other-clerk')).status).toBe(303);
    const admin = await PageVisitor.signedIn(catalogue, 'admin');
    expect((await admin.get('/desk/accounts/clerk').expect(200)).text).toContain('s-other-clerk');
    const parted = await admin.fill('/desk/accounts/clerk/identity/unlink', {});
    expect(parted.headers['location']).toBe('/desk/accounts/clerk?done=unlinked');
    expect(await links()).not.toContainEqual(expect.objectContaining({ username: 'clerk' }));
  });

  it('is kept from nothing by an initial password of the account, which they have not used', async () => {
    const operator = { name: 'operator', agencyCode: null };
    await catalogue.app.get(AccountsService).giveInitialPassword(operator, 'clerk');
    const clerk = visitor();
    await comeBack(clerk, 's-clerk');
    await clerk.get('/desk').expect(200);
  });

  it('is told where the provider is away, and can still use a password', async () => {
    await house.close();
    const person = visitor();
    await catalogue.restart();
    const { text, headers } = await person.get('/sign-in/oidc').expect(503);
    expect(text).toContain('Cổng của tỉnh đang không trả lời');
    expect(headers['retry-after']).toBe('30');
    await person.signIn('inspector').expect(303);
    expect(log.text).not.toMatch(/code=|state=|eyJ|a secret of the catalogue/);
  });
});

describe('Where no provider is configured', () => {
  it('there is no button and no such page', async () => {
    const catalogue = await startCatalogue('better-sqlite3');
    const { text } = await catalogue.http().get('/sign-in').set('Accept', 'text/html').expect(200);
    expect(text).not.toContain('/sign-in/oidc');
    await catalogue.http().get('/sign-in/oidc').expect(404);
    await catalogue.http().get('/sign-in/oidc/callback?code=a&state=b').expect(401);
    await catalogue.close();
  });
});
