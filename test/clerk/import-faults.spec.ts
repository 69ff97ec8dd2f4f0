import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ImportDesk } from '../support/import-desk.js';
import { loadSample } from '../support/sample.js';

interface Issue {
  row: number | null;
  column: string | null;
  code: string;
  value: string | null;
}

onBothDatabases('What an import says of a file', loadSample, (catalogue) => {
  const desk = () => ImportDesk.of(catalogue(), 'admin');
  const brief = (issues: Issue[]) => issues.map(({ row, column, code, value }) => [row, column, code, value]);

  it('names every error at once, by the row and column of the person’s own file', async () => {
    const admin = await desk();
    const run = await admin.dryRun(
      [
        'DANH MỤC DỊCH VỤ CÔNG',
        '',
        'Mã TTHC;Cơ quan;Mức độ;Từ ngày;Trang thông tin;Cột lạ',
        '9.999999;Sở Y tế;2;31/02/2012;không có;x',
        '1.001193;Sở Không Có;4;2012;ftp://a.b;y',
        '',
        '1.001193;Sở Y tế;3;30/11/2012;;z',
      ].join('\n'),
    );
    expect(run).toMatchObject({
      headerRow: 3,
      delimiter: ';',
      rows: 3,
      emptyRows: 1,
      refused: 3,
      unknownColumns: ['Cột lạ'],
    });
    expect(brief(run.errors)).toEqual([
      [4, 'Mã TTHC', 'procedure_unknown', '9.999999'],
      [4, 'Từ ngày', 'no_such_day', '31/02/2012'],
      [4, 'Trang thông tin', 'bad_url', 'không có'],
      [5, 'Từ ngày', 'year_only', '2012'],
      [5, 'Cơ quan', 'agency_unknown', 'Sở Không Có'],
      [5, 'Mức độ', 'bad_level', '4'],
      [5, 'Trang thông tin', 'bad_url', 'ftp://a.b'],
      [7, 'Mức độ', 'level_not_supported', '3'],
    ]);
    expect(run.errors.at(-1).message).toMatch(/public[-_ ]?page/i);

    const file = await admin.get(`/imports/${run.id}/errors.csv`).set('Accept-Language', 'vi').expect(200);
    expect(file.text.split('\r\n')[0]).toBe('\uFEFFDòng,Cột,Giá trị,Loại,Nội dung,Mã');
    expect(file.text).toContain('4,Từ ngày,31/02/2012,lỗi,');
    const inVietnamese = await admin.get(`/imports/${run.id}`).set('Accept-Language', 'vi').expect(200);
    expect(inVietnamese.body.errors[1].message).toContain('Không có ngày này');
  });

  it('takes a row that comes twice once, and wants a person to choose between rows that contradict', async () => {
    const admin = await desk();
    const header = 'procedure_code,agency_code,information_url\n';
    const twice = await admin.dryRun(
      `${header}1.001193,SYT,https://a.example/1\n1.001193,SYT,https://a.example/1\n`,
    );
    expect(twice).toMatchObject({ create: 1, repeated: 1, errors: [], toConfirm: [] });
    expect(brief(twice.warnings)).toEqual([[3, null, 'row_twice', null]]);
    const torn = await admin.dryRun(
      `${header}1.001193,SYT,https://a.example/1\n1.001193,SYT,https://a.example/2\n`,
    );
    expect(brief(torn.errors)).toEqual([
      [2, null, 'row_contradicts', null],
      [3, null, 'row_contradicts', null],
    ]);
  });

  it('compares what rows say and not how they are spelt', async () => {
    const admin = await desk();
    const { body } = await catalogue().http().get('/api/v1/procedures/1.001193').expect(200);
    const { name } = body.procedure ?? body;
    const header = 'Tên thủ tục;Lĩnh vực;Cơ quan thực hiện;Mức độ;Từ ngày;Trang thông tin;Ngày quyết định';
    const rest = 'https://a.example/1';
    const spelt = [
      `${name};Hộ tịch;080;1;2012-05-11;${rest};2012-05-11`,
      `${name}.;Hộ tịch;080;1;2012-05-11;${rest};2012-05-11`,
      `${name.toUpperCase()};;080;1;2012-05-11;${rest};2012-05-11`,
      `${name};HO TICH;UBND TP Lào Cai;1;2012-05-11;${rest};2012-05-11`,
      `${name};Hộ tịch;80;mức 1;2012-05-11;${rest};2012-05-11`,
      `${name};Hộ tịch;080;1;11/05/2012;${rest};11/5/2012`,
    ];
    const alike = await admin.dryRun([header, ...spelt].join('\n'));
    const twice = alike.warnings.filter(({ code }: Issue) => code === 'row_twice');
    expect(brief(twice)).toEqual([3, 4, 5, 6, 7].map((row) => [row, null, 'row_twice', null]));
    expect(alike).toMatchObject({ rows: 6, repeated: 5, unknownColumns: [] });
    // What had to be guessed is still asked about.
    expect(alike.toConfirm).toContain('agency_code_repaired');
    expect(alike.errors.map(({ code }: Issue) => code)).not.toContain('row_contradicts');
    const other = [
      `${name};;080;2;2012-05-11;${rest};2012-05-11`,
      `${name};;080;1;2012-05-12;${rest};2012-05-11`,
      `${name};;080;1;2012-05-11;;2012-05-11`,
      `${name};;080;1;2012-05-11;${rest};`,
    ];
    for (const row of other) {
      const torn = await admin.dryRun([header, spelt[0], row].join('\n'));
      expect(torn.errors.map(({ code }: Issue) => code)).toContain('row_contradicts');
    }
  });

  it('finds agencies and procedures by what offices call them, and says when that is not enough', async () => {
    const admin = await desk();
    const { body } = await catalogue().http().get('/api/v1/procedures/1.001193').expect(200);
    const name = (body.procedure ?? body).name as string;
    const agencies = [
      'Sở TT&TT',
      'sở  lđ-tb&xh',
      'VP UBND tỉnh',
      'UBND TP Lào Cai',
      'Bát Xát',
      'UBND xã Nậm Chạc, huyện Bát Xát',
    ];
    const rows = agencies.map(
      (agency) => `"${name.toUpperCase()}.","${agency}",https://a.example/${agencies.indexOf(agency)}`,
    );
    const run = await admin.dryRun(`Tên thủ tục,Cơ quan thực hiện,information_url\n${rows.join('\n')}\n`, {
      effectiveFrom: '2024-01-01',
    });
    expect(run.diff.map(({ id }: { id: string }) => id.split('~')[0])).toEqual(
      expect.arrayContaining(['STTTT', 'SLDTBXH', 'VPUB', '080', '02689']),
    );
    expect(brief(run.errors)).toEqual([[6, 'Cơ quan thực hiện', 'agency_ambiguous', 'Bát Xát']]);
    expect(run.errors[0].message).toContain('082');
  });

  it('reads dates that a spreadsheet keeps as days or numbers, and asks about numbers', async () => {
    const admin = await desk();
    const { body } = await catalogue().http().get('/api/v1/services?level=3&limit=1').expect(200);
    const [{ procedure, agency }] = body.items;
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('S');
    sheet.addRow(['procedure_code', 'agency_code', 'level', 'effective_from']);
    sheet.addRow([procedure.code, agency.code, 1, new Date(Date.UTC(2026, 0, 15))]);
    const dated = await admin.dryRun(Buffer.from(await workbook.xlsx.writeBuffer()));
    expect(dated.diff[0].changes[1]).toMatchObject({ field: 'effective_from', after: '2026-01-15' });
    const numbered = await admin.dryRun(
      `procedure_code,agency_code,level,effective_from\n${procedure.code},${agency.code},1,46037\n`,
    );
    expect(numbered.diff[0].changes[1].after).toBe('2026-01-15');
    expect(numbered.toConfirm).toEqual(['date_guessed']);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'import_empty'],
    ['a file without a header', Buffer.from('xin chào\n1;2;3\n'), 'import_no_header'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'import_old_workbook'],
    ['half a workbook', Buffer.from('PK\u0003\u0004 and no more'), 'import_unreadable_workbook'],
    [
      'a quotation mark that is never closed',
      Buffer.from('procedure_code,agency_code\n1.001193,"SYT\n'),
      'import_quote_not_closed',
    ],
    ['JSON that has no line end', Buffer.from(`{"name":"${'a'.repeat(2_000_000)}`), 'import_row_too_long'],
    ['a workbook that unpacks to a mountain', zipBomb(), 'import_unpacks_too_large'],
  ])('refuses %s and says what to do', async (_what, file, code) => {
    const admin = await desk();
    const { body } = await admin.send(file).expect(422);
    expect(body.code).toBe(code);
    expect(body.detail.length).toBeGreaterThan(10);
  });

  it('tells how far it is while it reads, and serves others meanwhile', async () => {
    const admin = await desk();
    const row = '1.001193,SYT,https://a.example/1\n';
    const sending = { ended: false };
    const sent = admin
      .dryRun(`procedure_code,agency_code,information_url\n${row.repeat(60_000)}`)
      .finally(() => (sending.ended = true));
    const seen: number[] = [];
    while (!sending.ended) {
      const { body } = await admin.get('/imports?limit=1').expect(200);
      if (body.items[0]?.state === 'running') seen.push(body.items[0].rowsDone);
      await catalogue().http().get('/api/v1/services?limit=1').expect(200);
    }
    expect(await sent).toMatchObject({ rows: 60_000, create: 1, repeated: 59_999, warningCount: 59_999 });
    expect(new Set(seen).size).toBeGreaterThan(2);
  });

  it('takes a bare body, and no other media type', async () => {
    const admin = await desk();
    const csv = 'procedure_code,agency_code,information_url\n1.001193,SYT,https://a.example/1\n';
    const bare = await admin
      .post('/imports?fileName=bare.csv')
      .set('content-type', 'text/csv')
      .send(csv)
      .expect(201);
    expect(bare.body).toMatchObject({ fileName: 'bare.csv', create: 1 });
    await admin.post('/imports').send({ rows: [] }).expect(415);
    await admin.post('/imports?encoding=klingon').set('content-type', 'text/csv').send(csv).expect(400);
    await admin.send(csv, { agency: 'NOBODY' }).expect(400);
    await admin.send(csv, { surprise: '1' }).expect(400);
  });
});

/** One entry of 600 MB of zeros in some 600 KB. */
function zipBomb(): Buffer {
  const packed = deflateRawSync(Buffer.alloc(600 * 1024 * 1024), { level: 1 });
  const name = Buffer.from('xl/sharedStrings.xml');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  // What it says of its size unpacked is a lie.
  central.writeUInt32LE(1000, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}
