import { expect, it } from 'vitest';
import { KeysService } from '../../src/accounts/keys.service.js';
import { Reader } from '../../src/database/reader.js';
import { NOW, onBothDatabases } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';
import { signedIn } from '../support/signed-in.js';

const OPERATOR = { name: 'operator', agencyCode: null };
const later = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString();

onBothDatabases('Keys of machines', loadSample, (catalogue) => {
  const admin = async () => signedIn(catalogue(), await tokenOf(catalogue(), 'admin'));
  const make = async (body: object) => (await (await admin()).post('/keys').send(body).expect(201)).body;
  const listed = async (id: string) =>
    (await (await admin()).get('/keys?limit=500').expect(200)).body.items.find(
      (key: { id: string }) => key.id === id,
    );

  it('are shown once, and act in their own name with their role', async () => {
    const { key, ...view } = await make({ name: 'Cổng dịch vụ công', role: 'clerk', agencyCode: 'STP' });
    expect(key).toMatch(/^slc_key_[\w-]{43}$/);
    expect(view).toMatchObject({ role: 'clerk', agencyCode: 'STP', createdBy: 'admin', revokedAt: null });
    expect(await listed(view.id)).toEqual(view);
    const { body } = await signedIn(catalogue(), key).get('/session').expect(200);
    expect(body).toEqual({
      expiresAt: null,
      account: { username: `key:${view.id}`, role: 'clerk', agencyCode: 'STP' },
    });
    await signedIn(catalogue(), key).delete('/session').expect(404);
    const stored = await catalogue().app.get(Reader).all('SELECT * FROM api_key');
    const ledger = await catalogue().app.get(Reader).all('SELECT body FROM ledger_entry');
    expect(JSON.stringify([stored, ledger])).not.toContain(key);
  });

  it('of readers read, and write nothing', async () => {
    const { key } = await make({ name: 'Bản sao', role: 'reader' });
    const reader = signedIn(catalogue(), key);
    await reader.get('/services').expect(200);
    await reader.get('/session').expect(200);
    for (const refused of [
      reader.post('/keys').send({ name: 'x', role: 'admin' }),
      reader.post('/agencies').send({}),
      reader.post('/services/STP~1.000688/declarations').send({}),
      reader.get('/accounts'),
      reader.delete('/session'),
    ])
      expect((await refused).body.code).toBe('forbidden');
  });

  it('keep to their scopes, which never reach beyond the role', async () => {
    const { key, scopes } = await make({
      name: 'hẹp',
      role: 'clerk',
      agencyCode: 'STP',
      scopes: ['service.edit', 'account.readOwn'],
    });
    expect(scopes).toEqual(['account.readOwn', 'service.edit']);
    const narrow = signedIn(catalogue(), key);
    await narrow.get('/session').expect(200);
    await narrow.get('/services').expect(200);
    const refused = await narrow.post('/procedures').send({}).expect(403);
    expect(refused.body.code).toBe('out_of_scope');
    expect((await narrow.get('/accounts').expect(403)).body.code).toBe('forbidden');
    const beyond = await (
      await admin()
    )
      .post('/keys')
      .send({ name: 'rộng', role: 'reader', scopes: ['key.manage'] })
      .expect(400);
    expect(beyond.body.errors[0]).toMatchObject({ pointer: '/scopes', code: 'scope_beyond_role' });
  });

  it('end when they expire or are revoked, at once and after a restart', async () => {
    const short = await make({ name: 'ngắn', role: 'reader', expiresAt: later(3600_000) });
    const revoked = await make({ name: 'thu hồi', role: 'reader' });
    await (await admin()).delete(`/keys/${revoked.id}`).expect(204);
    await (await admin()).delete(`/keys/${revoked.id}`).expect(204);
    await (await admin()).delete('/keys/99999').expect(404);
    await signedIn(catalogue(), revoked.key).get('/session').expect(401);
    await signedIn(catalogue(), short.key).get('/session').expect(200);
    await catalogue().restart();
    await signedIn(catalogue(), revoked.key).get('/session').expect(401);
    catalogue().setNow(later(3600_001));
    await signedIn(catalogue(), short.key).get('/session').expect(401);
    expect((await listed(revoked.id)).revokedAt).not.toBeNull();
  });

  it('are refused without an agency for a clerk, with an unknown one, or when already over', async () => {
    const refused = async (body: object) =>
      (await (await admin()).post('/keys').send(body).expect(400)).body.errors.map(
        ({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`,
      );
    expect(await refused({ name: 'x', role: 'clerk', expiresAt: '2012-01-01T00:00:00Z' })).toEqual([
      '/agencyCode agency_needed',
      '/expiresAt in_the_past',
    ]);
    expect(await refused({ name: 'x', role: 'reader', agencyCode: 'NOPE' })).toEqual([
      '/agencyCode unknown_reference',
    ]);
  });

  it('tell when they were last used, to the minute', async () => {
    const { id, key } = await make({ name: 'đếm', role: 'reader' });
    const use = async (at: number) => {
      catalogue().setNow(later(at));
      await signedIn(catalogue(), key).get('/session').expect(200);
    };
    const lastUsed = () => listed(id).then((view: { lastUsedAt: string | null }) => view.lastUsedAt);
    expect(await lastUsed()).toBeNull();
    await use(7200_000);
    await expect.poll(lastUsed).toBe(later(7200_000));
    await use(7200_000 + 59_000);
    await use(7200_000 + 61_000);
    await expect.poll(lastUsed).toBe(later(7200_000 + 61_000));
  });

  it('are made and revoked from the command line too', async () => {
    const keys = catalogue().app.get(KeysService);
    const { id, key } = await keys.create(OPERATOR, {
      name: 'cli',
      role: 'planner',
      agencyCode: null,
      expiresAt: null,
    });
    await signedIn(catalogue(), key).get('/session').expect(200);
    await keys.revoke(OPERATOR, id);
    await signedIn(catalogue(), key).get('/session').expect(401);
  });
});
