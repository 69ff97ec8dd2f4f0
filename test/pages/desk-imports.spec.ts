import ExcelJS from 'exceljs';
import type { Response } from 'supertest';
import { beforeAll, expect, it } from 'vitest';
import { ImportWork } from '../../src/imports/runs/import-work.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { legacyBytes } from '../support/legacy-encode.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';

const PAGE = '/desk/imports';
const HEADER = 'Mã thủ tục;Tên thủ tục;Mã cơ quan;Mức độ;Địa chỉ trang thông tin';
const CODE = '1.001193';

onBothDatabases('A clerk who imports by pages', loadSample, (catalogue) => {
  let clerk: PageVisitor;
  /** Procedures that the agency does not offer yet, and the services that it has. */
  let api: ClerkDesk;
  const send = async (content: string | Buffer, fields: Record<string, string> = {}, name = 'bang.csv') => {
    await clerk.get(PAGE).expect(200);
    return clerk.upload(PAGE, fields, name, content);
  };
  /** The page of a file that was sent, and its path. */
  const sent = async (content: string | Buffer, fields: Record<string, string> = {}, name = 'bang.csv') => {
    const response = await send(content, fields, name);
    expect(response.status, response.text).toBe(303);
    const path = response.headers['location']!;
    return { path, text: (await clerk.get(path).expect(200)).text };
  };
  const services = async (): Promise<number> =>
    (await api.get('/services?agency=STP&limit=1').expect(200)).body.total;
  beforeAll(async () => {
    clerk = await PageVisitor.signedIn(catalogue(), 'clerk');
    api = await ClerkDesk.of(catalogue(), 'clerk');
  });

  it('finds the way there, a template, and is told all that is wrong with the form at once', async () => {
    expect((await clerk.get('/desk').expect(200)).text).toContain(`href="${PAGE}"`);
    const template = await clerk.get(`${PAGE}/template.csv`).expect(200);
    expect(template.text).toMatch(/^\uFEFFMã thủ tục,Tên thủ tục,Lĩnh vực,Mã cơ quan/);
    expect((await clerk.get(`/en${PAGE}/template.csv`).expect(200)).text).toContain('Procedure code,');
    for (const language of ['', '/en']) {
      const volumes = await clerk.get(`${language}${PAGE}/volumes-template.csv`).expect(200);
      const filled = await sent(`${volumes.text},${CODE},,STP,2012-Q4,online,7,,\n`);
      const { body } = await api.get(filled.path.replace('/desk', '')).expect(200);
      expect(body).toMatchObject({ kind: 'volumes', rows: 1, ignoredColumns: [] });
    }
    const refused = await send('', { effectiveFrom: '2012-02-31', encoding: 'tcvn3' }, '');
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('<a href="#file">');
    expect(refused.text).toContain('<a href="#effectiveFrom">');
    expect(refused.text).toContain('value="2012-02-31"');
    expect(refused.text).toContain('<option value="tcvn3" selected>');
    expect(refused.text).toContain('Trình duyệt không giữ tệp đã chọn');
    expect((await clerk.get(PAGE)).text).not.toContain('Trình duyệt không giữ tệp đã chọn');
  });

  it('sees errors by row and column with the value and what to do, mends the sheet and sends it again', async () => {
    const before = await services();
    const { path, text } = await sent(`${HEADER}\n${CODE};;STP;;\n1.000000;=Thủ tục lạ;STP;5;\n`);
    expect(text).toContain('Lỗi cần sửa (2)');
    expect(text).toContain('Mức độ phải là 1, 2 hoặc 3');
    expect(text).toContain('>1.000000</td>');
    expect(text).not.toContain('⟦');
    expect(text).not.toContain(`action="${path}/commit"`);
    const list = await clerk.get(`${path}/errors.csv`).expect(200);
    expect(list.text).toContain('3,Mã thủ tục,1.000000,lỗi');
    const sheet = (await clerk.get(`${path}/mend.csv`).expect(200)).text;
    expect(sheet.split('\r\n')[0]).toBe(`\uFEFFĐiều cần sửa,${HEADER.replaceAll(';', ',')}`);
    expect(sheet).toContain(`,${CODE},,STP,,`);
    const mended = sheet.replace(/1\.000000,'=Thủ tục lạ,STP,5/, '1.004884,,STP,');
    expect(mended).not.toBe(sheet);
    const again = await sent(mended);
    expect(again.text).toContain('Dịch vụ mới (2)');
    expect(await services()).toBe(before);

    await clerk.get(again.path);
    const unsure = await clerk.fill(`${again.path}/commit`, {});
    expect(unsure.status).toBe(422);
    expect(unsure.text).toContain('<a href="#sure">');
    const both = await Promise.all([
      clerk.fill(`${again.path}/commit`, { sure: 'yes' }),
      clerk.fill(`${again.path}/commit`, { sure: 'yes' }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect((await clerk.get(again.path).expect(200)).text).toContain('Đã ghi: 2 dịch vụ mới');
    expect(await services()).toBe(before + 2);
    expect((await clerk.get(PAGE)).text).toMatch(/bang\.csv<\/a>\s*<span[^>]*>đã ghi/);
  });

  it('hands the sheet back as a workbook too, whose codes are text', async () => {
    const { path } = await sent(`${HEADER}\n1.000000;;STP;;\n`);
    const { body } = await clerk.get(`${path}/mend.xlsx`).buffer(true).parse(bytes).expect(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(body as ExcelJS.Buffer);
    const row = workbook.worksheets[0]!.getRow(2);
    expect(row.getCell(2).value).toBe('1.000000');
    expect(String(row.getCell(1).value)).toContain('Danh mục không có thủ tục này');
    const again = await sent(body as Buffer, {}, 'sua.xlsx');
    expect(again.text).toContain('Lỗi cần sửa (1)');
    expect(again.text).toContain('biết, không đọc');
  });

  it('confirms what was guessed, kind by kind, and keeps what was ticked', async () => {
    const { path, text } = await sent(
      `${HEADER}\n1,001193;Tên của thủ tục khác;STP;;https://example.gov.vn/a\n`,
    );
    expect(text).toContain('id="confirm-code_repaired"');
    await clerk.get(path);
    const half = await clerk.fill(`${path}/commit`, { confirm: ['code_repaired'], sure: 'yes' });
    expect(half.status).toBe(422);
    expect(half.text).toContain('<a href="#confirm-procedure_name_differs">');
    expect(half.text).not.toContain('<a href="#confirm-code_repaired">');
    expect(half.text).toMatch(/id="confirm-code_repaired"[^>]* checked/);
    await clerk.get(path);
    const confirm = ['code_repaired', 'procedure_name_differs'];
    expect((await clerk.fill(`${path}/commit`, { confirm, sure: 'yes' })).status).toBe(303);
    const { facts } = (await api.get(`/services/STP~${CODE}/facts`).expect(200)).body;
    expect(facts.publicPage.urls).toEqual(['https://example.gov.vn/a']);
  });

  it('sees old and new side by side, and nothing is written where the catalogue changed meanwhile', async () => {
    const row = (address: string) => `${HEADER}\n${CODE};;STP;;${address}\n`;
    const { path, text } = await sent(row('https://example.gov.vn/b'));
    expect(text).toMatch(/https:\/\/example\.gov\.vn\/a<\/td>\s*<td[^>]*>https:\/\/example\.gov\.vn\/b/);
    const all = await clerk.get(`${path}/changes?kind=update`).expect(200);
    expect(all.text).toContain('https://example.gov.vn/b');
    await clerk.get(`${path}/changes?kind=update&cursor=nonsense`).expect(400);
    const other = await sent(row('https://example.gov.vn/c'));
    await clerk.get(other.path);
    expect((await clerk.fill(`${other.path}/commit`, { sure: 'yes' })).status).toBe(303);
    await clerk.get(path);
    const refused = await clerk.fill(`${path}/commit`, { sure: 'yes' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('<a href="#commit">');
    const { facts } = (await api.get(`/services/STP~${CODE}/facts`).expect(200)).body;
    expect(facts.publicPage.urls).toEqual(['https://example.gov.vn/c']);
  });

  it('sees how each column was read, and has the file read otherwise', async () => {
    const name = 'Thủ tục đăng ký khai sinh có yếu tố nước ngoài';
    const lines = `Mã thủ tục,Tên thủ tục,Mã cơ quan\n${CODE},${name},STP\n`;
    const old = Buffer.from(legacyBytes(lines, 'tcvn3')!, 'latin1');
    const { path, text } = await sent(old);
    expect(text).toContain('TCVN3 (ABC)');
    expect(text).toContain(name);
    await clerk.get(path);
    const again = await clerk.fill(`${path}/read-again`, {
      'encoding.1': 'viscii',
      delimiter: 'comma',
      agency: 'STP',
    });
    expect(again.status).toBe(303);
    expect(again.headers['location']).not.toBe(path);
    const read = await clerk.get(again.headers['location']!).expect(200);
    expect(read.text).toMatch(/<option value="viscii" selected>/);
    expect(read.text).not.toContain(name);
    await clerk.get(path);
    const wrong = await clerk.fill(`${path}/read-again`, { effectiveFrom: '31/12/2012', agency: 'KHONG' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('value="31/12/2012"');
  });

  it('has the file read again in the encoding that was chosen for all of it, until another is', async () => {
    const name = 'Thủ tục đăng ký khai sinh có yếu tố nước ngoài';
    const lines = `Mã thủ tục,Tên thủ tục,Mã cơ quan\n${CODE},${name},STP\n`;
    const old = Buffer.from(legacyBytes(lines, 'viscii')!, 'latin1');
    const { path } = await sent(old, { encoding: 'viscii' });
    const whole = (text: string) => /<select[^>]* name="encoding">[\s\S]*?<\/select>/.exec(text)![0];
    const chosenIn = (text: string) => /value="([^"]+)" selected/.exec(whole(text))?.[1];
    /** What the form of the page sends by itself, and what is changed in it. */
    const readAgain = async (from: string, change: Record<string, string>) => {
      const { text } = await clerk.get(from).expect(200);
      const again = await clerk.fill(`${from}/read-again`, { encoding: chosenIn(text) ?? '', ...change });
      expect(again.status, again.text).toBe(303);
      const to = again.headers['location']!;
      return { to, text: (await clerk.get(to).expect(200)).text };
    };
    const again = await readAgain(path, { agency: 'STP' });
    expect(chosenIn(again.text)).toBe('viscii');
    expect(again.text).toContain(name);
    expect(again.text).toContain('Như đã chọn cho cả tệp');
    const other = await readAgain(again.to, { encoding: 'tcvn3' });
    expect(chosenIn(other.text)).toBe('tcvn3');
    expect(other.text).not.toContain(name);
    const judged = await readAgain(other.to, { encoding: '' });
    expect(chosenIn(judged.text)).toBeUndefined();
    expect(judged.text).toContain(name);
    await clerk.get(path);
    const unknown = await clerk.fill(`${path}/read-again`, { encoding: 'ebcdic' });
    expect([unknown.status, unknown.text]).toEqual([400, expect.stringContaining('<a href="#encoding">')]);
  });

  it('is shown how far long work is, and afterwards what came of it', async () => {
    Object.assign(catalogue().app.get(ImportWork), { patienceMs: 0 });
    const rows = Array.from({ length: 3000 }, (_, no) => `${CODE};;STP;;https://example.gov.vn/${no}`);
    const { path, text } = await sent([HEADER, ...rows].join('\n'));
    expect(text).toContain('<noscript><meta http-equiv="refresh"');
    expect(text).toContain('data-live');
    await catalogue().app.get(ImportWork).settled();
    expect((await clerk.get(path).expect(200)).text).toContain('2.999 trong 3.000 dòng không nhận được');

    const fitting = await sent(`${HEADER}\n${CODE};;STP;;https://example.gov.vn/z\n`);
    await catalogue().app.get(ImportWork).settled();
    const etag = await api.etagOf(`STP~${CODE}`);
    await api.put(`/services/STP~${CODE}/facts`, { facts: {} }).set('If-Match', etag).expect(200);
    await clerk.get(fitting.path);
    expect((await clerk.fill(`${fitting.path}/commit`, { sure: 'yes' })).status).toBe(303);
    await catalogue().app.get(ImportWork).settled();
    const refused = (await clerk.get(fitting.path).expect(200)).text;
    expect(refused).toContain('Chưa ghi được');
    expect(refused).toContain(`action="${fitting.path}/commit"`);
    Object.assign(catalogue().app.get(ImportWork), { patienceMs: 2000 });
  });

  it('is told of a file that cannot be read, and nobody else sees it', async () => {
    const { path, text } = await sent('chỉ là một câu văn', {}, 'thu.txt');
    expect(text).toContain('Không đọc được tệp này');
    const other = await PageVisitor.signedIn(catalogue(), 'clerk2');
    await other.get(path).expect(404);
    const inspector = await PageVisitor.signedIn(catalogue(), 'inspector');
    await inspector.get(PAGE).expect(403);
  });

  it('edits the sheet of the agency in its place: just what was edited changes', async () => {
    const page = (await clerk.get('/desk').expect(200)).text;
    for (const other of [PAGE, '/desk/services'])
      expect((await clerk.get(other).expect(200)).text).toContain(
        '/api/v1/services.xlsx?agency=STP&amp;scope=subtree',
      );
    const link = /href="(\/api\/v1\/services\.xlsx\?[^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&');
    const { body } = await clerk.get(link).set('Accept', '*/*').buffer(true).parse(bytes).expect(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(body as ExcelJS.Buffer);
    const sheet = workbook.worksheets[0]!;
    const column = (sheet.getRow(1).values as string[]).indexOf('Địa chỉ trang thông tin');
    const codes = (sheet.getRow(1).values as string[]).indexOf('Mã thủ tục');
    for (let row = 2; row <= sheet.rowCount; row++) {
      expect(typeof sheet.getRow(row).getCell(codes).value).toBe('string');
      if (sheet.getRow(row).getCell(codes).value === CODE)
        sheet.getRow(row).getCell(column).value = 'https://example.gov.vn/d';
    }
    const edited = Buffer.from(await workbook.xlsx.writeBuffer());
    const { text } = await sent(edited, {}, 'services.xlsx');
    expect(text).toContain('Dịch vụ thay đổi (1)');
    expect(text).toContain('https://example.gov.vn/d');
    expect(text).toMatch(new RegExp(`<strong>${sheet.rowCount - 2}</strong><span><a[^>]*>Giữ nguyên`));
    const csv = /href="(\/api\/v1\/services\.csv\?[^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&');
    const unchanged = await sent((await clerk.get(csv).set('Accept', '*/*').expect(200)).text);
    expect(unchanged.text).toContain('Tệp này không đổi gì');
  });
});

function bytes(response: Response, done: (error: Error | null, body: Buffer) => void): void {
  const pieces: Buffer[] = [];
  response.on('data', (piece: Buffer) => pieces.push(piece));
  response.on('end', () => done(null, Buffer.concat(pieces)));
}
