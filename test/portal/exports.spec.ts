import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { parse } from 'csv-parse/sync';
import excel from 'exceljs';
import { expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { ServiceExports } from '../../src/exports/service-exports.service.js';
import { TakerGoneError } from '../../src/exports/sink.js';
import { selectServices } from '../../src/publication/service-filter.js';
import { serviceLines } from '../../src/publication/service-lines.query.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { loadSample } from '../support/sample.js';

interface Listed {
  id: string;
  level: number | null;
  agency: { code: string };
  procedure: { code: string; name: string };
}

const HOSTILE_NAME = '=HYPERLINK("http://example.invalid","Sở Tư pháp")';

/** As an attacker who may name agencies would. */
async function renameAgency(catalogue: Catalogue, code: string, name: string): Promise<void> {
  await catalogue.app
    .get(UnitOfWork)
    .run({ actor: { name: 'system', agencyCode: null }, action: 'test.rename' }, async (unit) => {
      await unit.run('UPDATE agency SET name = :name WHERE code = :code', { name, code });
      const rows = await unit.all<{ id: string }>('SELECT id FROM public_service WHERE agency_code = :code', {
        code,
      });
      for (const { id } of rows) unit.touch(id);
      unit.record(`agency:${code}`, null, { name });
    });
}

onBothDatabases('Exports of the published list', loadSample, (catalogue) => {
  const get = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const text = async (path: string) => {
    const answer = await get(path)
      .buffer(true)
      .parse((response, done) => {
        response.setEncoding('utf8');
        let whole = '';
        response.on('data', (chunk: string) => (whole += chunk));
        response.on('end', () => done(null, whole));
      })
      .expect(200);
    return answer.body as string;
  };
  const bytes = async (path: string) => {
    const answer = await get(path).buffer(true).responseType('blob').expect(200);
    return answer.body as Buffer;
  };
  const records = (csv: string) => parse(csv, { bom: true, columns: true }) as Record<string, string>[];

  it('hold exactly the services of the list that the same filter gives, by procedure and agency', async () => {
    for (const filter of [
      '',
      'agency=10&scope=subtree&minLevel=2',
      'agency=STP',
      'level=1',
      'q=khai%20sinh',
    ]) {
      const { body } = await get(`/services?${filter}&limit=500&sort=code`).expect(200);
      expect(body.next, 'the sample fits one page').toBeNull();
      const listed = (body.items as Listed[]).map(({ id }) => id);
      expect(listed.length).toBeGreaterThan(0);
      const lines = (await text(`/services.jsonl?${filter}`)).trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual(body.items);
      expect(records(await text(`/services.csv?${filter}`)).map(({ id }) => id)).toEqual(listed);
      const workbook = new excel.Workbook();
      await workbook.xlsx.load((await bytes(`/services.xlsx?${filter}`)) as never);
      const rows = workbook.getWorksheet('services')!.getSheetValues().slice(2) as unknown[][];
      expect(rows.map((row) => row.find((cell) => /^[\w.]+~/.test(String(cell))))).toEqual(listed);
      const turtle = await text(`/services.ttl?${filter}`);
      expect(turtle.match(/ a cpsv:PublicService/g)).toHaveLength(listed.length);
    }
  });

  it('begin a CSV file with the columns of the import file, as spreadsheets read UTF-8', async () => {
    const csv = await text('/services.csv?agency=STP&procedure=1.000688');
    expect(csv.startsWith('\uFEFFprocedure_code,procedure_name,field,agency_code,agency_name,level,')).toBe(
      true,
    );
    expect(csv.split('\r\n').length).toBe(3);
    const [row] = records(csv);
    const { body } = await get('/services/STP~1.000688').expect(200);
    expect(row).toMatchObject({
      procedure_code: '1.000688',
      agency_code: 'STP',
      level: String(body.level),
      effective_from: body.levelSince,
      information_url: body.links.information,
      demonstration: 'true',
    });
    expect(await text('/services.csv?lang=vi&agency=STP')).toContain('Mã thủ tục,Tên thủ tục,Lĩnh vực');
    expect(await text('/services.csv?lang=en&agency=STP')).toContain('Procedure code,Procedure name,Field');
  });

  it('keep codes as text in a workbook, under a header that stays in sight', async () => {
    const workbook = new excel.Workbook();
    await workbook.xlsx.load((await bytes('/services.xlsx?procedure=2.000635')) as never);
    const sheet = workbook.getWorksheet('services')!;
    expect(sheet.getCell('A2').value).toBe('2.000635');
    expect(sheet.getCell('A2').type).toBe(excel.ValueType.String);
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.autoFilter).toBeTruthy();
  });

  it('are as the list was on another day', async () => {
    const { body } = await get('/services?asOf=2012-10-01&level=1&limit=500&sort=code').expect(200);
    const lines = (await text('/services.jsonl?asOf=2012-10-01&level=1')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(body.items);
    const today = await text('/services.jsonl?level=1');
    expect(today.trimEnd().split('\n')).not.toEqual(lines);
    expect(await text('/services.ttl?asOf=2012-10-01&agency=STP')).toContain('"2012-10-01"^^xsd:date');
    const name = (await get('/services.csv?asOf=2012-10-01')).headers['content-disposition'];
    expect(name).toBe('attachment; filename="services-2012-10-01.csv"');
  });

  it('are not sent again to who has them, until their bytes change', async () => {
    for (const format of ['csv', 'jsonl', 'xlsx', 'jsonld', 'ttl']) {
      const path = `/services.${format}?agency=STP`;
      const first = await get(path).buffer(true).responseType('blob').expect(200);
      const etag = first.headers['etag']!;
      expect(etag).toMatch(/^"[\w-]{27}(-gzip)?"$/);
      const head = await catalogue()
        .http()
        .head(`/api/v1${path}`)
        .set('Accept-Encoding', 'gzip, deflate')
        .expect(200);
      expect(head.headers['etag']).toBe(etag);
      expect(head.headers['content-length']).toBeUndefined();
      const unchanged = await get(path).set('If-None-Match', etag).expect(304);
      expect(unchanged.headers['etag']).toBe(etag);
      expect([path, (await bytes(path)).equals(first.body)]).toEqual([path, true]);
    }
    const csv = await get('/services.csv?agency=STP').set('Accept-Encoding', 'identity');
    const gzip = await get('/services.csv?agency=STP').set('Accept-Encoding', 'gzip');
    const other = await get('/services.csv?agency=080').set('Accept-Encoding', 'identity');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(new Set([csv, gzip, other].map(({ headers }) => headers['etag'])).size).toBe(3);
    await renameAgency(catalogue(), 'STP', 'Sở Tư pháp (đổi tên)');
    const changed = await get('/services.csv?agency=STP')
      .set({ 'If-None-Match': csv.headers['etag']!, 'Accept-Encoding': 'identity' })
      .expect(200);
    expect(changed.headers['etag']).not.toBe(csv.headers['etag']);
  });

  it('hand no formula to a spreadsheet', async () => {
    await renameAgency(catalogue(), 'STP', HOSTILE_NAME);
    const [row] = records(await text('/services.csv?agency=STP'));
    expect(row!['agency_name']).toBe(`'${HOSTILE_NAME}`);
    const workbook = new excel.Workbook();
    await workbook.xlsx.load((await bytes('/services.xlsx?agency=STP')) as never);
    expect(workbook.getWorksheet('services')!.getCell('E2').value).toBe(`'${HOSTILE_NAME}`);
    const [line] = (await text('/services.jsonl?agency=STP')).split('\n');
    expect(JSON.parse(line!).agency.name).toBe(HOSTILE_NAME);
  });

  it('refuse what they do not know before the first byte', async () => {
    const { body } = await get('/services.csv?level=4&limit=5').expect(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/level',
      '/limit',
    ]);
    await get('/services.ttl?agency=NONE').expect(404);
    await get('/services.jsonl?lang=vi').expect(400);
    await get('/services.jsonl?agency=STP').expect(200);
  });

  it('end when their taker leaves, and leave nothing behind', async () => {
    const { port } = catalogue().app.getHttpServer().address() as AddressInfo;
    for (let i = 0; i < 12; i++) {
      await new Promise<void>((resolve, reject) => {
        const leaving = httpRequest({ port, path: '/api/v1/services.ttl' }, (response) => {
          response.once('data', () => {
            leaving.destroy();
            resolve();
          });
        });
        leaving.once('error', (error: Error & { code?: string }) =>
          error.code === 'ECONNRESET' ? resolve() : reject(error),
        );
        leaving.end();
      });
    }
    await get('/services.csv').expect(200);
  });

  it('hold the same lines however many are read at once', async () => {
    const whole = await text('/services.jsonl?agency=STP');
    expect(whole.split('\n').length).toBeGreaterThan(3);
    await catalogue()
      .app.get(Reader)
      .snapshot(async (queries) => {
        const selection = await selectServices(queries, { agency: 'STP' }, '9999-12-31');
        for (const atOnce of [1, 2, 3, whole.split('\n').length - 1]) {
          const pieces: Buffer[] = [];
          for await (const lines of serviceLines(queries, selection, atOnce)) pieces.push(Buffer.from(lines));
          expect(Buffer.concat(pieces).toString(), `${atOnce} at once`).toBe(whole);
        }
      });
  });

  it('are not begun for who has left before their turn', async () => {
    const out = new PassThrough();
    out.destroy();
    let opened = false;
    const open = () => (opened = true);
    const exports = catalogue().app.get(ServiceExports);
    await expect(exports.writeExport({ format: 'csv', filter: {} }, out, open)).rejects.toThrow(
      TakerGoneError,
    );
    expect(opened).toBe(false);
  });

  it('can be written without HTTP', async () => {
    const out = new PassThrough();
    const chunks: Buffer[] = [];
    out.on('data', (chunk: Buffer) => chunks.push(chunk));
    await catalogue()
      .app.get(ServiceExports)
      .writeExport({ format: 'jsonl', filter: { agency: '080' } }, out);
    expect(Buffer.concat(chunks).toString()).toBe(await text('/services.jsonl?agency=080'));
  });
});
