import { beforeAll, expect, it } from 'vitest';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import { KeysService } from '../../src/accounts/keys.service.js';
import { AgenciesService } from '../../src/agencies/agencies.service.js';
import { Reader } from '../../src/database/reader.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { ImportDesk } from '../support/import-desk.js';
import { loadSample } from '../support/sample.js';
import { type Send, signedIn } from '../support/signed-in.js';

const ADMIN = { name: 'admin', agencyCode: null };
const PASSWORD = 'sông hồng đỏ nặng';

onBothDatabases('The reach of a clerk', loadSample, (catalogue) => {
  /** A service of a commune of the city 080. */
  let service = '';
  let commune = '';

  beforeAll(async () => {
    const row = await catalogue()
      .app.get(Reader)
      .get<{ id: string; agency_code: string }>(
        `SELECT s.id, s.agency_code FROM public_service s JOIN agency a ON a.code = s.agency_code
         WHERE a.parent_code = '080' ORDER BY s.id LIMIT 1`,
      );
    ({ id: service, agency_code: commune } = row!);
  });

  const clerkOf = async (username: string, agencyCode: string): Promise<Send> => {
    const account = {
      username,
      displayName: username,
      role: 'clerk',
      agencyCode,
      password: PASSWORD,
    } as const;
    await catalogue().app.get(AccountsService).add(ADMIN, account);
    const { body } = await catalogue().http().post('/api/v1/session').send({ username, password: PASSWORD });
    return signedIn(catalogue(), body.token);
  };
  /** Whether the clerk may state facts of the service; where so, the stale tag is what stops the write. */
  const reaches = async (clerk: Send): Promise<boolean> => {
    const { status, body } = await clerk
      .put(`/services/${service}/facts`)
      .set('If-Match', '"stale"')
      .send({ facts: {} });
    if (status === 403) expect(body.code).toBe('other_agency');
    else expect(status).toBe(412);
    return status !== 403;
  };

  it('is its own agency and those under it, at any depth', async () => {
    expect(await reaches(await clerkOf('own', commune))).toBe(true);
    expect(await reaches(await clerkOf('above', '080'))).toBe(true);
    expect(await reaches(await clerkOf('top', '10'))).toBe(true);
    expect(await reaches(await clerkOf('beside', 'STP'))).toBe(false);
    expect(await reaches(await clerkOf('elsewhere', '082'))).toBe(false);
  });

  it('moves with the account, in the session that is open; another role ends the session', async () => {
    const clerk = await clerkOf('moved', commune);
    expect(await reaches(clerk)).toBe(true);
    await catalogue().app.get(AccountsService).change(ADMIN, 'moved', { agencyCode: 'STP' });
    expect(await reaches(clerk)).toBe(false);
    await catalogue().app.get(AccountsService).change(ADMIN, 'moved', { agencyCode: '080' });
    expect(await reaches(clerk)).toBe(true);
    await catalogue().app.get(AccountsService).setRole(ADMIN, 'moved', 'planner');
    await clerk.get('/session').expect(401);
    const { body } = await catalogue()
      .http()
      .post('/api/v1/session')
      .send({ username: 'moved', password: PASSWORD })
      .expect(201);
    const planner = signedIn(catalogue(), body.token);
    const refused = await planner.put(`/services/${service}/facts`).send({ facts: {} }).expect(403);
    expect(refused.body.code).toBe('forbidden');
  });

  it('moves with the agency', async () => {
    const clerk = await clerkOf('city', '080');
    await catalogue().app.get(AgenciesService).change(ADMIN, commune, { parentCode: '10' });
    expect(await reaches(clerk)).toBe(false);
    await catalogue().app.get(AgenciesService).change(ADMIN, commune, { parentCode: '080' });
    expect(await reaches(clerk)).toBe(true);
  });

  it('is the same for keys', async () => {
    const keys = catalogue().app.get(KeysService);
    const keyOf = async (agencyCode: string) =>
      signedIn(
        catalogue(),
        (await keys.create(ADMIN, { name: agencyCode, role: 'clerk', agencyCode, expiresAt: null })).key,
      );
    expect(await reaches(await keyOf('080'))).toBe(true);
    expect(await reaches(await keyOf('STP'))).toBe(false);
  });

  it('lets nobody learn of another agency’s drafts by offering or importing them', async () => {
    const owner = await ClerkDesk.of(catalogue(), 'clerk');
    const other = await ClerkDesk.of(catalogue(), 'clerk2');
    await owner
      .post('/procedures', { code: '9.000016', name: 'Bản thảo kín', fieldCode: 'ho-tich' })
      .expect(201);
    const offered = async (desk: ClerkDesk, body: object) => {
      const { status, body: told } = await desk.post('/services', body);
      return { status, code: told.code, detail: told.detail, errors: told.errors };
    };
    for (const sent of [{ agencyCode: '080' }, { agencyCode: 'STP' }, { agencyCode: '080', zz: 1 }]) {
      const ofDraft = await offered(other, { ...sent, procedureCode: '9.000016' });
      expect(ofDraft).toEqual(await offered(other, { ...sent, procedureCode: '9.999999' }));
      expect(ofDraft.status).toBe(sent.agencyCode === 'STP' ? 403 : 400);
    }
    const own = await offered(owner, { agencyCode: 'STP', procedureCode: '9.000016' });
    expect([own.status, own.code]).toEqual([422, 'procedure_not_published']);

    const imported = async (username: 'clerk' | 'clerk2', agency: string) => {
      const rows = ['9.000016', '9.999999'].map((code) => `${code},Tên khác,${agency}\n`);
      const desk = await ImportDesk.of(catalogue(), username);
      const run = await desk.dryRun(`procedure_code,procedure_name,agency_code\n${rows.join('')}`);
      return run.errors
        .map(({ row, code }: { row: number; code: string }) => `${row} ${code}`)
        .filter((issue: string) => issue.includes('procedure'));
    };
    expect(await imported('clerk2', '080')).toEqual(['2 procedure_unknown', '3 procedure_unknown']);
    expect(await imported('clerk', 'STP')).toEqual(['2 procedure_not_published', '3 procedure_unknown']);
  });

  it('lets another agency’s clerk change nothing', async () => {
    const clerk = await clerkOf('stranger', 'STP');
    // The refusals themselves are entered, a while after they were answered.
    const head = () =>
      catalogue()
        .app.get(Reader)
        .get(
          `SELECT change_seq, content_seq,
             (SELECT COUNT(*) FROM ledger_entry WHERE action <> 'access.refuse') AS entries FROM ledger_head`,
        );
    await catalogue().http().get('/api/v1/services').expect(200);
    const before = await head();
    await clerk.put(`/services/${service}/facts`).set('If-Match', '*').send({ facts: {} }).expect(403);
    await clerk
      .post(`/services/${service}/declarations`)
      .set('If-Match', '*')
      .send({ level: 1, effectiveFrom: '2026-01-01' })
      .expect(403);
    // Nor learn which evidence there is.
    const told = await clerk
      .post(`/services/${service}/declarations`)
      .send({
        level: 9,
        effectiveFrom: '2026-01-01',
        facts: { forms: { state: 'present', evidence: ['99'] } },
      })
      .expect(400);
    expect(told.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/level']);
    expect(await head()).toEqual(before);
  });
});
