import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, type Catalogue, startCatalogue } from '../support/catalogue.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample, PASSWORD, tokenOf } from '../support/sample.js';
import { signedIn } from '../support/signed-in.js';
import { FORGED, signed, StatingProvider } from '../support/stating-provider.js';

describe('An identity token of a provider of OpenID Connect', () => {
  let provider: StatingProvider;
  let catalogue: Catalogue;
  beforeAll(async () => {
    provider = await StatingProvider.open();
    catalogue = await startCatalogue('better-sqlite3', {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'catalogue',
      OIDC_CLIENT_SECRET: 'a secret of the catalogue at the provider',
      OIDC_USERNAME_CLAIM: 'user_name',
      OIDC_MFA_AMR: 'mfa,otp',
      REQUIRE_TOTP: 'inspector,planner',
      SESSION_SECRET: 'x'.repeat(32),
    });
    await loadSample(catalogue);
  });
  afterAll(async () => {
    await catalogue?.close();
    await provider?.close();
  });

  /** @param tokenFor makes the token of what an honest provider would say */
  async function comeBack(sub: string, tokenFor: (claims: Record<string, unknown>) => string) {
    const person = new PageVisitor(catalogue);
    const address = (await person.get('/sign-in/oidc').expect(303)).headers['location']!;
    const query = provider.state(address, tokenFor(provider.claimsFor(address, sub)));
    const { status, headers, text } = await person.get(`/sign-in/oidc/callback?${query}`);
    return { person, status, to: headers['location'], text };
  }

  it('signs in who it is about', async () => {
    const { person, status, to } = await comeBack('clerk', (claims) => signed(claims));
    expect([status, to]).toEqual([303, '/desk']);
    await person.get('/desk').expect(200);
  });

  it.each(Object.entries(FORGED))('%s signs in nobody', async (_what, forge) => {
    const { person, status } = await comeBack('clerk', forge);
    expect(status).toBe(401);
    await person.get('/desk').expect(303);
  });

  it.each([
    ['that has expired', { exp: 1_700_000_000 }],
    ['that is not valid yet', { nbf: 4_000_000_000 }],
    ['for another client', { aud: 'another' }],
    ['of another issuer', { iss: 'https://elsewhere.example' }],
    ['of another sign-in', { nonce: 'n'.repeat(43) }],
    ['about nobody', { sub: undefined }],
    ['that never ends', { exp: undefined }],
  ])('%s signs in nobody', async (_what, changed) => {
    const { person, status } = await comeBack('clerk', (claims) => signed({ ...claims, ...changed }));
    expect(status).toBe(401);
    await person.get('/desk').expect(303);
  });

  it('counts as a second factor where it names one of those that the operator named, and only there', async () => {
    const byPassword = await comeBack('inspector', (claims) => signed({ ...claims, amr: ['pwd', 'face'] }));
    const owed = (await byPassword.person.get('/desk/queue').expect(303)).headers['location'];
    expect(owed).toBe('/desk/account/second-factor');
    const byBoth = await comeBack('inspector', (claims) => signed({ ...claims, amr: ['pwd', 'otp'] }));
    await byBoth.person.get('/desk/queue').expect(200);
  });

  it('does not open an account that has a second factor here, where it names none', async () => {
    const clerk = signedIn(catalogue, await tokenOf(catalogue, 'clerk2'));
    const { body } = await clerk
      .post('/session/second-factor')
      .send({ currentPassword: PASSWORD })
      .expect(201);
    const totp = new TOTP({ secret: Secret.fromBase32((body as { secret: string }).secret) });
    const code = totp.generate({ timestamp: Date.parse(NOW) });
    await clerk.post('/session/second-factor/confirm').send({ code }).expect(200);
    const asked = await comeBack('clerk2', (claims) => signed(claims));
    expect([asked.status, asked.text.includes('name="challenge"')]).toEqual([200, true]);
    await asked.person.get('/desk').expect(303);
    const proved = await comeBack('clerk2', (claims) => signed({ ...claims, amr: ['mfa'] }));
    expect([proved.status, proved.to]).toEqual([303, '/desk']);
  });
});
