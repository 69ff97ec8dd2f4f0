import { expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { onBothDatabases } from '../support/catalogue.js';
import { declare } from '../support/declare.js';
import { loadSample } from '../support/sample.js';

/** Counts far enough to take a while on any machine. */
const LONG = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000)
  SELECT COUNT(*) AS n FROM n`;

onBothDatabases('Reports that take long', loadSample, (catalogue) => {
  const reader = () => catalogue().app.get(Reader);

  it('leave others served meanwhile', async () => {
    const ended: string[] = [];
    const long = reader()
      .longSnapshot((queries) => queries.get<{ n: number }>(LONG))
      .then((row) => ended.push(`report of ${row!.n}`));
    const report = catalogue()
      .http()
      .get('/api/v1/reports/timeline?from=2012-01-01&to=2015-12-31&unit=procedure')
      .expect(200)
      .then(() => ended.push('timeline'));
    for (const limit of [1, 2, 3]) {
      await catalogue().http().get(`/api/v1/services?limit=${limit}`).expect(200);
      ended.push('list');
    }
    await Promise.all([long, report]);
    const lists = ended.lastIndexOf('list');
    expect(ended.indexOf('report of 3000000')).toBeGreaterThan(lists);
    // On SQLite long reads follow one another on their thread; PostgreSQL answers them side by side.
    if (catalogue().engine === 'better-sqlite3') expect(ended.at(-1)).toBe('timeline');
  });

  it('see one state of the catalogue, whatever is written meanwhile', async () => {
    const count = 'SELECT COUNT(*) AS n FROM declaration';
    const [before, after] = await reader().longSnapshot(async (queries) => {
      const first = await queries.get<{ n: number }>(count);
      const [service] = await reader().all<{ id: string }>(
        'SELECT service_id AS id FROM published_service ORDER BY 1 LIMIT 1',
      );
      await declare(catalogue(), service!.id, 1, '2020-01-01');
      return [first!.n, (await queries.get<{ n: number }>(count))!.n];
    });
    expect(after).toBe(before);
    const now = await reader().longSnapshot((queries) => queries.get<{ n: number }>(count));
    expect(now!.n).toBe(before! + 1);
  });

  it('tell what went wrong, and the next one is read all the same', async () => {
    await expect(reader().longSnapshot((queries) => queries.all('SELECT * FROM nowhere'))).rejects.toThrow(
      'nowhere',
    );
    expect(await reader().longSnapshot((queries) => queries.get('SELECT 1 AS one'))).toEqual({ one: 1 });
  });
});
