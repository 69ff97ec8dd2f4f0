import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { loadSample } from '../support/sample.js';

onBothDatabases('Somebody who wants the data of a report page', loadSample, (catalogue) => {
  const get = (path: string) => catalogue().http().get(path);
  const csv = async (path: string) => {
    const { text, headers } = await get(path).expect(200);
    expect(headers['content-disposition']).toContain('.csv"');
    return parse(text, { bom: true, columns: true }) as Record<string, string>[];
  };

  it('takes the counts over time as a file', async () => {
    const question = 'from=2011-12-31&to=2013-12-31&step=year';
    const { points } = (await get(`/api/v1/reports/timeline?${question}`).expect(200)).body;
    const rows = await csv(`/api/v1/reports/timeline.csv?${question}`);
    expect(rows.map((row) => [row['as_of'], Number(row['total']), Number(row['exact_3'])])).toEqual(
      points.map((point: { asOf: string; total: number; exact: Record<string, number> }) => [
        point.asOf,
        point.total,
        point.exact['3'],
      ]),
    );
  });

  it.each([
    ['compare', 'a=2011-12-31&b=2012-12-31'],
    ['violations', ''],
    ['over-claims', ''],
  ])('takes the whole list of %s as a file, not a page of it', async (name, question) => {
    const { body } = await get(`/api/v1/reports/${name}?${question}&limit=1`).expect(200);
    const rows = await csv(`/api/v1/reports/${name}.csv?${question}`);
    expect(rows).toHaveLength(body.total);
    if (body.total > 0) expect(rows.map(({ id }) => id)).toContain(body.items[0].id);
    const page = await get(`/reports/${name}?${question}`).set('Accept', 'text/html').expect(200);
    expect(page.text).toContain(`href="/api/v1/reports/${name}.csv?`);
  });

  it('gets the name of an agency that a spreadsheet would run alike in CSV and in a workbook', async () => {
    const admin = await ClerkDesk.of(catalogue(), 'admin');
    await admin.post('/agencies', { code: 'SUM', name: '=SUM(1;2)', level: 'province' }).expect(201);
    await admin.post('/services', { agencyCode: 'SUM', procedureCode: '1.001193' }).expect(201);
    for (const report of ['coverage', 'verification']) {
      const rows = await csv(`/api/v1/reports/${report}.csv`);
      expect(rows.find(({ key }) => key === 'SUM')).toMatchObject({ name: "'=SUM(1;2)" });
      const { body } = await get(`/api/v1/reports/${report}.xlsx`).responseType('blob').expect(200);
      const workbook = new ExcelJS.Workbook();
      await workbook.xlsx.load(body);
      const [sheet] = workbook.worksheets;
      const row = sheet!.getRow(sheet!.getColumn(1).values.indexOf('SUM'));
      expect(row.getCell(2).value).toBe("'=SUM(1;2)");
    }
  });
});
