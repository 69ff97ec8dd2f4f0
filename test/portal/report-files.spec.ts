import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
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
});
