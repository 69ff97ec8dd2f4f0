import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { ImportDesk } from '../support/import-desk.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

onBothDatabases('An import', loadSample, (catalogue) => {
  const desk = (username: 'admin' | 'clerk' | 'clerk2' = 'admin') => ImportDesk.of(catalogue(), username);

  it.each(['csv', 'xlsx', 'jsonl'])('of the catalogue’s own %s export changes nothing', async (format) => {
    const http = catalogue().http();
    const before = await http.get('/api/v1/services?limit=500').expect(200);
    const exported = await http
      .get(`/api/v1/services.${format}`)
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => done(null, Buffer.concat(pieces)));
      });
    const admin = await desk();
    const run = await admin.dryRun(exported.body as Buffer);
    expect(run).toMatchObject({
      errors: [],
      create: 0,
      update: 0,
      unchanged: before.body.total,
      unknownColumns: [],
    });
    await admin.commit(run.id).expect(200);
    const after = await http.get('/api/v1/services?limit=500').expect(200);
    expect(after.headers['etag']).toBe(before.headers['etag']);
  });

  it('of the catalogue’s own workbook leaves an address as it is in which encoded characters stand', async () => {
    const clerk = await ClerkDesk.of(catalogue(), 'clerk');
    const urls = [`https://example.gov.vn/?${'trang=1&amp;ten=&lt;x&quot;&'.repeat(20)}`];
    await clerk.saveFacts('STP~1.000688', { ...factsForLevel(1), publicPage: { state: 'present', urls } });
    const { body } = await catalogue()
      .http()
      .get('/api/v1/services.xlsx?agency=STP&procedure=1.000688')
      .responseType('blob')
      .expect(200);
    expect(await (await desk()).dryRun(body)).toMatchObject({ rows: 1, update: 0, unchanged: 1 });
  });

  it('of a large file is judged by all of it, though its rows are compared from the first on', async () => {
    const admin = await desk();
    const head = 'procedure_code,procedure_name,agency_code,note\n';
    const [row] = (await admin.get('/services?limit=1').expect(200)).body.items;
    const { procedure, agency } = row;
    const plain = `${procedure.code},"${procedure.name}",${agency.code},${'as it was '.repeat(20)}\n`;
    const large = plain.repeat(2000);
    const sound = await admin.dryRun(head + large);
    expect(sound).toMatchObject({ rows: 2000, unchanged: 1, repeated: 1999, refused: 0, toConfirm: [] });

    const old = plain.replace(procedure.name, 'Thñ tôc hµnh chÝnh');
    const mixed = await admin.dryRun(head + large + old);
    expect(mixed).toMatchObject({ rows: 2001, unchanged: 1 });
    expect(mixed.toConfirm).toContain('encoding_unsure');
    const errors = await admin.get(`/imports/${mixed.id}/errors.csv`).expect(200);
    expect(errors.text.split('\n').filter((line: string) => line.includes('doubtful'))).not.toEqual([]);
  });

  it.each([
    ['utf-16le', true],
    ['utf-16le', false],
    ['utf-16be', true],
  ] as const)(
    'of a file in %s, with a mark: %s, says so, and takes it as a choice',
    async (encoding, marked) => {
      const admin = await desk();
      const [row] = (await admin.get('/services?limit=1').expect(200)).body.items;
      const { procedure, agency } = row;
      const lines = `Mã thủ tục,Tên thủ tục,Mã cơ quan\n${procedure.code},"${procedure.name}",${agency.code}\n`;
      const units = Buffer.from((marked ? '\ufeff' : '') + lines, 'utf16le');
      const file = encoding === 'utf-16be' ? units.swap16() : units;
      for (const choices of [{}, { encoding }, { encoding: 'utf-8' }] as Record<string, string>[]) {
        const run = await admin.dryRun(file, choices);
        expect(run).toMatchObject({ encoding, rows: 1, unchanged: 1, errors: [], unknownColumns: [] });
        expect(run.columns.map((column: { encoding: string }) => column.encoding)).toEqual(
          Array(3).fill(encoding),
        );
      }
    },
  );

  it('believes that a file is UTF-16 where somebody says so, though its first part looks otherwise', async () => {
    const admin = await desk();
    const lines = `Mã thủ tục,Mã cơ quan,Ghi chú\n1.001193,SYT,${'ộ'.repeat(2000)}\n`;
    const file = Buffer.from(lines, 'utf16le');
    await admin.send(file).expect(422);
    expect(await admin.dryRun(file, { encoding: 'utf-16le' })).toMatchObject({
      rows: 1,
      encoding: 'utf-16le',
      unknownColumns: [],
    });
    const plain = await admin.dryRun('Mã thủ tục,Mã cơ quan\n1.001193,SYT\n');
    expect(plain.encoding).toBe('ascii');
  });
});
