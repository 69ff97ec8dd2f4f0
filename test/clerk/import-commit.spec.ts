import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ImportDesk } from '../support/import-desk.js';
import { loadSample } from '../support/sample.js';

const HEADER = 'Mã thủ tục,Cơ quan thực hiện,Mức độ,Từ ngày,Địa chỉ trang thông tin,Ghi chú';
const PAGE = 'https://dichvucong.example/khai-sinh';

onBothDatabases('A committed import', loadSample, (catalogue) => {
  const desk = (username: 'admin' | 'clerk' | 'clerk2' = 'admin') => ImportDesk.of(catalogue(), username);
  const service = (id: string) => catalogue().http().get(`/api/v1/services/${id}`);

  it('opens services, states their addresses and declares levels, all at once, and names every row in the ledger', async () => {
    const admin = await desk();
    // Registration of births at the department of justice: nobody offers it there yet.
    const file = `${HEADER}\n1.001193,Sở Tư pháp,,,${PAGE},\n1.001193,Sở Y tế,,,${PAGE},\n`;
    const run = await admin.dryRun(file);
    expect(run).toMatchObject({ state: 'dry_run', create: 2, errors: [], toConfirm: [] });
    expect(run.diff[0]).toEqual({
      row: 2,
      id: 'STP~1.001193',
      kind: 'create',
      changes: [{ field: 'information_url', before: null, after: PAGE }],
    });
    await service('STP~1.001193').expect(404);

    const committed = await admin.commit(run.id).expect(200);
    expect(committed.body).toMatchObject({ state: 'committed', committedBy: 'admin', create: 2 });
    const { body } = await service('STP~1.001193').expect(200);
    expect(body).toMatchObject({ level: null, links: { information: PAGE }, demonstration: false });

    const etag = (await service('STP~1.001193')).headers['etag'];
    const second = await admin.commit(run.id).expect(200);
    expect(second.body).toEqual(committed.body);
    const again = await admin.dryRun(file);
    expect(again).toMatchObject({ create: 0, update: 0, unchanged: 2 });
    await admin.commit(again.id).expect(200);
    expect((await service('STP~1.001193')).headers['etag']).toBe(etag);
  });

  it('is refused whole while one row is wrong', async () => {
    const admin = await desk();
    const run = await admin.dryRun(`${HEADER}\n1.001193,Sở Nội vụ,,,${PAGE},\n1.001193,Sở Nội vụ,7,,,\n`);
    expect(run.errorCount).toBeGreaterThan(0);
    const refused = await admin.commit(run.id).expect(422);
    expect(refused.body).toMatchObject({ code: 'import_has_errors' });
    await service('SNV~1.001193').expect(404);
  });

  it('is refused when the catalogue has changed under the dry run in a way that changes what would be written', async () => {
    const admin = await desk();
    const first = await admin.dryRun(`${HEADER}\n1.001193,Sở Công Thương,,,${PAGE},\n`);
    const second = await admin.dryRun(`${HEADER}\n1.001193,Sở Công Thương,,,${PAGE}/moi,\n`);
    await admin.commit(second.id).expect(200);
    const refused = await admin.commit(first.id).expect(409);
    expect(refused.body).toMatchObject({ code: 'import_changed' });
    expect((await service('SCT~1.001193')).body.links.information).toBe(`${PAGE}/moi`);
  });

  it('waits for a person where something was guessed', async () => {
    const admin = await desk();
    const run = await admin.dryRun(`${HEADER}\n"1,00011",80,,,${PAGE},\n`, { asOf: '2024-01-01' });
    expect(run).toMatchObject({ errors: [], toConfirm: ['agency_code_repaired', 'code_repaired'] });
    expect(run.diff[0].id).toBe('080~1.000110');
    const refused = await admin.commit(run.id, ['code_repaired']).expect(422);
    expect(refused.body).toMatchObject({ code: 'import_unconfirmed', unconfirmed: ['agency_code_repaired'] });
    await admin.commit(run.id, run.toConfirm).expect(200);
    const { body } = await catalogue().http().get('/api/v1/services?agency=080&asOf=2024-01-01').expect(200);
    const opened = body.items.find((item: { id: string }) => item.id === '080~1.000110');
    expect(opened.links.information).toBe(PAGE);
  });

  it('keeps the present where a cell is empty, and declares a level only where it differs', async () => {
    const admin = await desk();
    const { body } = await catalogue().http().get('/api/v1/services?level=2&limit=1').expect(200);
    const [listed] = body.items;
    const row = (level: string, day: string) =>
      `${HEADER}\n${listed.procedure.code},${listed.agency.name},${level},${day},,\n`;
    expect(await admin.dryRun(row('Mức độ 2', ''))).toMatchObject({ unchanged: 1, errors: [] });
    const lower = await admin.dryRun(row('mức 1', '01/02/2026'));
    expect(lower.diff[0].changes).toEqual([
      { field: 'level', before: 2, after: 1 },
      { field: 'effective_from', before: listed.levelSince, after: '2026-02-01' },
    ]);
    await admin.commit(lower.id).expect(200);
    expect((await service(listed.id)).body).toMatchObject({ level: 1, links: listed.links });
  });

  it('lets a clerk reach the services of the own agency only, row by row', async () => {
    const clerk = await desk('clerk');
    const run = await clerk.dryRun(`${HEADER}\n1.001193,STP,,,${PAGE}/stp,\n1.001193,Sở Y tế,,,${PAGE},\n`);
    expect(run.errors).toEqual([
      expect.objectContaining({
        row: 3,
        column: 'Cơ quan thực hiện',
        code: 'other_agency',
        value: 'Sở Y tế',
      }),
    ]);
    expect(run.errors[0].message).toContain('import.run');
    await clerk.commit(run.id).expect(422);
    const other = await desk('clerk2');
    await other.get(`/imports/${run.id}`).expect(404);
    await other.commit(run.id).expect(404);
    expect(
      (await clerk.get('/imports').expect(200)).body.items.map((item: { id: string }) => item.id),
    ).toContain(run.id);
    expect((await other.get('/imports').expect(200)).body.items).toEqual([]);
  });

  it('needs an account that may import', async () => {
    await catalogue().http().post('/api/v1/imports').set('content-type', 'text/csv').send('a,b').expect(401);
    const inspector = await ImportDesk.of(catalogue(), 'inspector');
    await inspector.get('/imports').expect(403);
  });

  it('is forgotten a week after a dry run that nobody committed', async () => {
    const admin = await desk();
    const run = await admin.dryRun(`${HEADER}\n1.001193,Sở Xây dựng,,,${PAGE},\n`);
    catalogue().setNow('2026-03-10T03:00:00.000Z');
    await catalogue().restart();
    const later = await desk();
    expect((await later.get(`/imports/${run.id}`).expect(200)).body).toMatchObject({
      state: 'expired',
      diff: [],
    });
    expect((await later.commit(run.id).expect(409)).body.code).toBe('import_expired');
    await later.get(`/imports/${run.id}/errors.csv`).expect(409);
  });
});
